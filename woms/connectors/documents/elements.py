"""Looking into the XML of Office files by local names: strict and transitional files differ in name spaces only."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TypeAlias

from woms.connectors.documents.containers import OfficeFile, broken

Element: TypeAlias = ET.Element


def parse_part(file: OfficeFile, name: str) -> Element | None:
    """Return the root of that part, or nothing when the file has no such part. Raises `NotUnderstood` if damaged."""
    data = file.parts.get(name)
    if not data:
        return None
    try:
        return ET.fromstring(data)  # noqa: S314 - document types are refused before, see containers
    except ET.ParseError as error:
        raise broken() from error


def local(element: Element) -> str:
    """Return the tag without its name space."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """Return the attribute of that local name, or an empty text."""
    items = element.attrib.items() if element is not None else ()
    return next((value for key, value in items if key.rpartition("}")[2] == name), "")


def children(element: Element | None, name: str) -> list[Element]:
    """Return the direct children of that local name."""
    return [inner for inner in element if local(inner) == name] if element is not None else []


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along the path of local names."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def value(element: Element | None) -> str:
    """Return the attribute `val`, where Word keeps most of its facts, or an empty text."""
    return attribute(element, "val")


def integer(text: str, default: int = 0) -> int:
    """Return the number written in the text, or the default."""
    return int(text) if text.isdecimal() else default
