from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import typing
from decimal import Decimal

import pytest

import woms.insights
from woms.core.errors import Missing
from woms.insights.metrics import Cites, metric, metrics

NUMBERS = {int, Decimal, float}
LAYOUT = (".depth", ".page", ".pages", ".number", ".seen", ".sequence", ".version")
"""Whole numbers that place or guard something on the page and measure nothing."""


def numbers_on_screen() -> list[tuple[str, str | None]]:
    """Every field of this package's dataclasses that holds a number, with the code it cites."""
    found = []
    for module in pkgutil.iter_modules(woms.insights.__path__, "woms.insights."):
        for thing in vars(importlib.import_module(module.name)).values():
            if (
                not (isinstance(thing, type) and dataclasses.is_dataclass(thing))
                or thing.__module__ != module.name
            ):
                continue
            for name, hint in typing.get_type_hints(thing, include_extras=True).items():
                if not name.startswith("_") and not thing.__name__.startswith("_"):
                    found += described(f"{thing.__name__}.{name}", hint)
    return found


def described(name: str, hint: object) -> list[tuple[str, str | None]]:
    cited = [mark.code for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Cites)]
    plain = typing.get_args(hint)[0] if cited else hint
    inside = typing.get_args(plain)[1:] if typing.get_origin(plain) is dict else typing.get_args(plain)
    is_number = plain in NUMBERS or bool(NUMBERS & set(inside))
    return (
        [(name, cited[0] if cited else None)]
        if is_number and not name.endswith((".id", "_id", *LAYOUT))
        else []
    )


def test_every_number_of_a_board_cites_a_metric_that_is_defined():
    cited = dict(numbers_on_screen())
    assert {name: code for name, code in cited.items() if code not in metrics()} == {}
    assert len(cited) > 20


def test_no_metric_is_defined_twice_or_for_nothing():
    used = {code for _, code in numbers_on_screen()}
    assert set(metrics()) == used


def test_an_unknown_metric_is_missing():
    with pytest.raises(Missing, match="từ điển chỉ số"):
        metric("unit_beauty")
