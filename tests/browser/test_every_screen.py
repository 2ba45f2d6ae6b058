"""Every screen, for the person it is made for: it opens, fits the phone, is accessible, and has one main action."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.screens import SCREENS, open_screen


@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_opens_fits_and_is_accessible(open_page, accessible, picture, name):
    page = open_screen(open_page, name)
    assert page.locator("h1").count() == 1
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        picture(page, f"{name}-{size[0]}-light")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert name == "gallery" or page.locator("[data-primary]:visible").count() <= 1
        accessible(page, colors=None if size == DESKTOP else False)
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name}-{PHONE[0]}-dark")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    picture(page, f"{name}-{DESKTOP[0]}-dark")
    accessible(page, colors=True)
