"""Progress, pace and roll-ups: properties that hold for any plan, and what may not be entered."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woms.core.errors import Invalid
from woms.planning import states as planning_states
from woms.progress import states as progress_states
from woms.progress.calculations import entries
from woms.progress.calculations.measures import (
    DEFAULT_PROGRESS_RULES,
    Direction,
    LowerIsBetter,
    Measure,
    OutsideRange,
    ProgressRules,
    progress_of,
)
from woms.progress.calculations.pace import (
    InterimTarget,
    Schedule,
    Status,
    expected_progress,
    standing_of,
    worst_status,
)
from woms.progress.calculations.rollups import Part, contributions, roll_up

YEAR = Schedule(date(2026, 1, 1), date(2026, 12, 31))

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=2)
percents = st.decimals(min_value=0, max_value=100, places=2)
measures = st.builds(
    Measure,
    direction=st.sampled_from(Direction),
    target=numbers,
    baseline=st.none() | numbers,
    range_high=st.none() | numbers,
)
rules = st.builds(
    ProgressRules,
    cap=st.sampled_from([Decimal(100), Decimal(120)]),
    lower_is_better=st.sampled_from(LowerIsBetter),
    outside_range=st.sampled_from(OutsideRange),
    zero_target_step=st.none() | st.decimals(min_value=1, max_value=100, places=0),
)
parts = st.builds(
    Part,
    score=st.none() | percents,
    weight=st.decimals(min_value=0, max_value=100, places=2),
    expected=percents,
    status=st.sampled_from(Status),
    is_applicable=st.booleans(),
    is_archived=st.booleans(),
    is_breakthrough=st.booleans(),
    is_closed=st.booleans(),
)


def accepted(measure):
    try:
        entries.check_measure(measure)
    except Invalid:
        return False
    return True


@given(measures, numbers, rules)
def test_progress_is_defined_for_every_number_and_its_score_lies_within_its_cap(measure, value, chosen):
    progress = progress_of(measure, value, rules=chosen)
    if progress.raw is None:
        assert (progress.score, progress.missing) == (None, "undefined")
    else:
        assert progress.raw.is_finite()
        assert 0 <= progress.score <= chosen.cap


@given(measures.filter(accepted), numbers, rules)
def test_every_measure_that_may_be_entered_has_a_progress(measure, value, chosen):
    assert progress_of(measure, value, rules=chosen).score is not None


@given(measures.filter(accepted), numbers, numbers, rules)
def test_a_better_value_never_has_a_lower_score(measure, one, other, chosen):
    if measure.direction is Direction.RANGE:
        return
    falling = measure.direction is Direction.DECREASE or (
        measure.direction is Direction.BINARY
        and measure.baseline is not None
        and measure.baseline > measure.target
    )
    worse, better = sorted([one, other], reverse=falling)
    assert progress_of(measure, better, rules=chosen).score >= progress_of(measure, worse, rules=chosen).score


@given(measures.filter(accepted))
def test_reaching_the_target_is_a_hundred(measure):
    assert progress_of(measure, measure.target).score == 100


@given(measures, st.integers(-400, 800), st.lists(st.tuples(st.integers(1, 363), numbers), max_size=4))
def test_the_expected_pace_is_defined_on_every_day(measure, day, interim):
    schedule = Schedule(
        YEAR.starts_on,
        YEAR.due_on,
        tuple(InterimTarget(YEAR.starts_on + timedelta(offset), value) for offset, value in interim),
    )
    assert expected_progress(measure, schedule, YEAR.starts_on + timedelta(day)).is_finite()


@given(st.integers(-10, 400), st.integers(-10, 400))
def test_a_steady_pace_never_falls(one, other):
    measure = Measure(Direction.INCREASE, Decimal(100), Decimal(0))
    early, late = sorted([one, other])
    start = YEAR.starts_on
    assert expected_progress(measure, YEAR, start + timedelta(early)) <= expected_progress(
        measure, YEAR, start + timedelta(late)
    )


def test_a_schedule_of_one_day_expects_nothing_before_and_everything_on_it():
    day = date(2026, 6, 1)
    measure = Measure(Direction.INCREASE, Decimal(100), Decimal(0))
    assert expected_progress(measure, Schedule(day, day), day - timedelta(1)) == 0
    assert expected_progress(measure, Schedule(day, day), day) == 100


def test_a_standing_says_how_far_behind_it_is():
    measure = Measure(Direction.INCREASE, Decimal(100), Decimal(0))
    standing = standing_of(measure, Decimal(40), schedule=YEAR, on=date(2026, 7, 2))
    assert (standing.behind, standing.status) == (10, Status.AT_RISK)
    silent = standing_of(measure, None, schedule=YEAR, on=date(2026, 7, 2))
    assert (silent.behind, silent.expected) == (None, 50)


def test_an_undefined_progress_has_no_pace_either():
    measure = Measure(Direction.INCREASE, Decimal(0))
    standing = standing_of(measure, Decimal(1), schedule=YEAR, on=date(2026, 7, 2))
    assert (standing.expected, standing.behind, standing.status) == (None, None, Status.NO_DATA)


def test_the_worst_status_is_the_one_that_needs_attention_most():
    assert worst_status([]) is Status.NO_DATA
    assert worst_status([Status.EXCEEDED, Status.ON_TRACK]) is Status.ON_TRACK
    assert worst_status([Status.ON_TRACK, Status.NO_DATA]) is Status.NO_DATA
    assert worst_status([Status.NO_DATA, Status.AT_RISK]) is Status.AT_RISK
    assert worst_status([Status.AT_RISK, Status.OFF_TRACK]) is Status.OFF_TRACK


@given(st.lists(parts, max_size=6), st.randoms())
def test_b20_the_order_of_the_parts_makes_no_difference(several, chance):
    shuffled = list(several)
    chance.shuffle(shuffled)
    assert roll_up(shuffled) == roll_up(several)


@given(st.lists(parts, max_size=6))
def test_b25_rolling_up_again_changes_nothing(several):
    assert roll_up(several) == roll_up(list(several))


@given(st.lists(parts, min_size=1, max_size=6))
def test_a_whole_lies_between_its_weakest_and_its_strongest_part(several):
    whole = roll_up(several)
    if whole.score is not None:
        assert 0 <= whole.score <= 100


@given(st.lists(parts, max_size=6))
def test_b24_the_lines_of_a_roll_up_add_up_to_the_displayed_score(several):
    whole, lines = roll_up(several), contributions(several)
    if whole.score is None:
        assert lines == ()
    else:
        assert sum(line.points for line in lines) == whole.score.quantize(
            Decimal("0.01"), rounding="ROUND_HALF_UP"
        )
        assert abs(sum(line.share for line in lines) - 100) < Decimal("0.00001")


def random_tree(chance, depth):
    """A tree of weights; its leaves are numbers of key results."""
    if depth == 0:
        return None
    return [
        (Decimal(chance.randint(0, 50)), random_tree(chance, depth - 1)) for _ in range(chance.randint(1, 4))
    ]


def score_of(tree, scores):
    if tree is None:
        return Part(next(scores))
    return roll_up([part_of(weight, score_of(child, scores)) for weight, child in tree])


def part_of(weight, whole):
    return Part(whole.score, weight)


def leaves_of(tree):
    return 1 if tree is None else sum(leaves_of(child) for _, child in tree)


@pytest.mark.parametrize("trees", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_b22_raising_one_key_result_never_lowers_what_is_above_it(trees):
    chance = random.Random(20261121)  # noqa: S311 - a repeatable test, not a secret
    for _ in range(trees):
        tree = random_tree(chance, 2)
        scores = [Decimal(chance.randint(0, 10_000)) / 100 for _ in range(leaves_of(tree))]
        raised = list(scores)
        index = chance.randrange(len(scores))
        raised[index] = min(Decimal(100), raised[index] + chance.randint(1, 50))
        assert score_of(tree, iter(raised)).score >= score_of(tree, iter(scores)).score


def test_a_whole_can_be_a_part_of_the_next_with_its_worst_and_its_coverage():
    area = roll_up(
        [
            Part(Decimal(90), expected=Decimal(50), status=Status.ON_TRACK),
            Part(Decimal(60), expected=Decimal(50), status=Status.ON_TRACK),
            Part(Decimal(0), expected=Decimal(50), status=Status.OFF_TRACK),
        ]
    )
    unit = roll_up([area.as_part(Decimal(3)), roll_up([]).as_part(Decimal(1))])
    assert (unit.score, unit.status, unit.worst_status) == (50, Status.ON_TRACK, Status.OFF_TRACK)
    assert unit.coverage == "3/3 đã cập nhật"


def test_a_whole_is_exceeded_only_when_every_part_is():
    exceeded = Part(Decimal(100), expected=Decimal(50), status=Status.EXCEEDED)
    assert roll_up([exceeded, exceeded]).status is Status.EXCEEDED
    assert (
        roll_up([exceeded, Part(Decimal(100), expected=Decimal(50), status=Status.ON_TRACK)]).status
        is Status.ON_TRACK
    )


def test_without_any_pace_a_whole_stands_where_its_weakest_part_stands():
    assert (
        roll_up([Part(Decimal(90), status=Status.ON_TRACK), Part(Decimal(9), status=Status.AT_RISK)]).status
        is Status.AT_RISK
    )


def test_a_share_of_a_third_is_cut_so_that_rounding_it_later_is_right():
    assert roll_up([Part(Decimal(100)), Part(Decimal(100)), Part(Decimal(0))]).score == Decimal("66.666666")


def test_an_immense_ratio_stays_storable():
    progress = progress_of(Measure(Direction.INCREASE, Decimal("0.000001"), Decimal(0)), Decimal(10**17))
    assert progress.raw == 10**12
    assert progress.score == 100


def test_the_pure_codes_are_those_of_the_tables():
    assert {code.value for code in Direction} == set(planning_states.Direction.values)
    assert {code.value for code in Status} == set(progress_states.Status.values)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "1e18", "0.0000001"])
def test_a32_a_number_that_cannot_be_kept_is_refused(value):
    with pytest.raises(Invalid) as caught:
        entries.check_value(Decimal(value))
    assert caught.value.field == "value"


@pytest.mark.parametrize("value", ["999999999999999999.999999", "-5", "0"])
def test_any_other_number_is_accepted(value):
    entries.check_value(Decimal(value))


def test_a_measure_with_a_number_that_cannot_be_kept_is_refused_by_field():
    with pytest.raises(Invalid) as caught:
        entries.check_measure(Measure(Direction.INCREASE, Decimal(5), Decimal("NaN")))
    assert caught.value.field == "baseline"


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        ([50, 50], ""),
        ([], ""),
        ([60, 45], "Trọng số cộng lại là 105, cần đúng 100. Giảm bớt 5"),
        (["82.6", "16.5", "0.8"], "cộng lại là 99,9, cần đúng 100. Thêm 0,1"),
        ([0, 0], "tính ngang nhau"),
    ],
)
def test_weights_that_do_not_make_a_hundred_are_warned_about(weights, part):
    found = entries.weights_warning([Decimal(weight) for weight in weights])
    assert found.startswith(part) if part.startswith("Trọng") else part in found
    assert bool(found) == bool(part)


def test_a_negative_weight_is_refused():
    entries.check_weights([Decimal(0), Decimal(3)])
    with pytest.raises(Invalid, match="không được âm"):
        entries.check_weights([Decimal(-1)])


@pytest.mark.parametrize(
    ("schedule", "part"),
    [
        (Schedule(date(2026, 2, 1), date(2026, 1, 1)), "đứng trước ngày bắt đầu"),
        (Schedule(YEAR.starts_on, YEAR.due_on, (InterimTarget(date(2027, 1, 1), Decimal(1)),)), "nằm ngoài"),
        (
            Schedule(YEAR.starts_on, YEAR.due_on, (InterimTarget(date(2026, 5, 1), Decimal(1)),) * 2),
            "cùng một ngày",
        ),
    ],
)
def test_a_schedule_that_cannot_be_followed_is_refused(schedule, part):
    with pytest.raises(Invalid, match=part):
        entries.check_schedule(schedule)


def test_a_schedule_with_its_interim_targets_inside_is_accepted():
    entries.check_schedule(
        Schedule(YEAR.starts_on, YEAR.due_on, (InterimTarget(date(2026, 5, 1), Decimal(1)),))
    )


def test_thresholds_are_settings_with_documented_defaults():
    assert DEFAULT_PROGRESS_RULES.cap == 100
