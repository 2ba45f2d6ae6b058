"""Read one field of a posted form, or raise `Invalid` naming it: for forms that are taken whole or not at all."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _

from woms.core.errors import Invalid
from woms.core.numbers import parse_number

LONGEST_WHOLE = 12


def text_of(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, ""))


def texts_of(request: HttpRequest) -> dict[str, str]:
    """Everything that was typed, to be shown again."""
    return {key: str(value) for key, value in request.POST.items()}


def whole_of(request: HttpRequest, name: str) -> int:
    """A number that the page itself wrote; anything else is 0, which no row has."""
    return whole(text_of(request, name))


def whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_WHOLE else 0


def wholes_of(request: HttpRequest, name: str) -> list[int]:
    return [whole(text) for text in request.POST.getlist(name)]


def number_of(request: HttpRequest, name: str) -> Decimal:
    try:
        return parse_number(text_of(request, name))
    except Invalid as error:
        raise Invalid(error.sentence, code=error.code, field=name) from None


def optional_day_of(request: HttpRequest, name: str) -> date | None:
    """`31/12/2026`; empty is no day."""
    text = text_of(request, name).strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day
    except ValueError:
        raise Invalid(
            _("Không đọc được ngày này. Hãy gõ như 31/12/2026."), code="date.unreadable", field=name
        ) from None


def day_of(request: HttpRequest, name: str) -> date:
    """A day that must be there."""
    day = optional_day_of(request, name)
    if day is None:
        raise Invalid(_("Hãy nhập ngày, ví dụ 31/12/2026."), code="date.missing", field=name)
    return day
