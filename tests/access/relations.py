"""The places from which a matrix is judged, in a small province written as paths (no database)."""

from __future__ import annotations

from woms.access.actors import Actor, HeldGrant
from woms.access.checks import Subject

CITY, AGENCY, DIVISION, SIBLING, WARD = "/1/", "/1/2/", "/1/2/3/", "/1/4/", "/1/5/"
ME = 7
HOLDER_AT = {
    "city_leader": CITY, "organization_board": CITY, "appraiser": CITY, "auditor": CITY, "administrator": CITY,
    "head": AGENCY, "deputy": AGENCY, "division_head": DIVISION, "specialist": DIVISION,
}  # fmt: skip

# name → what is judged: the affairs of a unit, or something that belongs to a person in it
SUBJECTS = {
    "city": Subject(CITY),
    "agency": Subject(AGENCY),
    "division": Subject(DIVISION),
    "sibling": Subject(SIBLING),
    "ward": Subject(WARD),
    "myself": Subject("", ME),  # placed in the holder's own unit by `subject`
    "agency-head": Subject(AGENCY, 20, is_leader=True),
    "division-staff": Subject(DIVISION, 30),
    "sibling-head": Subject(SIBLING, 40, is_leader=True),
    "sibling-staff": Subject(SIBLING, 50),
}


def holder(role: str) -> Actor:
    path = HOLDER_AT[role]
    return Actor(person_id=ME, name=role, grants=(HeldGrant(role, 1, path, path == CITY),))


def subject(name: str, role: str) -> Subject:
    found = SUBJECTS[name]
    return Subject(HOLDER_AT[role], ME) if name == "myself" else found
