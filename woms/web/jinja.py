"""The template environment: strict about names, escaping everything, with our few filters and one look for every status."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from woms.web.filters import FILTERS
from woms.web.status import status_look


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701 - Django sets autoescape
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=reverse, status_look=status_look)
    env.filters.update(FILTERS)
    return env
