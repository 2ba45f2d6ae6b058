"""The one router below /key-results: a second one on the same address would hide the verbs of the first."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["key-results"])
