"""What a policy may be tried out with: the parameters behind a family of frameworks, and other frameworks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from woms.core.errors import Invalid, Missing
from woms.regulations.columns import COLUMNAR
from woms.regulations.decision_writing import Written, value_as_written, value_from_written
from woms.regulations.parameter_files import catalogue
from woms.regulations.parameters import Parameter
from woms.regulations.profiles import PROFILES, profile_of
from woms.regulations.registry import formula_on, rule_names, versions_of
from woms.regulations.values import Value

# Rules of which family score the products of a person. The parts that are counted elsewhere (marks were given out of
# the general maximum; the mean of a year; the cap on the top rating; appeals; the fund) cannot be tried out on scores.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "nd335": ("nd335",),
    "nd233": ("nd233",),
    "qd366": ("qd366", "nd335"),
}
ELSEWHERE = (
    "added_income_",
    "appeal_",
    "period_",
    "top_rating_",
    "leadership_marks",
    "general_maximum",
    "result_maximum",
)
TRIED_KINDS = ("number", "scale")
OF_PRODUCTS = ("_penalty_step", "item_factor_floor")


def family_of(framework: str) -> str:
    return framework.split("/", maxsplit=1)[0]


def tried_parameters(family: str, on: date) -> tuple[Parameter, ...]:
    """The parameters of a family that hold on a day and may be tried out with other numbers, in order of name."""
    names: set[str] = set()
    for rule in rule_names():
        prefix, _, rest = rule.partition("/")
        if prefix in FAMILIES.get(family, ()) and not rest.startswith("agency"):
            names.update(name for version in versions_of(rule) for name in version.reads)
    return tuple(parameter for name in sorted(names) if _may_be_tried(parameter := catalogue()[name], on))


def _may_be_tried(parameter: Parameter, on: date) -> bool:
    if parameter.unit.kind not in TRIED_KINDS or parameter.name.partition("/")[2].startswith(ELSEWHERE):
        return False
    try:
        parameter.on(on)
    except Missing:
        return False
    return True


def changes_products(parameter_name: str) -> bool:
    """Does it change what one faulty product counts for? Then sums of products do not do: each is counted again."""
    return parameter_name.endswith(OF_PRODUCTS)


def supposed_value(parameter: Parameter, written: Written) -> Value:
    """Read a value to try out. Raises `Invalid` on the parameter's field where it makes no sense as a number.

    Bounds of the law do not stop a trial: `beyond_bounds` says so instead.
    """
    try:
        value = value_from_written(parameter, written)
    except Invalid as error:
        raise Invalid(error.sentence, code=error.code, field=parameter.name) from None
    numbers = [str(item) for item in _written_numbers(value_as_written(value, parameter.unit))]
    if any(number.startswith("-") for number in numbers) or not _fits(parameter, value):
        raise Invalid(
            f"“{parameter.description}”: số phải từ 0 trở lên, và các mức phải giảm dần. Hãy sửa số này.",
            code="simulation.value",
            field=parameter.name,
        )
    return value


def beyond_bounds(parameter: Parameter, value: Value) -> str:
    """Why nobody could decide this value today; empty where somebody could."""
    if parameter.setting is None:
        return "văn bản ấn định: phải sửa quy định"
    return parameter.setting.complaint(value, parameter.unit)


def other_frameworks(framework: str, on: date) -> tuple[str, ...]:
    """Frameworks in force under which the same facts can be scored: they ask for nothing that was not gathered."""
    known = profile_of(framework).sections
    return tuple(
        name
        for name, profile in PROFILES.items()
        if name != framework
        and family_of(name) in FAMILIES
        and profile.sections == known
        and profile.is_leader == profile_of(framework).is_leader
        and _is_in_force(name, on)
    )


def scores_in_columns(framework: str, under: str) -> bool:
    """Can stored sums be scored under it? Not across families: they count faulty products in their own way."""
    return under in COLUMNAR and family_of(framework) == family_of(under)


def _is_in_force(name: str, on: date) -> bool:
    try:
        formula_on(name, on)
    except Missing:
        return False
    return True


def _written_numbers(written: Written) -> list[str]:
    if isinstance(written, dict):
        return list(written.values())
    return written if isinstance(written, list) else [written]


def _fits(parameter: Parameter, value: Value) -> bool:
    """Thresholds go down from the highest level to the lowest, or a level could never be reached."""
    if not parameter.name.endswith("level_thresholds") or not isinstance(value, tuple):
        return True
    points = [item[1] for item in value if isinstance(item, tuple)]
    return points == sorted(points, reverse=True)
