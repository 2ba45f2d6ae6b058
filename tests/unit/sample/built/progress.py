from collections import Counter
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, F, Max

from tests.factories import AT
from woms.core.clock import local_date
from woms.org.models import Account
from woms.planning.models import KeyResult, Plan
from woms.progress import rollups
from woms.progress.models import CheckIn, KeyResultState, Obstacle, Rollup, WeeklyReport
from woms.progress.states import Status
from woms.records import files
from woms.records.models import Event
from woms.work.models import Evidence

TODAY = local_date(AT)


def test_the_log_of_every_key_result_is_whole():
    logs = CheckIn.objects.values("key_result").annotate(n=Count("id"), last=Max("sequence"))
    assert logs.count() > 700
    assert not logs.exclude(n=F("last")).exists()


def test_states_and_roll_ups_are_what_the_product_computes_from_the_log():
    plans = list(Plan.objects.filter(state="approved").values_list("id", flat=True))
    months = rollups.months_between(Plan.objects.get(pk=plans[0]).period.starts_on, TODAY)
    found = rollups.recompute_plans(plan_ids=plans, months=months, at=AT, on=TODAY)
    assert (found.states_changed, found.rollups_changed) == (0, 0)


def test_a_state_shows_the_last_entry_of_the_log():
    for state in KeyResultState.objects.exclude(sequence=0).select_related("key_result")[:200]:
        last = CheckIn.objects.filter(key_result=state.key_result).latest("sequence")
        assert (state.sequence, state.value, state.as_of) == (last.sequence, last.value, last.as_of)


def test_the_city_has_a_score_for_every_month_of_the_year():
    months = (
        Rollup.objects.filter(unit__kind="city", area="all").order_by("month").values_list("month", flat=True)
    )
    assert list(months) == [f"2026-{month:02}" for month in range(1, 12)]


def test_the_city_scores_higher_month_by_month_but_behind_its_pace():
    rows = Rollup.objects.filter(unit__kind="city", area="all").order_by("month")
    scores = [row.score for row in rows]
    assert scores == sorted(scores)
    assert rows.last().score < rows.last().expected


def test_units_stand_well_behind_and_badly_so_that_the_heat_table_says_something():
    standing = Counter(Rollup.objects.filter(area="all", month="2026-11").values_list("status", flat=True))
    assert standing[Status.ON_TRACK] >= 20
    assert standing[Status.AT_RISK] >= 15
    assert standing[Status.OFF_TRACK] >= 4


def test_training_is_the_weak_side_of_the_city():
    rows = Rollup.objects.filter(unit__kind="city", month="2026-11").exclude(area="all")
    assert min(rows, key=lambda row: row.score).area == "learning"


def test_some_key_results_have_no_figure_at_all():
    assert KeyResultState.objects.filter(status=Status.NO_DATA, sequence=0).count() >= 3


def test_the_cast_has_figures_to_report_this_week():
    for username in ("chuyen-vien", "can-bo-phuong", "pho-so"):
        person_id = Account.objects.get(username=username).person_id
        own = KeyResultState.objects.filter(key_result__owner_person_id=person_id)
        assert own.count() >= 3, username
        monday = TODAY - timedelta(days=TODAY.weekday())
        assert not own.filter(as_of__gte=monday).exists()


def test_a_differing_status_says_why():
    differing = CheckIn.objects.exclude(status=F("suggested_status"))
    assert differing.count() > 50
    assert not differing.filter(status_reason="").exists()


def test_a_wrong_figure_was_corrected_by_a_new_row_and_both_stay():
    corrections = CheckIn.objects.filter(corrects__isnull=False).select_related("corrects")
    assert corrections.count() > 20
    for row in corrections:
        assert row.sequence == row.corrects.sequence + 1
        assert row.corrects.value == row.value * 10
        assert row.note


def test_figures_gathered_from_below_were_not_typed_by_anyone():
    gathered = CheckIn.objects.filter(key_result__source="automatic")
    assert gathered.count() > 50
    assert not gathered.filter(reported_by__isnull=False).exists()


def test_open_obstacles_belong_to_key_results_that_are_behind_and_cover_all_causes():
    still_open = Obstacle.objects.filter(resolved_at=None)
    assert still_open.values("cause").distinct().count() == 5
    behind = still_open.filter(key_result__progress_state__status__in=["at_risk", "off_track", "no_data"])
    assert behind.count() == still_open.count()
    assert Obstacle.objects.filter(resolved_at__gt=F("opened_at")).count() > 20


def test_evidence_is_in_the_store_and_says_that_it_is_made_up():
    evidence = Evidence.objects.select_related("file")
    assert evidence.count() > 40
    for row in evidence[:10]:
        content = files.read(row.file_id)
        assert content.startswith(b"%PDF-")
        assert b"Du lieu mau" in content
    assert not evidence.filter(verified_by=F("uploaded_by")).exists()
    assert evidence.filter(verified_at=None).exists()
    assert evidence.filter(verified_at__isnull=False).exists()


def test_every_entry_left_an_event_with_old_and_new_value():
    told = Event.objects.filter(code__in=["progress.checked_in", "progress.corrected"])
    assert told.count() == CheckIn.objects.count()
    last = told.latest("id")
    assert (
        Decimal(last.after["value"])
        == CheckIn.objects.get(key_result_id=last.subject_id, sequence=last.after["sequence"]).value
    )


def test_everything_reported_is_marked_as_sample():
    for model in (CheckIn, Obstacle, Evidence, Event):
        assert not model.objects.filter(is_sample=False).exists(), model


def test_only_people_who_may_report_did():
    rows = KeyResult.objects.filter(source="manual", objective__plan__state="approved")
    wrong = CheckIn.objects.filter(key_result__in=rows).exclude(reported_by=F("key_result__owner_person"))
    assert not wrong.exists()


def test_pilot_people_sent_their_weeks_and_the_current_week_is_not_sent():
    reports = WeeklyReport.objects.filter(person__account__username="chuyen-vien").order_by("week")
    assert len(reports) == 8
    assert reports.last().week == "2026-W46"
    for report in WeeklyReport.objects.all():
        assert report.reported_key_results + len(report.silent) == report.key_results
        assert report.sent_at < AT
