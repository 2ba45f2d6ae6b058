"""Every screen, for the person it is made for: it opens, fits the phone, is accessible, and has one main action."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE

SCREENS = [
    (None, "/dang-nhap", "sign-in"),
    ("chuyen-vien", "/", "home-specialist"),
    ("lanh-dao", "/", "home-leader"),
    ("to-chuc", "/ke-hoach/nhap", "plan-import"),
    ("chuyen-vien", "/ui", "gallery"),
    ("chuyen-vien", "/doi-mat-khau", "change-password"),
    ("chuyen-vien", "/khong-co-trang-nay", "not-found"),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("username", "path", "name"), SCREENS, ids=[screen[2] for screen in SCREENS])
def test_the_screen_opens_fits_and_is_accessible(
    open_page, accessible, picture, username, path, name, size, dark
):
    page = open_page(username, path, size=size, dark=dark)
    picture(page, f"{name}-{size[0]}-{'dark' if dark else 'light'}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if name != "gallery":
        assert page.locator("[data-primary]:visible").count() <= 1
    assert page.locator("h1").count() == 1 or name == "sign-in"
    accessible(page)
