"""The template environment: strict about names, escaping everything, with our few filters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from woms.core import clock
from woms.core.numbers import format_number, format_percent


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701 - Django sets autoescape
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=reverse)
    env.filters.update(
        number=number, percent=percent, day=day, day_month=day_month, clock_time=clock_time, moment=moment
    )
    return env


def number(value: Decimal | int | None, digits: int | None = None) -> str:
    return "–" if value is None else format_number(value, digits)


def percent(value: Decimal | int | None, digits: int | None = 1) -> str:
    return "–" if value is None else format_percent(value, digits)


def day(value: date | datetime | None) -> str:
    """21/11/2026"""
    return "–" if value is None else f"{_local(value):%d/%m/%Y}"


def day_month(value: date | datetime | None) -> str:
    """21/11"""
    return "–" if value is None else f"{_local(value):%d/%m}"


def clock_time(value: datetime | None) -> str:
    """14:05"""
    return "–" if value is None else f"{value.astimezone(clock.HANOI):%H:%M}"


def moment(value: datetime | None) -> str:
    """14:05 21/11/2026"""
    return "–" if value is None else f"{value.astimezone(clock.HANOI):%H:%M %d/%m/%Y}"


def _local(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value
