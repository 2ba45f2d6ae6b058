"""Two people at once, on two connections: one wins, the other is told, nothing is half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import AT, make_key_result, make_objective, make_plan, make_province
from woms.core.errors import Conflict, Refused, WomsError
from woms.planning.facts import ObjectiveFacts
from woms.planning.models import Cascade, Objective, Plan
from woms.planning.services.cascades import Share, accept_cascade, cascade_target, decline_cascade
from woms.planning.services.objectives import add_objective, update_objective
from woms.planning.services.plans import approve_plan, draft_plan, return_plan
from woms.workflow.models import Decision

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


def together(*acts):
    """Run the acts on threads of their own, all let go at once; what each answered or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            return act()
        except WomsError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def cast():
    return make_province()


def errors(answers):
    return [answer for answer in answers if isinstance(answer, WomsError)]


def test_of_approving_and_returning_at_once_only_one_happens(cast):
    plan = make_plan(cast, state="submitted")
    asked = {"at": AT, "plan_id": plan.pk, "version": plan.version, "actor": cast.leader}
    answers = together(lambda: approve_plan(**asked), lambda: return_plan(**asked, reason="Thiếu số liệu"))
    (refused,) = errors(answers)
    assert isinstance(refused, Refused | Conflict)
    decision = Decision.objects.get()
    assert Plan.objects.get().state == decision.to_state


def test_two_drafts_of_one_plan_become_one(cast):
    asked = {"at": AT, "unit_id": cast.agency.pk, "period": "2027"}
    answers = together(
        lambda: draft_plan(actor=cast.head, **asked), lambda: draft_plan(actor=cast.deputy, **asked)
    )
    (refused,) = errors(answers)
    assert refused.code == "plan.exists"
    assert Plan.objects.count() == 1


def test_of_two_changes_to_one_row_the_slower_is_told(cast):
    objective = make_objective(make_plan(cast))
    facts = {"area": "customers"}
    acts = [
        lambda actor=actor, title=title: update_objective(
            actor=actor,
            at=AT,
            objective_id=objective.pk,
            version=1,
            facts=ObjectiveFacts(title=title, **facts),
        )
        for actor, title in ((cast.head, "Một"), (cast.deputy, "Hai"))
    ]
    (conflict,) = errors(together(*acts))
    assert isinstance(conflict, Conflict)
    assert Objective.objects.get().version == 2


def test_many_rows_added_at_once_are_all_there_and_the_version_counts_them(cast):
    plan = make_plan(cast)
    acts = [
        lambda number=number: add_objective(
            actor=cast.deputy,
            at=AT,
            plan_id=plan.pk,
            facts=ObjectiveFacts(title=f"Việc {number}", area="learning"),
        )
        for number in range(6)
    ]
    assert not errors(together(*acts))
    rows = Objective.objects.all()
    assert sorted(row.position for row in rows) == [1, 2, 3, 4, 5, 6]
    assert Plan.objects.get().version == 7


def test_two_rows_cannot_be_put_below_each_other_at_the_same_time(cast):
    plan = make_plan(cast)
    other = make_plan(cast, cast.division)
    first, second = make_objective(plan), make_objective(other)
    acts = [
        lambda row=row, parent=parent: update_objective(
            actor=cast.head, at=AT, objective_id=row.pk, version=1,
            facts=ObjectiveFacts(title=row.title, area="customers", parent_id=parent.pk),
        )
        for row, parent in ((first, second), (second, first))
    ]  # fmt: skip
    (refused,) = errors(together(*acts))
    assert refused.code == "objective.circle"
    assert Objective.objects.filter(parent__isnull=False).count() == 1


def test_an_offer_is_not_taken_on_and_declined_at_once(cast):
    key_result = make_key_result(make_objective(make_plan(cast, cast.city, state="approved")))
    shares = [Share(cast.agency.pk, key_result.target, is_mandatory=False)]
    (offer,) = cascade_target(actor=cast.leader, at=AT, key_result_id=key_result.pk, shares=shares)
    answers = together(
        lambda: accept_cascade(actor=cast.head, at=AT, cascade_id=offer),
        lambda: decline_cascade(actor=cast.deputy, at=AT, cascade_id=offer, reason="Không thuộc chức năng"),
    )
    (refused,) = errors(answers)
    assert refused.code == "cascade.answered"
    is_taken = Cascade.objects.get().state == "accepted"
    assert Objective.objects.filter(plan__unit=cast.agency).exists() is is_taken


def test_a_unit_is_given_a_target_once(cast):
    key_result = make_key_result(make_objective(make_plan(cast, cast.city, state="approved")))
    give = lambda: cascade_target(  # noqa: E731
        actor=cast.leader,
        at=AT,
        key_result_id=key_result.pk,
        shares=[Share(cast.agency.pk, key_result.target)],
    )
    (refused,) = errors(together(give, give))
    assert refused.code == "cascade.exists"
    assert Cascade.objects.count() == 1
