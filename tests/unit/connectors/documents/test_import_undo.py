"""Taking an import back: exactly what it wrote, or a sentence that says why not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import AT, make_plan
from tests.import_steps import confirm, counts, undo
from woms.connectors.documents.queries import import_preview
from woms.core.errors import Refused
from woms.planning.facts import KeyResultFacts
from woms.planning.models import KeyResult, Objective, Plan
from woms.planning.services.key_results import add_key_result, remove_key_result, update_key_result
from woms.planning.services.plans import submit_plan
from woms.planning.services.weights import spread_objective_weights

pytestmark = pytest.mark.django_db


def test_undoing_takes_back_exactly_what_was_written(staged, board):
    before = counts()
    confirm(board, staged)
    undo(board, staged)
    assert counts() == before
    assert import_preview(actor=board, import_id=staged).state == "undone"
    undo(board, staged)
    assert counts() == before


def test_undoing_leaves_the_rows_that_were_there_before(province, staged, board):
    plan = make_plan(province, province.city, author_id=board.person_id)
    Objective.objects.create(plan=plan, position=1, area="customers", title="Có sẵn", weight=70)
    confirm(board, staged)
    undo(board, staged)
    assert [objective.title for objective in plan.objectives.all()] == ["Có sẵn"]


def touch_weights(board, receipt):
    Objective.objects.filter(plan_id=receipt.plan_id).update(weight=1)
    spread_objective_weights(actor=board, at=AT, plan_id=receipt.plan_id)


def touch_key_results(board, receipt):
    objective = Objective.objects.filter(plan_id=receipt.plan_id).first()
    add_key_result(
        actor=board,
        at=AT,
        objective_id=objective.pk,
        facts=KeyResultFacts(title="Thêm", target=Decimal(1), measure_unit="%"),
    )


def touch_a_key_result(board, receipt):
    key_result = KeyResult.objects.filter(objective__plan_id=receipt.plan_id).first()
    facts = KeyResultFacts(title="Sửa", target=Decimal(9), measure_unit="%")
    update_key_result(actor=board, at=AT, key_result_id=key_result.pk, version=1, facts=facts)


def touch_by_removing_a_key_result(board, receipt):
    key_result = KeyResult.objects.filter(objective__plan_id=receipt.plan_id).first()
    remove_key_result(actor=board, at=AT, key_result_id=key_result.pk, version=1)


def touch_by_removing(board, receipt):
    Objective.objects.filter(plan_id=receipt.plan_id).first().delete()


TOUCHES = [
    touch_weights,
    touch_key_results,
    touch_a_key_result,
    touch_by_removing_a_key_result,
    touch_by_removing,
]


@pytest.mark.parametrize("touch", TOUCHES)
def test_rows_that_somebody_worked_on_are_not_taken_back(staged, board, touch):
    touch(board, confirm(board, staged))
    written = counts()
    with pytest.raises(Refused, match="Không hoàn tác được vì kế hoạch đã được sửa"):
        undo(board, staged)
    assert counts() == written


def test_a_submitted_plan_keeps_what_was_imported(staged, board):
    receipt = confirm(board, staged)
    for objective in Objective.objects.all():
        Objective.objects.filter(pk=objective.pk).update(lead_unit=Plan.objects.get().unit)
    submit_plan(actor=board, at=AT, plan_id=receipt.plan_id, version=Plan.objects.get().version)
    with pytest.raises(Refused, match="Không hoàn tác được"):
        undo(board, staged)
    assert "Không hoàn tác được" in import_preview(actor=board, import_id=staged).keep_because


def test_what_was_never_written_cannot_be_undone_and_what_was_undone_not_confirmed(staged, board):
    with pytest.raises(Refused, match="chưa được ghi"):
        undo(board, staged)
    confirm(board, staged)
    undo(board, staged)
    with pytest.raises(Refused, match="đã hoàn tác"):
        confirm(board, staged)
