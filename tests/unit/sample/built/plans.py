from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, F, Sum

from tests.factories import AT
from woms.access.permissions import Permission
from woms.access.scopes import visible_to
from woms.org.actors import load_actor
from woms.org.models import Account
from woms.planning.models import Cascade, InterimTarget, KeyResult, Objective, Plan
from woms.planning.states import PLAN_MACHINE, CascadeState, PlanState
from woms.records.models import Event
from woms.workflow.models import Decision


def actor_of(username):
    return load_actor(Account.objects.select_related("person").get(username=username), AT.date())


def test_the_city_and_about_sixty_units_have_a_plan_in_force():
    plans = Plan.objects.filter(period__code="2026", state="approved", person=None)
    assert plans.filter(unit__kind="city").count() == 1
    assert 55 <= plans.filter(unit__kind__in=["agency", "ward", "commune"]).count() <= 65


def test_the_weights_of_the_tasks_of_a_plan_in_force_add_up_to_a_hundred():
    sums = Plan.objects.filter(state="approved").annotate(total=Sum("objectives__weight"))
    assert {plan.total for plan in sums} == {Decimal(100)}


def test_plans_wait_in_every_state_for_the_next_year():
    states = Plan.objects.filter(period__code="2027").values_list("state", flat=True)
    assert set(states) == {"draft", "submitted", "returned"}


def test_the_leader_of_the_city_has_plans_of_units_to_decide_on():
    waiting = visible_to(
        Plan.objects.filter(state="submitted"), actor_of("lanh-dao"), Permission.PLAN_APPROVE
    )
    assert {plan.unit.kind for plan in waiting.select_related("unit")} >= {"agency", "ward"}


@pytest.mark.parametrize("username", ["truong-so", "chu-tich-phuong"])
def test_a_head_has_plans_of_divisions_to_decide_on(username):
    waiting = visible_to(Plan.objects.filter(state="submitted"), actor_of(username), Permission.PLAN_APPROVE)
    assert waiting.filter(unit__kind="division").count() >= 2


@pytest.mark.parametrize("username", ["truong-so", "pho-so", "chu-tich-phuong"])
def test_a_leader_of_a_unit_has_a_draft_to_work_on_and_a_target_to_answer(username):
    actor = actor_of(username)
    assert Plan.objects.filter(unit_id=actor.unit_id, state="draft").exists()
    assert Cascade.objects.filter(unit_id=actor.unit_id, state="offered").exists()


def test_a_division_head_finds_the_plan_returned_with_a_reason():
    plan = Plan.objects.get(unit_id=actor_of("truong-phong").unit_id, state="returned")
    last = Decision.objects.filter(subject_kind="plan", subject_id=plan.pk).latest("id")
    assert (last.action, last.to_state) == ("return", "returned")
    assert last.reason


def test_a_specialist_has_a_plan_of_her_own_and_key_results_of_the_unit():
    person_id = actor_of("chuyen-vien").person_id
    assert Plan.objects.filter(person_id=person_id, state="approved").count() == 1
    assert KeyResult.objects.filter(owner_person_id=person_id, objective__plan__person=None).count() >= 3


def test_nobody_approved_a_plan_they_wrote_or_submitted():
    approvals = Decision.objects.filter(subject_kind="plan", action__in=["approve", "return"])
    plans = Plan.objects.in_bulk()
    assert approvals.count() > 60
    for decision in approvals:
        plan = plans[decision.subject_id]
        assert decision.person_id not in {plan.author_id, plan.submitted_by_id}


def test_every_plan_went_step_by_step_through_the_states_of_the_one_table():
    steps = {}
    for decision in Decision.objects.filter(subject_kind="plan").order_by("id"):
        steps.setdefault(decision.subject_id, []).append(decision)
    for plan in Plan.objects.all():
        state, at = PlanState.DRAFT, plan.created_at
        for decision in steps.get(plan.pk, []):
            transition = PLAN_MACHINE.transition(decision.action)
            assert decision.from_state == state in transition.sources
            assert decision.to_state == transition.target
            assert bool(decision.reason) or not transition.needs_reason
            assert decision.at > at
            state, at = decision.to_state, decision.at
        assert plan.state == state
        assert plan.version == 1 + len(steps.get(plan.pk, []))


def test_a_plan_knows_when_it_was_submitted_and_approved():
    for plan in Plan.objects.filter(state="approved"):
        assert plan.created_at < plan.submitted_at < plan.approved_at
        assert plan.approved_at.date() < plan.period.starts_on
    assert not Plan.objects.filter(state="draft", submitted_at__isnull=False).exists()


def test_every_step_left_an_event_in_the_order_of_time():
    events = Event.objects.filter(subject_kind="plan").order_by("id").values_list("at", flat=True)
    assert list(events) == sorted(events)
    assert Event.objects.filter(code="plan.approved").count() == Plan.objects.filter(state="approved").count()


def test_nothing_happened_after_the_reference_instant():
    for model, field in ((Event, "at"), (Decision, "at"), (Plan, "created_at"), (Cascade, "offered_at")):
        assert not model.objects.filter(**{f"{field}__gt": AT}).exists(), model


def test_an_accepted_target_is_the_target_of_the_units_key_result():
    accepted = Cascade.objects.filter(state=CascadeState.ACCEPTED)
    assert accepted.count() > 250
    assert not accepted.exclude(target=F("child_key_result__target")).exists()
    assert not accepted.exclude(unit=F("child_key_result__objective__plan__unit")).exists()
    assert not accepted.exclude(offered_at__lt=F("answered_at")).exists()


def test_the_areas_of_cleared_land_given_down_add_up_to_the_target_of_the_city():
    city = KeyResult.objects.get(code="mat-bang-sach", objective__plan__unit__kind="city")
    given = Cascade.objects.filter(parent_key_result=city, state="accepted").aggregate(total=Sum("target"))
    assert given["total"] == city.target


def test_a_declined_target_says_why():
    declined = Cascade.objects.filter(state=CascadeState.DECLINED)
    assert declined.count() >= 3
    assert not declined.filter(reason="").exists()


def test_a_task_of_a_unit_hangs_below_the_task_of_the_city_it_carries_out():
    below = Objective.objects.filter(parent__isnull=False).select_related("parent__plan__unit")
    assert below.count() > 150
    assert {task.parent.plan.unit.kind for task in below} == {"city"}


def test_a_figure_gathered_from_below_has_no_person_to_type_it():
    for figure in KeyResult.objects.filter(source="automatic"):
        assert figure.owner_person_id is None
        assert figure.source_label
    assert KeyResult.objects.filter(source="manual", owner_person=None).count() == 0


def test_slow_starters_have_milestones_on_the_way():
    milestones = InterimTarget.objects.filter(
        key_result__code="giai-ngan", key_result__objective__plan__unit__kind="city"
    )
    assert [(m.on, m.value) for m in milestones.order_by("on")] == [
        (date(2026, 3, 31), Decimal(10)),
        (date(2026, 6, 30), Decimal(30)),
        (date(2026, 9, 30), Decimal(60)),
    ]


def test_every_task_says_all_six_clear_things():
    incomplete = Objective.objects.filter(plan__is_sample=True).filter(
        title="", output="", authority="", procedure="", deadline_text="", lead_unit=None
    )
    assert not incomplete.exists()
    missing = Objective.objects.exclude(lead_unit=None).exclude(lead_person=None).exclude(output="")
    assert missing.count() == Objective.objects.count()


def test_one_proposed_plan_does_not_add_up_so_that_the_check_has_something_to_find():
    sums = Plan.objects.filter(period__code="2027").annotate(total=Sum("objectives__weight"))
    assert [plan.unit.code for plan in sums if plan.total != 100] == ["phuong-cau-giay"]


def test_no_task_has_more_than_five_key_results():
    assert not Objective.objects.annotate(n=Count("key_results")).filter(n__gt=5).exists()
