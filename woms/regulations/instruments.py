"""The legal documents: what they are, since when they hold, how sure we are of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from woms.core.errors import Missing
from woms.core.strict_yaml import Table, read_document

INSTRUMENTS_FILE = Path(__file__).parent / "instruments.yaml"


class Certainty(StrEnum):
    """How a statement of the law is known."""

    SEEN = "V1"
    AGREED = "V2"
    SINGLE = "V3"
    RECALLED = "R"
    UNKNOWN = "U"
    DERIVED = "D"

    @property
    def label(self) -> str:
        return _CERTAINTY_LABELS[self]

    @property
    def is_open(self) -> bool:
        """The text does not settle it, so the value must be a setting that a body decides."""
        return self not in {Certainty.SEEN, Certainty.AGREED}


_CERTAINTY_LABELS = {
    Certainty.SEEN: "đã thấy nguyên văn",
    Certainty.AGREED: "nhiều nguồn độc lập thống nhất",
    Certainty.SINGLE: "mới thấy ở một nguồn",
    Certainty.RECALLED: "cần kiểm tra lại",
    Certainty.UNKNOWN: "văn bản chưa rõ",
    Certainty.DERIVED: "suy ra khi thiết kế",
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """One legal document. Dates are None where they are not known; `checked_by` is None until someone re-reads it."""

    code: str
    number: str
    short: str
    title: str
    issuer: str
    signed: date | None
    effective_from: date | None
    effective_to: date | None
    replaces: tuple[str, ...]
    link: str
    certainty: Certainty
    note: str
    checked_by: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value or a method comes from: the code of the instrument and the article in it."""

    instrument: str
    article: str

    @property
    def text(self) -> str:
        """`Điều 14 NĐ 335/2025/NĐ-CP`."""
        return f"{self.article} {instrument(self.instrument).short}"


@cache
def instruments() -> dict[str, Instrument]:
    """Every instrument by its code."""
    return read_instruments(INSTRUMENTS_FILE)


def instrument(code: str) -> Instrument:
    try:
        return instruments()[code]
    except KeyError:
        raise Missing(
            f"Không có văn bản mang mã “{code}” trong instruments.yaml. Thêm văn bản đó, hoặc sửa mã đã dẫn.",
            code="regulations.instrument_missing",
            field="cites",
        ) from None


def read_instruments(path: Path) -> dict[str, Instrument]:
    """Read the file strictly. Raises `Invalid` naming file and line."""
    file = read_document(path)
    found = {code: _instrument(code, file.table(code)) for code in file.keys()}  # noqa: SIM118 - a Table, not a dict
    for code in file.keys():  # noqa: SIM118
        for replaced in found[code].replaces:
            if replaced not in found:
                file.fail(
                    f"“{code}” thay thế “{replaced}” nhưng tệp không có mã này. Thêm văn bản đó hoặc sửa mã",
                    code,
                )
    return found


def _instrument(code: str, table: Table) -> Instrument:
    result = Instrument(
        code=code,
        number=table.text("number"),
        short=table.text("short"),
        title=table.text("title"),
        issuer=table.text("issuer"),
        signed=table.optional_day("signed"),
        effective_from=table.optional_day("effective_from"),
        effective_to=table.optional_day("effective_to"),
        replaces=tuple(table.texts("replaces")),
        link=table.text("link", ""),
        certainty=read_certainty(table),
        note=table.text("note", ""),
        checked_by=table.text("checked_by", ""),
        checked_on=table.optional_day("checked_on"),
    )
    table.finish()
    if bool(result.checked_by) != bool(result.checked_on):
        table.fail(f"“{code}”: checked_by và checked_on phải cùng có hoặc cùng để trống", "checked_by")
    return result


def read_certainty(table: Table) -> Certainty:
    word = table.text("certainty")
    try:
        return Certainty(word)
    except ValueError:
        table.fail(f"mức chắc chắn “{word}” không có. Dùng một trong: {', '.join(Certainty)}", "certainty")


def read_citation(table: Table, key: str = "cites") -> Citation:
    """The citation under a key; the instrument it names must exist."""
    cites = table.table(key)
    citation = Citation(instrument=cites.text("instrument"), article=cites.text("article"))
    cites.finish()
    if citation.instrument not in instruments():
        cites.fail(
            f"không có văn bản mang mã “{citation.instrument}” trong instruments.yaml. Thêm văn bản đó hoặc sửa mã",
            "instrument",
        )
    return citation
