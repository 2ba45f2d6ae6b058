"""The register of rules: each a small function with a name, the day it holds from, and its article.

A changed method is one more function under the same name with a later day; the earlier one is never edited.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

from woms.core.errors import Missing
from woms.regulations.instruments import Citation, instrument
from woms.regulations.values import units

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated version of a rule. `reads` names the parameters it may read; `unit` is that of its result."""

    name: str
    label: str
    since: date
    cites: tuple[Citation, ...]
    unit: str
    reads: tuple[str, ...]
    function: Callable[..., Any]
    is_framework: bool

    @property
    def description(self) -> str:
        """The docstring: what the rule says, in the words of the law."""
        lines = (self.function.__doc__ or "").strip().splitlines()
        return "\n".join(line.strip() for line in lines)

    @property
    def article(self) -> str:
        """`Điều 14, 16 NĐ 335/2025/NĐ-CP`."""
        first, *others = [citation.article for citation in self.cites]
        articles = [first, *(other.removeprefix(f"{first.split(' ')[0]} ") for other in others)]
        return f"{', '.join(articles)} {instrument(self.cites[0].instrument).short}"


_versions: dict[str, list[Rule]] = {}
_names: dict[Callable[..., Any], str] = {}


def rule(
    name: str,
    *,
    label: str,
    since: date,
    cites: tuple[str, ...],
    unit: str,
    reads: tuple[str, ...] = (),
    is_framework: bool = False,
) -> Callable[[Callable[Concatenate[C, P], R]], Callable[Concatenate[C, P], R]]:
    """Register a formula. `cites`: the instrument's code, then the articles in it.

    A mistake in the declaration (no article, unknown instrument or unit, the same day twice) stops the program
    at start, with the name of the rule.
    """
    code, *articles = cites

    def register(function: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R]:
        citations = tuple(Citation(instrument(code).code, article) for article in articles)
        _add(Rule(name, label, since, citations, unit, reads, function, is_framework))
        return function

    return register


def _add(new: Rule) -> None:
    versions = _versions.setdefault(new.name, [])
    if not new.cites or not new.description:
        raise ValueError(f"{new.name}: a rule cites an article and has a docstring")
    if new.unit not in units():
        raise ValueError(f"{new.name}: unit {new.unit} is not in units.yaml")
    if any(version.since == new.since for version in versions):
        raise ValueError(f"{new.name}: two versions since {new.since}")
    versions.append(new)
    versions.sort(key=lambda version: version.since)
    _names[new.function] = new.name


def name_of(function: Callable[..., Any]) -> str:
    """The registered name of a formula."""
    return _names[function]


def rule_names() -> tuple[str, ...]:
    """Every name, frameworks first, each group in alphabetical order."""
    return tuple(sorted(_versions, key=lambda name: (not _versions[name][-1].is_framework, name)))


def framework_names() -> tuple[str, ...]:
    return tuple(name for name in rule_names() if _versions[name][-1].is_framework)


def versions_of(name: str) -> tuple[Rule, ...]:
    """All dated versions of a rule, earliest first. Raises `Missing` naming the nearest rule."""
    if name not in _versions:
        near = difflib.get_close_matches(name, _versions, 1)
        hint = f"Ý bạn là “{near[0]}”?" if near else "Xem danh sách bằng lệnh: ./run rules list"
        raise Missing(
            f"Không có quy tắc “{name}”. {hint}", code="regulations.rule_missing", field="framework"
        )
    return tuple(_versions[name])


def formula_on(name: str, day: date) -> Rule:
    """The version of a rule in force on a day. Raises `Missing` naming the first day that has one."""
    versions = versions_of(name)
    started = [version for version in versions if version.since <= day]
    if not started:
        raise Missing(
            f"Quy tắc “{name}” chưa có vào ngày {day:%d/%m/%Y}; có từ ngày {versions[0].since:%d/%m/%Y}. "
            "Chọn một ngày từ đó trở đi.",
            code="regulations.rule_undated",
            field="on",
        )
    return started[-1]
