"""One rule a function, grouped by what they compute. Importing the package registers them all."""

from woms.regulations.formulas import (
    components,
    employee_frameworks,
    employees,
    frameworks,
    item_factors,
    leadership,
    points,
    rating_level,
    volumes,
)

__all__ = [
    "components",
    "employee_frameworks",
    "employees",
    "frameworks",
    "item_factors",
    "leadership",
    "points",
    "rating_level",
    "volumes",
]
