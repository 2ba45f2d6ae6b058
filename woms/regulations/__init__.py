"""The law as dated data and small dated formulas. Pure Python: no Django, no clock, no database.

`score` one person, `classify` a total, read `parameters_on` a day; `explain` a score line by line, and store it
with `inputs_as_json` and its trace so that it can be computed again.
"""

from woms.regulations.aggregation import PeriodScore, appeal_days, score_period, year_is_of_quarters
from woms.regulations.cases import inputs_as_json, inputs_from_json, score_as_json
from woms.regulations.explanation import explain, what_if_excused
from woms.regulations.formulas.quota import Candidate, Quota
from woms.regulations.fund import FundMember, FundShare, share_fund
from woms.regulations.inputs import (
    Fact,
    Fault,
    Ideology,
    Inputs,
    KeyResult,
    Leadership,
    Objective,
    Product,
    UnitResult,
)
from woms.regulations.parameters import LocalDecision
from woms.regulations.registry import framework_names
from woms.regulations.results import Component, Explanation, Gate, Level, Score, WaterfallLine, WhatIf
from woms.regulations.scoring import classify, parameters_on, rules_version, score, top_rating_quotas
from woms.regulations.trace import TraceNode, trace_from_json

__all__ = [
    "Candidate",
    "Component",
    "Explanation",
    "Fact",
    "Fault",
    "FundMember",
    "FundShare",
    "Gate",
    "Ideology",
    "Inputs",
    "KeyResult",
    "Leadership",
    "Level",
    "LocalDecision",
    "Objective",
    "PeriodScore",
    "Product",
    "Quota",
    "Score",
    "TraceNode",
    "UnitResult",
    "WaterfallLine",
    "WhatIf",
    "appeal_days",
    "classify",
    "explain",
    "framework_names",
    "inputs_as_json",
    "inputs_from_json",
    "parameters_on",
    "rules_version",
    "score",
    "score_as_json",
    "score_period",
    "share_fund",
    "top_rating_quotas",
    "trace_from_json",
    "what_if_excused",
    "year_is_of_quarters",
]
