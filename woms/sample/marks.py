"""The marks that people of the sample give for the common criteria. Pure, the same for one person and month."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from woms.core.periods import CalendarPeriod
from woms.evaluation.criteria import GeneralMark, Group
from woms.sample.organization import Official
from woms.sample.work import work_facts

_STEP = Decimal("0.5")
_LOWERED_ONE_IN = 3
_HALF_MARK_ONE_IN = 14
_LOWERED = "Cần chủ động hơn trong phối hợp giữa các phòng."
_FAILING = "Nhiều lần không hoàn thành việc được giao, đã nhắc nhở bằng văn bản."


def self_mark(
    official: Official, month: CalendarPeriod, groups: tuple[Group, ...], *, is_leader: bool
) -> GeneralMark:
    """Give the mark a person gives themselves: near the top of each group."""
    draw = Random(f"self:{official.code}:{month.code}")  # noqa: S311 - made-up figures
    by_group = {group.code: group.maximum - _STEP * draw.randint(1, 5) for group in groups}
    return GeneralMark(by_group, "", *_leadership(draw, is_leader=is_leader))


def superior_mark(
    mark: GeneralMark,
    official: Official,
    month: CalendarPeriod,
    groups: tuple[Group, ...],
    *,
    fails: bool = False,
) -> GeneralMark:
    """Give the direct superior's mark: often the same, sometimes lower with the reason."""
    draw = Random(f"superior:{official.code}:{month.code}")  # noqa: S311 - made-up figures
    if fails:
        return GeneralMark({group.code: group.maximum / 2 for group in groups}, _FAILING)
    if draw.randint(1, _LOWERED_ONE_IN) > 1:
        return mark
    lowered = draw.choice(groups).code
    by_group = {code: points - _STEP if code == lowered else points for code, points in mark.by_group.items()}
    return GeneralMark(by_group, _LOWERED, mark.organizing, mark.cohesion)


def worked_example_mark(groups: tuple[Group, ...]) -> GeneralMark:
    """Give the mark of the worked example, spread evenly over the groups."""
    points = Decimal(work_facts()["worked_example"]["general_points"])
    return GeneralMark({group.code: points / len(groups) for group in groups})


def _leadership(draw: Random, *, is_leader: bool) -> tuple[int | None, int | None]:
    if not is_leader:
        return None, None
    organizing = 50 if draw.randint(1, _HALF_MARK_ONE_IN) == 1 else 100
    return organizing, 100
