"""One rule a function, grouped by what they compute. Importing the package registers them all."""

from woms.regulations.formulas import (
    components,
    conditions,
    employee_frameworks,
    employees,
    frameworks,
    hanoi,
    item_factors,
    leadership,
    party_frameworks,
    points,
    proposal,
    proposal_frameworks,
    rating_level,
    units,
    volumes,
)

__all__ = [
    "components",
    "conditions",
    "employee_frameworks",
    "employees",
    "frameworks",
    "hanoi",
    "item_factors",
    "leadership",
    "party_frameworks",
    "points",
    "proposal",
    "proposal_frameworks",
    "rating_level",
    "units",
    "volumes",
]
