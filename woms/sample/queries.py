"""Reads of the sample: who can sign in."""

from __future__ import annotations

from dataclasses import dataclass

from woms.org.models import Account
from woms.sample.cast import CAST, PASSWORD
from woms.sample.units import full_name


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account of the cast as `./run` prints it."""

    username: str
    password: str
    role: str
    unit: str


def sample_accounts() -> list[SampleAccount]:
    """Give the accounts of the cast that are there, in the order of the cast."""
    there = set(Account.objects.filter(is_sample=True).values_list("username", flat=True))
    return [
        SampleAccount(member.username, PASSWORD, member.role, full_name(member.unit))
        for member in CAST
        if member.username in there
    ]
