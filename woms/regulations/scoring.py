"""The door to the rules: check the inputs, apply the framework of the day, return the score with its trace."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from woms.regulations import formulas
from woms.regulations.calculation import Calculation
from woms.regulations.formulas.quota import Candidate, Quota, quotas
from woms.regulations.input_checks import check_inputs
from woms.regulations.inputs import Fact, Inputs, Volumes
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import LocalDecision, ParameterSet
from woms.regulations.profiles import profile_of
from woms.regulations.registry import formula_on
from woms.regulations.results import Level, Score, level_after
from woms.regulations.values import Value


def parameters_on(
    day: date, *, decisions: Sequence[LocalDecision] = (), supposed: Mapping[str, Value] | None = None
) -> ParameterSet:
    """Give every parameter as it stands on a day, overlaid by local decisions, and by what is only supposed.

    Raises `Invalid` for a decision outside its bounds or taken by a body that may not take it.
    """
    return ParameterSet(catalogue(), day, decisions, supposed)


def score(
    inputs: Inputs,
    *,
    decisions: Sequence[LocalDecision] = (),
    volumes: Volumes | None = None,
    supposed: Mapping[str, Value] | None = None,
) -> Score:
    """Score one person for one period under the framework and the day of the inputs.

    Points are exact inside. `volumes` stand for the products where only their sums were kept; `supposed` values
    are for trying out a policy. Raises `Invalid` (an input out of range; `field` names it) or `Missing`
    (no such framework, or none in force on that day).
    """
    profile = profile_of(inputs.framework)
    formula_on(inputs.framework, inputs.on)
    parameters = parameters_on(inputs.on, decisions=decisions, supposed=supposed)
    calculation = Calculation(parameters, volumes)
    check_inputs(inputs, profile, parameters)
    outcome = calculation.apply_named(inputs.framework, inputs)
    return Score(
        framework=inputs.framework,
        on=inputs.on,
        outcome=outcome,
        rounding=calculation.rounding,
        thresholds=tuple((Level(name), points) for name, points in parameters.scale(profile.thresholds)),
        trace=calculation.roots[-1],
        rules_version=rules_version(),
        decisions=parameters.decisions_used,
    )


def classify(
    total: Decimal | Fraction,
    *,
    framework: str,
    on: date,
    facts: Sequence[Fact] = (),
    decisions: Sequence[LocalDecision] = (),
) -> Level:
    """Give the level of a total on a day, after the forcing cases.

    `total` is points out of 100, unrounded where it is known so.
    """
    profile = profile_of(framework)
    calculation = Calculation(parameters_on(on, decisions=decisions))
    gates = calculation.apply(profile.forcing, facts, is_leader=profile.is_leader)
    return level_after(calculation.apply(profile.level, Fraction(total)), gates)


def top_rating_quotas(
    candidates: Sequence[Candidate],
    *,
    on: date,
    is_outstanding: bool = False,
    decisions: Sequence[LocalDecision] = (),
) -> tuple[Quota, ...]:
    """Rank those rated excellent against the cap: the whole agency first, then each group of similar duties.

    Nobody's level is changed: the excess is shown, people decide.
    """
    calculation = Calculation(parameters_on(on, decisions=decisions))
    return quotas(calculation, candidates, is_outstanding=is_outstanding)


@cache
def rules_version() -> str:
    """A short fingerprint of every parameter, instrument and formula: what we knew when scoring."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    files = [
        *folder.glob("*.yaml"),
        *folder.glob("parameters/*/*.yaml"),
        *Path(formulas.__file__).parent.glob("*.py"),
    ]
    for path in sorted(files):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
