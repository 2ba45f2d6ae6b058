"""The units of the sample province, read from woms/sample/hanoi: facts, no database. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from woms.core.vietnamese import slug

CITY_CODE = "ha-noi"
CITY = "city"
AGENCY = "agency"
WARD = "ward"
COMMUNE = "commune"
DIVISION = "division"
_DIVISION_HEADS = {
    "Văn phòng": "Chánh Văn phòng",
    "Trung tâm": "Giám đốc Trung tâm",
    "Ban": "Trưởng ban",
    "Trường": "Hiệu trưởng",
    "Trạm": "Trạm trưởng",
    "Tổ": "Tổ trưởng",
}


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One unit as papers name it. `parent` is the code of the unit above, empty for the city."""

    code: str
    name: str
    short_name: str
    axis: str
    kind: str
    parent: str
    position: int
    aliases: tuple[str, ...]
    head_title: str
    deputy_title: str


@cache
def load_units() -> tuple[UnitFact, ...]:
    """Give every unit of the default sample, each after the unit above it."""
    facts = _read("units.yaml")
    city = _city(facts["city"])
    units = [city, *_agencies(facts), *_wards(facts["titles"])]
    return (*units, *_divisions(facts, {unit.code: unit for unit in units}))


def full_name(code: str) -> str:
    """Name a unit with the unit above it when it is a division: `Phòng Chuyển đổi số, Sở Khoa học và Công nghệ`."""
    by_code = {unit.code: unit for unit in load_units()}
    unit = by_code[code]
    return f"{unit.name}, {by_code[unit.parent].name}" if unit.kind == DIVISION else unit.name


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(_open(name), Loader=yaml.CSafeLoader)
    return loaded


def _open(name: str) -> str:
    return files(__package__).joinpath("hanoi", name).read_text(encoding="utf-8")


def _city(row: dict[str, Any]) -> UnitFact:
    return UnitFact(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        axis=CITY,
        kind=CITY,
        parent="",
        position=0,
        aliases=tuple(row["aliases"]),
        head_title=row["head"],
        deputy_title=row["deputy"],
    )


def _agencies(facts: dict[str, Any]) -> Iterator[UnitFact]:
    for position, row in enumerate(facts["agencies"], start=1):
        titles = facts["titles"][row["titles"]] if "titles" in row else row
        yield UnitFact(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            axis=row["axis"],
            kind=AGENCY,
            parent=CITY_CODE,
            position=position,
            aliases=tuple(row["aliases"]),
            head_title=titles["head"],
            deputy_title=titles["deputy"],
        )


def _wards(titles: dict[str, dict[str, str]]) -> Iterator[UnitFact]:
    for position, row in enumerate(csv.DictReader(_open("wards.csv").splitlines()), start=101):
        yield UnitFact(
            code=row["code"],
            name=row["name"],
            short_name=row["name"],
            axis="government",
            kind=row["kind"],
            parent=CITY_CODE,
            position=position,
            aliases=_ward_aliases(row["name"]),
            head_title=titles[row["kind"]]["head"],
            deputy_title=titles[row["kind"]]["deputy"],
        )


def _ward_aliases(name: str) -> tuple[str, ...]:
    """`Phường Hoàn Kiếm` is also written `UBND phường Hoàn Kiếm`, `Đảng ủy phường Hoàn Kiếm`, `P. Hoàn Kiếm`."""
    kind, place = name.split(" ", 1)
    lower = f"{kind.lower()} {place}"
    return (f"UBND {lower}", f"Đảng ủy {lower}", f"{kind[0]}. {place}")


def _divisions(facts: dict[str, Any], units: dict[str, UnitFact]) -> Iterator[UnitFact]:
    for row in facts["agencies"]:
        yield from divisions_of(units[row["code"]], row.get("divisions", ()))
    templates = facts["ward_divisions"]
    for code in templates["units"]:
        yield from divisions_of(units[code], templates[units[code].kind])


def divisions_of(parent: UnitFact, names: list[str] | tuple[str, ...]) -> Iterator[UnitFact]:
    """Give the divisions of a unit from their names, in the given order."""
    for position, name in enumerate(names, start=1):
        yield UnitFact(
            code=f"{parent.code}-{slug(name)}",
            name=name,
            short_name=name,
            axis=parent.axis,
            kind=DIVISION,
            parent=parent.code,
            position=position,
            aliases=(),
            head_title=_division_head(name),
            deputy_title=f"Phó {_division_head(name)}",
        )


def _division_head(name: str) -> str:
    known = (title for start, title in _DIVISION_HEADS.items() if name.startswith(f"{start} "))
    return next(known, "Chánh Văn phòng" if name == "Văn phòng" else "Trưởng phòng")
