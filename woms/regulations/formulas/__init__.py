"""One rule a function, grouped by what they compute. Importing the package registers them all."""

from woms.regulations.formulas import (
    components,
    frameworks,
    item_factors,
    leadership,
    points,
    rating_level,
    volumes,
)

__all__ = ["components", "frameworks", "item_factors", "leadership", "points", "rating_level", "volumes"]
