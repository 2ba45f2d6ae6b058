"""What each framework asks for, and which rules of its family rate a total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from woms.core.errors import Missing
from woms.regulations.arithmetic import Number
from woms.regulations.calculation import Calculation
from woms.regulations.formulas import employees, leadership, points, proposal, rating_level, units
from woms.regulations.registry import framework_names
from woms.regulations.results import Gate, Level


@dataclass(frozen=True, slots=True)
class Profile:
    """`sections`: the parts of a case, beside facts, that the framework uses; `criteria`: the codes of its marks.

    `general_maximum`, `thresholds`, `marks`: names of parameters. `level` rates a total by points; `forcing` tests
    the cases in which points do not count.
    """

    general_maximum: str
    thresholds: str
    level: Callable[[Calculation, Number], Level]
    forcing: Callable[..., tuple[Gate, ...]]
    marks: str = ""
    sections: frozenset[str] = frozenset({"products"})
    is_leader: bool = False
    has_general: bool = True
    criteria: tuple[str, ...] = ()

    def for_leaders(self, *sections: str) -> Profile:
        """The same family for those who lead; `sections` beside their marks."""
        return replace(self, sections=self.sections | {"leadership", *sections}, is_leader=True)


_CIVIL_SERVANT = Profile(
    points.GENERAL_MAXIMUM,
    rating_level.THRESHOLDS,
    rating_level.level_by_points,
    rating_level.forcing_gates,
    leadership.MARKS,
)
_HANOI = replace(_CIVIL_SERVANT, sections=frozenset({"products", "coordination"}))
_EMPLOYEE = Profile(
    employees.GENERAL_MAXIMUM,
    employees.THRESHOLDS,
    employees.employee_level,
    employees.employee_forcing_gates,
    employees.MARKS,
)
_PROPOSAL = Profile(
    proposal.GENERAL_MAXIMUM,
    proposal.THRESHOLDS,
    proposal.proposal_level,
    proposal.proposal_forcing_gates,
    sections=frozenset({"objectives"}),
    has_general=False,
)

_AGENCY = Profile(
    units.GENERAL_MAXIMUM,
    units.THRESHOLDS,
    units.agency_level,
    units.agency_forcing_gates,
    sections=frozenset({"criteria"}),
    criteria=tuple(units.AGENCY_CRITERIA),
)
_CRITERIA = replace(
    _PROPOSAL,
    sections=frozenset({"objectives", "criteria", "ideology"}),
    criteria=("initiatives", "growth"),
)

PROFILES = {
    "nd335/non-leader": _CIVIL_SERVANT,
    "nd335/leader": _CIVIL_SERVANT.for_leaders(),
    "nd335/deputy": _CIVIL_SERVANT.for_leaders(),
    "qd366/non-leader": _CIVIL_SERVANT,
    "qd366/leader": _CIVIL_SERVANT.for_leaders("unit"),
    "hanoi/non-leader": _HANOI,
    "hanoi/leader": _HANOI.for_leaders("unit"),
    "hanoi/deputy": _HANOI.for_leaders("unit"),
    "nd335/agency": _AGENCY,
    "proposal/objectives": _PROPOSAL,
    "proposal/collective": _PROPOSAL,
    "proposal/head": _CRITERIA,
    "proposal/staff": _CRITERIA,
    "nd233/non-manager": _EMPLOYEE,
    "nd233/manager": _EMPLOYEE.for_leaders("unit"),
    "nd233/deputy-manager": _EMPLOYEE.for_leaders(),
}


def profile_of(framework: str) -> Profile:
    """The profile of a framework. Raises `Missing` with the list of frameworks."""
    if framework not in PROFILES:
        raise Missing(
            f"Không có khung đánh giá “{framework}”. Các khung: {', '.join(framework_names())}.",
            code="regulations.framework_missing",
            field="framework",
        )
    return PROFILES[framework]
