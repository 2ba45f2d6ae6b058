"""The steps of an evaluation, short enough to read in a test."""

from __future__ import annotations

from decimal import Decimal

from tests.factories import AT, make_product, make_work_item
from woms.access.actors import Actor
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.models import Dossier, ScoreSheet
from woms.evaluation.policies import Opinion
from woms.evaluation.services import cycles, dossiers, ratings
from woms.work.models import WorkItem

GROUPS = ("conduct", "ability", "innovation")


def mark(total: str = "27", note: str = "", **options) -> GeneralMark:
    """A mark of `total` points, spread over the three groups; `organizing` and `cohesion` for leaders."""
    points, found = Decimal(total), {}
    for group in GROUPS:
        found[group] = min(points, Decimal(10))
        points -= found[group]
    return GeneralMark(found, note, **options)


LEADER_MARKS = {"organizing": 100, "cohesion": 100}


def give_worked_example(person: Actor) -> list[WorkItem]:
    """The products of regulations §1.11: 62.10 for the result, with 27 of 30 in general 89.10."""
    reports = make_work_item(
        person, make_product("P1", "1.0", name="Báo cáo"), "10", completed_quantity=Decimal(10)
    )
    reports.faults.create(kind="rework", times=1, at=AT, reason="Thiếu căn cứ")
    for _ in range(2):
        reports.faults.create(kind="delay", times=1, at=AT, reason="Nộp muộn")
    plans = make_work_item(
        person, make_product("P2", "2.0", name="Kế hoạch"), "2", completed_quantity=Decimal(2)
    )
    scheme = make_work_item(person, make_product("P3", "1.5", name="Đề án số hóa"), "1")
    return [reports, plans, scheme]


def open_cycle(province, period: str = "2026-11", steps=None, **calendar) -> int:
    return cycles.open_cycle(
        actor=province.organization_board, at=AT, period_code=period, steps=steps,
        calendar=cycles.Calendar(**calendar),
    )  # fmt: skip


def dossier_of(actor: Actor) -> Dossier:
    return Dossier.objects.select_related("cycle__period", "unit", "person").get(person_id=actor.person_id)


def assess(actor: Actor, total: str = "28", **options) -> Dossier:
    dossier = dossier_of(actor)
    dossiers.assess_self(
        actor=actor, at=AT, dossier_id=dossier.pk, mark=mark(total, **options), version=dossier.version
    )
    return dossier_of(actor)


def review(actor: Actor, person: Actor, total: str = "27", note: str = "Sáng kiến chưa áp dụng", **options):
    dossier = dossier_of(person)
    dossiers.review_dossier(
        actor=actor, at=AT, dossier_id=dossier.pk, mark=mark(total, note, **options), version=dossier.version
    )
    return dossier_of(person)


WITH_APPRAISAL = {"staff": {"self", "appraisal"}}


def appraise(actor: Actor, person: Actor, summary: str = "Tập thể nhất trí", **options):
    dossier = dossier_of(person)
    dossiers.appraise_dossier(
        actor=actor, at=AT, dossier_id=dossier.pk, opinion=Opinion(summary, **options),
        version=dossier.version,
    )  # fmt: skip
    return dossier_of(person)


def decide(actor: Actor, person: Actor, level: str = "good", reason: str = ""):
    dossier = dossier_of(person)
    sheet = dossier.score_sheets.order_by("-revision").first()
    ratings.decide_rating(
        actor=actor, at=AT, dossier_id=dossier.pk, level=level, reason=reason,
        revision=sheet.revision if sheet else 0, version=dossier.version,
    )  # fmt: skip
    return dossier_of(person)


def publish(actor: Actor, person: Actor):
    dossier = dossier_of(person)
    ratings.publish_rating(actor=actor, at=AT, dossier_id=dossier.pk, version=dossier.version)
    return dossier_of(person)


def to_state(province, state: str, person: Actor | None = None) -> Dossier:
    """Bring the specialist's dossier of the worked example to a state, by the people whose turn it is."""
    person = person or province.specialist
    steps = {
        "self": None,
        "review": lambda: assess(person),
        "appraisal": lambda: review(province.division_head, person),
        "decision": lambda: appraise_if_due(province.deputy, person),
        "decided": lambda: decide(province.head, person),
        "published": lambda: publish(province.head, person),
    }
    for name, step in steps.items():
        if step is not None:
            step()
        if name == state:
            break
    return dossier_of(person)


def appraise_if_due(actor: Actor, person: Actor) -> None:
    """The opinion of the collective, where the cycle has that step for the person's group."""
    if dossier_of(person).state == "appraisal":
        appraise(actor, person)


def latest_sheet(actor: Actor) -> ScoreSheet:
    return ScoreSheet.objects.filter(dossier__person_id=actor.person_id).order_by("-revision")[0]
