"""Several people at the same moment, in real threads with real transactions (goal P13, scenarios B20 and E17)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import make_key_result, make_objective, make_plan
from woms.core.errors import Conflict
from woms.progress.models import CheckIn, KeyResultState, Rollup, WeeklyReport
from woms.progress.rollups import recompute_rollups
from woms.progress.services.check_ins import CheckInReceipt, Report, check_in
from woms.progress.services.weeks import send_week_report
from woms.records.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


def all_at_once(writers: list[Callable[[], object]]) -> list[object]:
    """Start everybody behind one gate; give back what each got, errors included."""
    gate = Barrier(len(writers))

    def run(writer: Callable[[], object]) -> object:
        try:
            gate.wait()
            return writer()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writers)) as pool:
        return list(pool.map(run, writers))


def writer(actor, at, key_result, value, seen, **facts):
    return lambda: check_in(
        actor=actor,
        at=at,
        key_result_id=key_result.pk,
        report=Report(value=str(value), seen=seen, **facts),
    )


def test_exactly_one_of_eight_wins_each_sequence_and_the_others_are_told(province, key_result, at):
    writers = [province.specialist, province.division_head, province.deputy, province.head] * 2
    for seen in range(3):
        outcomes = all_at_once(
            [writer(actor, at, key_result, 80 + n + 10 * seen, seen) for n, actor in enumerate(writers)]
        )
        assert sum(isinstance(one, CheckInReceipt) for one in outcomes) == 1, outcomes
        assert sum(isinstance(one, Conflict) for one in outcomes) == WRITERS - 1, outcomes
    assert list(CheckIn.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert Event.objects.count() == 3
    last = CheckIn.objects.latest("sequence")
    assert KeyResultState.objects.get().value == last.value


def test_a_double_click_in_two_threads_is_written_once_and_answered_to_both(province, key_result, at):
    same = [writer(province.specialist, at, key_result, 93, 0, request_key="form-1") for _ in range(WRITERS)]
    outcomes = all_at_once(same)
    assert {one.id for one in outcomes} == {CheckIn.objects.get().pk}
    assert sorted(one.is_repeat for one in outcomes) == [False] + [True] * (WRITERS - 1)


def test_eight_writers_in_one_unit_lose_nothing(province, objective, at):
    facts = {"owner_unit": province.division, "owner_person_id": province.specialist.person_id}
    key_results = [make_key_result(objective, **facts) for _ in range(WRITERS)]
    for seen in range(3):
        outcomes = all_at_once(
            [writer(province.specialist, at, one, 85 + n, seen) for n, one in enumerate(key_results)]
        )
        assert all(isinstance(one, CheckInReceipt) for one in outcomes), outcomes
    assert CheckIn.objects.count() == Event.objects.count() == 3 * WRITERS
    whole = Rollup.objects.get(unit=province.agency, area="all", month="2026-11")
    assert whole.reported_key_results == WRITERS
    assert recompute_rollups(at=at, on=at.date(), since=at.date()).rollups_changed == 0


def test_eight_writers_in_different_units_do_not_wait_or_deadlock(province, at):
    """Each holds its transaction open until all eight have written: with a shared row above them none could."""
    from tests.factories import make_unit

    owned = []
    for number in range(WRITERS):
        unit = make_unit(f"Phường Mẫu {number}", "ward", province.city)
        plan = make_plan(province, unit, state="approved")
        owned.append(make_key_result(make_objective(plan), owner_person_id=province.specialist.person_id, owner_unit=province.division))  # fmt: skip
    everybody_wrote = Barrier(WRITERS)

    def write_and_hold(key_result):
        from django.db import transaction

        def run():
            with transaction.atomic():
                receipt = writer(province.specialist, at, key_result, 90, 0)()
                everybody_wrote.wait(timeout=20)
                return receipt

        return run

    outcomes = all_at_once([write_and_hold(one) for one in owned])
    assert all(isinstance(one, CheckInReceipt) for one in outcomes), outcomes
    assert Rollup.objects.filter(area="all").count() == WRITERS


def test_the_nightly_job_and_check_ins_do_not_undo_each_other(province, objective, at):
    facts = {"owner_unit": province.division, "owner_person_id": province.specialist.person_id}
    key_results = [make_key_result(objective, **facts) for _ in range(4)]

    def nightly():
        return recompute_rollups(at=at, on=at.date(), since=at.date())

    for seen in range(4):
        writes = [writer(province.specialist, at, one, 81 + seen, seen) for one in key_results]
        outcomes = all_at_once([*writes, nightly, nightly])
        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert set(KeyResultState.objects.values_list("value", flat=True)) == {Decimal(84)}
    assert nightly().rollups_changed == 0


def test_a_week_sent_twice_at_once_is_one_report(province, key_result, at):
    assert key_result.pk
    all_at_once([lambda: send_week_report(actor=province.specialist, at=at)] * 4)
    assert WeeklyReport.objects.count() == 1
