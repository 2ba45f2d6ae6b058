"""Numbers that Word writes by itself and that stand nowhere in the text: "1.", "a)", "II."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from woms.connectors.documents.elements import Element, attribute, child, children, integer, value

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class Numbering:
    """Counts the automatic numbers of paragraphs as they are met from the top of the document."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels = _levels(numbering)
        self._styles = _style_lists(styles)
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Element) -> str:
        """Return the number Word would print before this paragraph, and count it; empty for none or a bullet."""
        place = self._place(paragraph)
        level = self._levels.get(place) if place else None
        if place is None or level is None or level.style in ("bullet", "none"):
            return ""
        name, depth = place
        counts = self._counts.setdefault(name, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._number(name, int(match[1]) - 1), level.pattern).strip()

    def _number(self, name: str, depth: int) -> str:
        level = self._levels.get((name, depth))
        if level is None:
            return ""
        return _written(self._counts[name].get(depth, level.start), level.style)

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        properties = child(paragraph, "pPr")
        name, depth = _list_of(child(properties, "numPr"))
        inherited, inherited_depth = self._styles.get(value(child(properties, "pStyle")), ("", ""))
        name = name or inherited
        return (name, integer(depth or inherited_depth)) if name not in ("", "0") else None


def _levels(numbering: Element | None) -> dict[tuple[str, int], _Level]:
    """Return the level definitions by (list, depth)."""
    shapes: dict[str, dict[int, _Level]] = {}
    found: dict[tuple[str, int], _Level] = {}
    for element in children(numbering, "abstractNum"):
        shapes[attribute(element, "abstractNumId")] = dict(map(_level, children(element, "lvl")))
    for element in children(numbering, "num"):
        for depth, level in shapes.get(value(child(element, "abstractNumId")), {}).items():
            found[attribute(element, "numId"), depth] = level
    return found


def _level(element: Element) -> tuple[int, _Level]:
    style = value(child(element, "numFmt")) or "decimal"
    level = _Level(style, value(child(element, "lvlText")), integer(value(child(element, "start")), 1))
    return integer(attribute(element, "ilvl")), level


def _style_lists(styles: Element | None) -> dict[str, tuple[str, str]]:
    """Return (list, depth) by the name of the paragraph style that carries them."""
    found = {
        attribute(style, "styleId"): _list_of(child(style, "pPr", "numPr"))
        for style in children(styles, "style")
    }
    return {name: listed for name, listed in found.items() if listed[0]}


def _list_of(listed: Element | None) -> tuple[str, str]:
    return value(child(listed, "numId")), value(child(listed, "ilvl"))


def _written(number: int, style: str) -> str:
    if style.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style.startswith("upper") else letter
    if style.endswith("Roman"):
        return roman(number) if style.startswith("upper") else roman(number).lower()
    return str(number)


def roman(number: int) -> str:
    """Return the number in Roman digits."""
    written = ""
    for worth, digits in _ROMAN + _ROMAN_SMALL:
        count, number = divmod(number, worth)
        written += digits * count
    return written
