"""Numbers as Vietnamese people write and read them: `1.234,5`, `93,0 %`. Pure; `Decimal` throughout."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from woms.core.errors import Invalid

NBSP = "\N{NO-BREAK SPACE}"
MAX_INTEGER_DIGITS = 18
MAX_DECIMALS = 6
_HARMLESS = re.compile(r"[\s\u00a0\u202f\u2009]")
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(\.\d{3})+", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII),
}
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)


def parse_number(text: str) -> Decimal:
    """This function will read a number as typed in Vietnam.

    Accepts `93`, `93,0`, `93.0`, `1.234,5`, `1,234.5`, `1 234,5` and a trailing `%`.
    `1.234` alone is read as one thousand two hundred thirty-four (the Vietnamese thousands mark).
    Raises `Invalid` with the reading problem; never guesses silently, never returns NaN or infinity.
    """
    cleaned = _HARMLESS.sub("", text).removesuffix("%")
    cleaned = cleaned.replace("\N{MINUS SIGN}", "-")
    if not cleaned:
        raise Invalid("Chưa nhập số. Hãy gõ một con số, ví dụ 93,5.", code="number.empty", field="value")
    value = _to_decimal(_canonical(cleaned), text)
    _check_size(value)
    return value


def _canonical(cleaned: str) -> str:
    """Turn the marks into the one decimal point that `Decimal` knows, or return something it refuses."""
    if "." in cleaned and "," in cleaned:
        return _mixed(cleaned)
    for mark, pattern in _GROUPED.items():
        if pattern.fullmatch(cleaned) and (mark == "." or cleaned.count(",") > 1):
            return cleaned.replace(mark, "")
    return cleaned.replace(",", ".") if _PLAIN.fullmatch(cleaned) else ""


def _mixed(cleaned: str) -> str:
    """Both marks present: the last one is the decimal mark, the other must group thousands properly."""
    decimal_mark = max(".,", key=cleaned.rfind)
    group_mark = "," if decimal_mark == "." else "."
    whole, _, fraction = cleaned.rpartition(decimal_mark)
    if not (fraction.isascii() and fraction.isdigit()) or not _GROUPED[group_mark].fullmatch(whole):
        return ""
    return f"{whole.replace(group_mark, '')}.{fraction}"


def _to_decimal(canonical: str, typed: str) -> Decimal:
    try:
        value = Decimal(canonical)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Invalid(
            f"Không đọc được “{typed.strip()[:40]}” thành số. Hãy gõ như 93,5 hoặc 1.234,5.",
            code="number.unreadable",
            field="value",
        )
    return value


def _check_size(value: Decimal) -> None:
    exponent = value.as_tuple().exponent
    if value.adjusted() >= MAX_INTEGER_DIGITS or (isinstance(exponent, int) and -exponent > MAX_DECIMALS):
        raise Invalid(
            f"Số quá dài: tối đa {MAX_INTEGER_DIGITS} chữ số trước và {MAX_DECIMALS} chữ số sau dấu phẩy. "
            "Hãy đổi đơn vị tính.",
            code="number.too_long",
            field="value",
        )


def round_half_up(value: Decimal, digits: int = 2) -> Decimal:
    """Round as people expect: 0.005 goes up. The only rounding used for display."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def format_number(value: Decimal | int, digits: int | None = None) -> str:
    """`1234.5` → `1.234,5`. Without `digits`, trailing zeros are dropped (at most six decimals)."""
    number = Decimal(value)
    if digits is None:
        number = round_half_up(number, MAX_DECIMALS).normalize()
        digits = max(0, -int(number.as_tuple().exponent))
    number = round_half_up(number, digits)
    text = f"{abs(number):,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return f"\N{MINUS SIGN}{text}" if number < 0 else text


def format_percent(value: Decimal | int, digits: int | None = 1) -> str:
    """`93` → `93,0 %`, with a no-break space."""
    return f"{format_number(value, digits)}{NBSP}%"
