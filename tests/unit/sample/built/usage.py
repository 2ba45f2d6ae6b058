"""The cast works with the sample through the product's own services; afterwards all of it can still be removed."""

from decimal import Decimal

import pytest

from tests.factories import AT
from woms.evaluation.criteria import GeneralMark, groups_on
from woms.evaluation.models import Dossier
from woms.evaluation.services.dossiers import assess_self
from woms.org.actors import load_actor
from woms.org.models import Account
from woms.org.services import change_password
from woms.planning.models import Cascade, Plan
from woms.planning.queries.inbox import inbox
from woms.planning.services.cascades import accept_cascade
from woms.planning.services.plans import approve_plan, submit_plan
from woms.progress.models import CheckIn
from woms.progress.queries.week import week_of_check_ins
from woms.progress.services.check_ins import Report, check_in
from woms.progress.services.weeks import send_week_report
from woms.records.files import Upload
from woms.records.models import Event
from woms.sample.cast import PASSWORD
from woms.sample.papers import sample_pdf
from woms.sample.services import remove_sample
from woms.work.models import WorkItem
from woms.work.services import deliver_work

TODAY = AT.date()


def actor_of(username):
    return load_actor(Account.objects.select_related("person").get(username=username), TODAY)


def report(username, value, *, upload=None):
    actor = actor_of(username)
    row = week_of_check_ins(actor=actor, on=TODAY).rows[0]
    facts = Report(value=value, seen=row.seen, cause="resources", help_needed="Bố trí thêm người")
    return check_in(actor=actor, at=AT, key_result_id=row.id, report=facts, upload=upload)


def test_the_specialist_reports_her_week():
    receipt = report("chuyen-vien", "42")
    assert CheckIn.objects.get(pk=receipt.id).is_sample
    send_week_report(actor=actor_of("chuyen-vien"), at=AT)


@pytest.mark.parametrize("username", ["lanh-dao", "truong-so", "chu-tich-phuong", "truong-phong"])
def test_whoever_decides_finds_something_in_the_inbox(username):
    assert inbox(actor=actor_of(username), on=TODAY)


def test_the_leader_approves_a_submitted_plan():
    plan = Plan.objects.get(unit__code="so-noi-vu", state="submitted")
    approve_plan(actor=actor_of("lanh-dao"), at=AT, plan_id=plan.pk, version=plan.version)
    plan.refresh_from_db()
    assert plan.state == "approved"


def test_the_head_submits_the_draft_that_waits():
    plan = Plan.objects.get(unit__code="so-khoa-hoc-va-cong-nghe", state="draft")
    submit_plan(actor=actor_of("truong-so"), at=AT, plan_id=plan.pk, version=plan.version)


def test_the_ward_takes_on_the_target_offered_to_it():
    offer = Cascade.objects.get(unit__code="phuong-hoan-kiem", state="offered")
    accept_cascade(actor=actor_of("chu-tich-phuong"), at=AT, cascade_id=offer.pk)


def test_all_that_the_cast_did_is_removed_with_the_sample():
    use_everything()
    remove_sample(at=AT)
    assert not Account.objects.exists()
    assert not Plan.objects.exists()
    assert not CheckIn.objects.exists()
    assert [event.code for event in Event.objects.all()] == ["sample.removed"]


def use_everything():
    """One write of every kind, each through its service."""
    paper = sample_pdf("Minh chứng của người dùng", ["Thử một lần"])
    report("chuyen-vien", "41,5", upload=Upload("minh-chung.pdf", [paper]))
    send_week_report(actor=actor_of("chuyen-vien"), at=AT)
    test_the_leader_approves_a_submitted_plan()
    test_the_head_submits_the_draft_that_waits()
    test_the_ward_takes_on_the_target_offered_to_it()
    specialist = actor_of("chuyen-vien")
    item = WorkItem.objects.filter(
        person_id=specialist.person_id, state="assigned", period__code="2026-11"
    ).first()
    deliver_work(actor=specialist, at=AT, work_item_id=item.pk, quantity=Decimal(1), version=item.version)
    dossier = Dossier.objects.get(person_id=specialist.person_id, cycle__state="open")
    mark = GeneralMark({group.code: Decimal(9) for group in groups_on(dossier.cycle.governing_date)})
    assess_self(actor=specialist, at=AT, dossier_id=dossier.pk, mark=mark, version=dossier.version)
    account = Account.objects.get(username="pho-so")
    change_password(
        actor=actor_of("pho-so"), at=AT, account_id=account.pk, current=PASSWORD, new="mot-cau-khac-de-nho"
    )
