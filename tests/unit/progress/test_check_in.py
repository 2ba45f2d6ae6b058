"""Reporting a number: what it changes, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests import files
from woms.core.errors import Conflict, Denied, Invalid, Missing, Refused
from woms.progress.models import CheckIn, KeyResultState, Obstacle, Rollup
from woms.progress.services.check_ins import correct_check_in
from woms.progress.services.obstacles import report_obstacle
from woms.records.models import Event, StoredFile
from woms.work.models import Evidence

TABLES = (CheckIn, KeyResultState, Rollup, Obstacle, Event, Evidence, StoredFile)


def everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


@pytest.fixture
def unchanged(key_result):
    """Nothing at all was written by the end of the test."""
    before = everything()
    yield
    assert everything() == before


def test_a_number_becomes_a_row_a_state_a_score_and_a_line_in_the_log(report, key_result, province, at):
    receipt = report("93,0")
    assert (receipt.value, receipt.sequence, receipt.as_of) == (Decimal(93), 1, date(2026, 11, 21))
    state = KeyResultState.objects.get(pk=key_result.pk)
    assert (state.value, state.sequence, state.status) == (Decimal(93), 1, "at_risk")
    assert state.progress == Decimal("86.666666"), "13 of the 15 points from 80 to 95"
    whole = Rollup.objects.get(unit=province.agency, area="all", month="2026-11")
    assert (whole.score, whole.key_results, whole.reported_key_results) == (state.progress, 1, 1)
    event = Event.objects.get()
    assert event.sentence == "Cập nhật “Tỷ lệ hồ sơ giải quyết đúng hạn”: số đầu tiên 93\u00a0%, Cảnh báo."
    assert (event.actor_id, event.at, event.after["value"]) == (province.specialist.person_id, at, "93.0")


def test_the_log_says_from_what_to_what(report):
    report("92,1")
    report("93")
    event = Event.objects.latest("id")
    assert "92,1\u00a0% → 93\u00a0%" in event.sentence
    assert (event.before["value"], event.after["value"]) == ("92.100000", "93")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("93", "93"),
        ("93,0", "93"),
        ("93.0", "93"),
        (" 1.234,5 ", "1234.5"),
        ("93,0 %", "93"),
        ("1 234,5", "1234.5"),
    ],
)
def test_numbers_are_read_as_people_type_them(report, typed, read):
    assert report(typed).value == Decimal(read)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "typed", ["", "tám", "NaN", "Infinity", "1e400", "12,34,5", "1.2.3", "--5", "9" * 30, "=1+1"]
)
def test_what_is_no_number_is_refused(key_result, report, typed):
    with pytest.raises(Invalid) as refusal:
        report(typed)
    assert refusal.value.field == "value"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("who", "error"),
    [("other_head", Missing), ("ward_specialist", Missing), ("leader", Denied), ("appraiser", Denied),
     ("auditor", Denied), ("administrator", Denied), ("organization_board", Denied)],
)  # fmt: skip
def test_who_does_not_carry_it_out_reports_nothing(report, province, who, error):
    with pytest.raises(error):
        report(93, actor=getattr(province, who))


@pytest.mark.parametrize("who", ["specialist", "division_head", "deputy", "head"])
def test_the_owner_and_those_who_lead_the_unit_may_report(report, province, who):
    assert report(93, actor=getattr(province, who)).sequence == 1


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "closed"])
def test_only_a_plan_in_force_takes_numbers(report, plan, state):
    plan.state = state
    plan.save()
    with pytest.raises(Refused):
        report(93)


@pytest.mark.usefixtures("unchanged")
def test_e14_an_automatic_figure_is_not_typed_over(report, key_result):
    key_result.source, key_result.source_label = "automatic", "TABMIS"
    key_result.save()
    with pytest.raises(Refused, match="tự động từ TABMIS"):
        report(93)


@pytest.mark.usefixtures("unchanged")
def test_what_was_set_aside_takes_no_numbers(report, key_result, at):
    key_result.archived_at = at
    key_result.save()
    with pytest.raises(Refused, match="ngừng theo dõi"):
        report(93)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("as_of", "code"),
    [(date(2026, 11, 22), "check_in.future"), (date(2025, 12, 31), "check_in.before_start")],
)
def test_e07_a_figure_speaks_of_a_day_that_has_come_and_counts(report, as_of, code):
    with pytest.raises(Invalid) as refusal:
        report(93, as_of=as_of)
    assert (refusal.value.code, refusal.value.field) == (code, "as_of")


def test_two_people_at_once_are_both_shown_and_nothing_is_overwritten(report, province, key_result, at):
    report(93)
    report(94, actor=province.division_head, when=at - timedelta(minutes=3))
    before = everything()
    with pytest.raises(Conflict) as conflict:
        report(95, seen=1)
    assert conflict.value.sentence.startswith(
        "Bùi Thị Phòng vừa cập nhật mục này lúc 14:02 21/11 (93 → 94). Bạn nhập 95;"
    )
    assert (conflict.value.theirs, conflict.value.yours) == ("94", "95")
    assert everything() == before
    assert report(95, seen=2).sequence == 3, "having seen it, a person may still write"


def test_the_same_form_sent_twice_is_written_once_and_answered_twice(report):
    first = report(93, request_key="form-1")
    before = everything()
    second = report(93, seen=0, request_key="form-1")
    assert (second.id, second.sequence, second.is_repeat) == (first.id, 1, True)
    assert everything() == before


@pytest.mark.parametrize("change", [{"value": 94}, {"request_key": "form-2"}, {"request_key": ""}])
def test_another_number_or_another_form_is_not_a_repetition(report, change):
    report(93, request_key=change.get("request_key", "form-1") and "form-1")
    facts = {"value": 93, "request_key": "form-1"} | change
    with pytest.raises(Conflict, match="Chính bạn"):
        report(facts.pop("value"), seen=0, **facts)


def test_another_persons_equal_number_is_no_repetition(report, province):
    report(93, request_key="form-1")
    with pytest.raises(Conflict):
        report(93, seen=0, request_key="form-1", actor=province.division_head)


def test_the_status_is_suggested_and_differing_needs_a_reason(report):
    before = everything()
    with pytest.raises(Invalid, match="Trạng thái gợi ý là “Cảnh báo”") as refusal:
        report(93, status="on_track")
    assert refusal.value.field == "status_reason"
    assert everything() == before
    receipt = report(93, status="on_track", status_reason="Hai đợt hồ sơ lớn vào tháng 12")
    assert (receipt.status, receipt.suggested_status) == ("on_track", "at_risk")
    row = CheckIn.objects.get()
    assert row.status_reason == "Hai đợt hồ sơ lớn vào tháng 12"
    assert KeyResultState.objects.get().status == "on_track"
    assert "khác gợi ý: Hai đợt hồ sơ lớn vào tháng 12" in Event.objects.get().sentence


@pytest.mark.parametrize("status", ["exceeded", "no_data", "xanh"])
def test_a_status_is_chosen_from_three(report, status):
    with pytest.raises(Invalid):
        report(93, status=status, status_reason="vì sao")


def test_a_chosen_status_lapses_once_the_computation_says_something_else(report, key_result, at):
    from woms.progress.rollups import recompute_rollups

    report(93, status="on_track", status_reason="sẽ kịp")
    later = at + timedelta(days=30)
    key_result.target = Decimal(200)
    key_result.save()
    recompute_rollups(at=later, on=later.date())
    assert KeyResultState.objects.get().status == "off_track"


def test_a_cause_opens_an_obstacle_and_a_good_number_closes_it(report, at, key_result):
    report(93, cause="coordination", help_needed="Sở Tư pháp")
    obstacle = Obstacle.objects.get()
    assert (obstacle.cause, obstacle.help_needed, obstacle.holder_unit) == (
        "coordination", "Sở Tư pháp", key_result.owner_unit,
    )  # fmt: skip
    assert (
        "vướng mắc do phối hợp. Cần hỗ trợ: Sở Tư pháp."
        in Event.objects.filter(code="obstacle.opened").get().sentence
    )
    report(94, cause="coordination")
    assert Obstacle.objects.count() == 1, "the same cause is the same obstacle"
    report("95")
    obstacle.refresh_from_db()
    assert obstacle.resolved_at == at
    assert Event.objects.filter(code="obstacle.resolved").exists()


def test_another_cause_takes_the_place_of_the_first(report, province, at, key_result):
    report(93, cause="coordination")
    report_obstacle(actor=province.specialist, at=at, key_result_id=key_result.pk, cause="resources")
    assert [(row.cause, row.resolved_at is None) for row in Obstacle.objects.order_by("pk")] == [
        ("coordination", False), ("resources", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cause", "code"), [("", "obstacle.cause_missing"), ("lười", "obstacle.cause_unknown")]
)
def test_a_cause_is_one_of_five(province, at, key_result, cause, code):
    with pytest.raises(Invalid) as refusal:
        report_obstacle(actor=province.specialist, at=at, key_result_id=key_result.pk, cause=cause)
    assert refusal.value.code == code


def test_an_outsider_says_nothing_about_obstacles(province, at, key_result):
    with pytest.raises(Missing):
        report_obstacle(actor=province.other_head, at=at, key_result_id=key_result.pk, cause="resources")
    assert not Obstacle.objects.exists()


def test_a_green_number_needs_no_cause(report):
    report(95, cause="coordination")
    assert CheckIn.objects.get().cause == ""
    assert not Obstacle.objects.exists()


def test_evidence_comes_with_the_number_in_one_step(report, province):
    report(93, upload=files.upload(files.pdf(), "Thống kê.pdf"))
    evidence = Evidence.objects.get()
    assert CheckIn.objects.get().evidence == evidence
    assert evidence.uploaded_by_id == province.specialist.person_id


@pytest.mark.usefixtures("unchanged")
def test_a_refused_file_writes_no_number_either(report):
    with pytest.raises(Invalid, match="macro"):
        report(93, upload=files.upload(files.docx(word__vbaProject_dot_bin=b"x"), "a.docx"))


def test_a_conflict_keeps_no_evidence_row(report):
    report(93)
    with pytest.raises(Conflict):
        report(94, seen=0, upload=files.upload(files.pdf()))
    assert not Evidence.objects.exists()


def test_a_failure_halfway_leaves_nothing(report, monkeypatch):
    from woms.progress.services import check_ins

    before = everything()
    monkeypatch.setattr(check_ins, "record_check_in", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        report(93, cause="resources", upload=files.upload(files.pdf()))
    assert everything() == before


def test_a_correction_is_a_new_row_that_names_the_one_it_corrects(report, province, at):
    wrong = report("39")
    right = correct_check_in(
        actor=province.specialist, at=at, check_in_id=wrong.id, value="93", reason="Gõ nhầm"
    )
    rows = list(CheckIn.objects.order_by("sequence"))
    assert [(row.value, row.corrects_id) for row in rows] == [(Decimal(39), None), (Decimal(93), wrong.id)]
    assert KeyResultState.objects.get().value == Decimal(93)
    assert right.sequence == 2
    assert Event.objects.latest("id").sentence.endswith("số liệu ngày 21/11/2026: 39\u00a0% → 93\u00a0%.")


def test_what_was_corrected_is_not_corrected_again(report, province, at):
    wrong = report("39")
    facts = {"actor": province.specialist, "at": at, "check_in_id": wrong.id, "value": "93"}
    correct_check_in(**facts, reason="Gõ nhầm")
    before = everything()
    with pytest.raises(Refused, match="đã được sửa lại"):
        correct_check_in(**facts, reason="Gõ nhầm")
    assert everything() == before


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [("specialist", "  ", Invalid), ("other_head", "x", Missing), ("leader", "x", Denied)],
)
def test_a_correction_needs_a_reason_and_the_right_person(report, province, at, who, reason, error):
    wrong = report("39")
    with pytest.raises(error):
        correct_check_in(actor=getattr(province, who), at=at, check_in_id=wrong.id, value="93", reason=reason)
    assert CheckIn.objects.count() == 1


def test_a24_a_correction_of_a_past_day_changes_every_month_since(report, province, plan, at):
    october = at - timedelta(days=40)
    wrong = report("86", when=october)
    report("93")
    correct_check_in(actor=province.specialist, at=at, check_in_id=wrong.id, value="89", reason="Cộng sót")
    scores = dict(Rollup.objects.filter(unit=plan.unit, area="all").values_list("month", "score"))
    assert scores == {"2026-10": Decimal(60), "2026-11": Decimal("86.666666")}


def test_e17_a_number_ten_times_the_usual_is_questioned_but_taken(report):
    report("93")
    receipt = report("930")
    assert "khác nhiều so với lần trước (93)" in receipt.warning
    assert report("935").warning == ""
