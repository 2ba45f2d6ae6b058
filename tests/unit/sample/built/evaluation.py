from collections import Counter
from decimal import Decimal

from django.db.models import F

from tests.factories import AT
from woms.core.clock import local_date
from woms.core.numbers import round_half_up
from woms.evaluation.models import Cycle, Dossier, GeneralScore, Rating, ScoreSheet
from woms.evaluation.queries import latest_mark
from woms.evaluation.scoring import is_stale, recompute
from woms.evaluation.states import DOSSIER_MACHINE, DossierState, Stage
from woms.org.posts import outranks, post_of
from woms.work.models import CatalogProduct, WorkFault, WorkItem
from woms.workflow.models import Decision

TODAY = local_date(AT)


def dossier_of(username, month):
    return Dossier.objects.get(person__account__username=username, cycle__period__code=month)


def test_two_months_are_closed_and_the_current_one_is_open():
    states = Cycle.objects.order_by("period__code").values_list("period__code", "state")
    assert list(states) == [
        ("2026-09", "closed"), ("2026-10", "closed"), ("2026-11", "open"),
    ]  # fmt: skip


def test_the_specialist_of_the_cast_has_the_worked_example_in_the_last_closed_month():
    sheet = dossier_of("chuyen-vien", "2026-10").score_sheets.get(stage=Stage.SUPERIOR)
    assert round_half_up(sheet.result_points) == Decimal("62.10")
    assert sheet.general_points == 27
    assert round_half_up(sheet.total) == Decimal("89.10")
    assert sheet.level == "good"
    percent = {part["code"]: part["percent"] for part in sheet.explanation["components"]}
    assert sorted(percent.values()) == ["87.10", "88.71", "90.32"]


def test_the_items_of_the_worked_example_can_be_counted_by_hand():
    dossier = dossier_of("chuyen-vien", "2026-10")
    items = WorkItem.objects.filter(person=dossier.person, period__code="2026-10").order_by("coefficient")
    assert [(i.coefficient, i.assigned_quantity, i.completed_quantity) for i in items] == [
        (1, 10, 10), (Decimal("1.5"), 1, 0), (2, 2, 2),
    ]  # fmt: skip
    faults = WorkFault.objects.filter(work_item__in=items).order_by("kind", "id")
    assert [(fault.kind, fault.times, fault.excused) for fault in faults] == [
        ("delay", 1, False), ("delay", 1, False), ("rework", 1, False),
    ]  # fmt: skip


def test_every_closed_dossier_is_published_with_a_rating_that_a_person_decided():
    closed = Dossier.objects.filter(cycle__state="closed")
    assert set(closed.values_list("state", flat=True)) == {"published"}
    assert Rating.objects.filter(dossier__in=closed).count() == closed.count() > 180
    assert not Rating.objects.filter(decided_by=F("dossier__person")).exists()


def test_a_rating_other_than_the_computed_level_says_why():
    differing = Rating.objects.exclude(level=F("score_sheet__level"))
    assert differing.exists()
    assert not differing.filter(reason="").exists()


def test_stored_scores_are_what_the_rules_say_of_the_stored_work():
    sheets = ScoreSheet.objects.filter(stage=Stage.SUPERIOR, dossier__cycle__period__code="2026-10")
    for sheet in sheets.select_related("dossier__cycle__period", "dossier__unit", "dossier__person"):
        assert not is_stale(sheet.dossier, sheet, latest_mark(sheet.dossier, Stage.SUPERIOR))
    for sheet in sheets[:20]:
        assert recompute(sheet).digest == sheet.inputs_digest
        assert round_half_up(recompute(sheet).total) == round_half_up(sheet.total)


def test_one_failing_person_costs_the_leaders_above_half_of_the_units_result():
    failing = Rating.objects.get(level="not_completed").dossier
    head = Dossier.objects.get(cycle=failing.cycle, rank="head", unit=failing.unit.parent)
    other = Dossier.objects.get(cycle=failing.cycle, rank="head", unit__code="so-khoa-hoc-va-cong-nghe")
    assert unit_result_of(head) == "50"
    assert unit_result_of(other) == "100"


def unit_result_of(dossier):
    sheet = dossier.score_sheets.get(stage=Stage.SUPERIOR)
    return next(part["percent"] for part in sheet.explanation["components"] if part["letter"] == "d").split(
        "."
    )[0]


def test_marks_come_from_the_person_and_from_someone_above():
    for mark in GeneralScore.objects.select_related("dossier__person", "dossier__unit")[:400]:
        if mark.stage == Stage.SELF:
            assert mark.given_by_id == mark.dossier.person_id
        else:
            assert outranks(post_of(mark.given_by_id, TODAY), post_of(mark.dossier.person_id, TODAY))


def test_a_mark_that_differs_from_the_persons_own_says_why():
    for mark in GeneralScore.objects.filter(stage=Stage.SUPERIOR).select_related("dossier"):
        own = latest_mark(mark.dossier, Stage.SELF)
        assert mark.points == own.points or mark.note


def test_every_dossier_went_step_by_step_through_the_one_table():
    steps = {}
    for decision in Decision.objects.filter(subject_kind="dossier").order_by("id"):
        steps.setdefault(decision.subject_id, []).append(decision)
    for dossier in Dossier.objects.all():
        state = DossierState.SELF
        for decision in steps.get(dossier.pk, []):
            transition = DOSSIER_MACHINE.transition(decision.action)
            assert decision.from_state == state in transition.sources
            assert not (transition.not_own and decision.person_id == dossier.person_id)
            state = decision.to_state
            assert state in {transition.target, DOSSIER_MACHINE.optional.get(transition.target)}
        assert dossier.state == state


def test_the_open_month_waits_in_every_stage_for_the_cast():
    states = Counter(Dossier.objects.filter(cycle__state="open").values_list("state", flat=True))
    assert min(states[state] for state in ("self", "review", "decision")) >= 10
    assert dossier_of("chuyen-vien", "2026-11").state == "self"
    division = dossier_of("truong-phong", "2026-11").unit
    below = Dossier.objects.filter(cycle__state="open", unit=division, rank="specialist")
    assert below.filter(state="review").exists()


def test_the_division_head_has_products_to_accept():
    division = dossier_of("truong-phong", "2026-11").unit
    assert WorkItem.objects.filter(
        unit__parent=division.parent, state="delivered", period__code="2026-11"
    ).exists()


def test_the_catalogue_comes_with_a_decision_and_coefficients():
    products = CatalogProduct.objects.all()
    assert products.count() >= 12
    assert not products.exclude(state="draft").filter(decision_number="").exists()
    assert not WorkItem.objects.exclude(coefficient=F("product__coefficient")).exists()


def test_nobody_did_more_than_was_assigned():
    assert not WorkItem.objects.filter(completed_quantity__gt=F("assigned_quantity")).exists()
    assert (
        not WorkItem.objects.filter(state="accepted")
        .exclude(completed_quantity=F("assigned_quantity"))
        .exists()
    )


def test_an_excused_fault_was_confirmed_by_someone_above():
    excused = WorkFault.objects.filter(excused=True)
    assert excused.exists()
    assert not excused.filter(confirmed_by=F("work_item__person")).exists()
