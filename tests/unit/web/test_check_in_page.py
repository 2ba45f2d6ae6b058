"""Cập nhật tiến độ: the page, one row at a time, and everything at once without JavaScript."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import files
from tests.factories import make_key_result, make_objective, make_plan
from woms.core import clock
from woms.progress.models import CheckIn, Obstacle, WeeklyReport
from woms.progress.services.check_ins import Report, check_in
from woms.work.models import Evidence

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "kho"


@pytest.fixture
def rows(province):
    """Three key results of the specialist: 80 → 95 %."""
    objective = make_objective(make_plan(province, state="approved"))
    facts = {"owner_unit": province.division, "owner_person_id": province.specialist.person_id}
    return [make_key_result(objective, title=f"Mục tiêu số {n}", **facts) for n in range(3)]


@pytest.fixture
def specialist(province, sign_in):
    return sign_in(province.specialist)


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def form_of(html: str) -> dict[str, str]:
    """The fields as a browser would send them."""
    inputs = re.findall(
        r'<input(?! type="(?:radio|file|checkbox)")[^>]*?name="([a-z_]+-\d+)"[^>]*?value="([^"]*)"', html
    )
    return dict(inputs)


def someone_else_reports(province, row, value):
    at = clock.now()
    last = row.check_ins.count()
    check_in(actor=province.division_head, at=at, key_result_id=row.pk, report=Report(value=value, seen=last))


def test_the_page_shows_every_row_with_one_primary_button_and_the_cursor_in_the_first_empty_number(
    specialist, rows
):
    html = specialist.get("/cap-nhat").content.decode()
    assert all(row.title in html for row in rows)
    assert html.count("autofocus") == 1
    assert f'id="value-{rows[0].pk}"' in html.split("autofocus")[0].rsplit("<input", 1)[1]
    assert "Mục tiêu 95\u00a0% · hạn 31/12" in html
    assert "3 mục chưa có số liệu sẽ ghi là" in html


def test_a_row_saved_by_htmx_comes_back_saved_with_its_counters(specialist, rows):
    page = specialist.get("/cap-nhat").content.decode()
    data = form_of(page) | {f"value-{rows[0].pk}": "93,0"}
    response = specialist.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert CheckIn.objects.get().value == Decimal(93)
    assert re.search(r"Đã lưu \d\d:\d\d", html)
    assert "Đã xong 1/3" in html
    assert "hx-swap-oob" in html
    assert "<html" not in html
    assert "Vướng mắc do" in html, "behind its pace"


def test_a_wrong_number_stays_in_its_field_with_the_reason(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode()) | {f"value-{rows[0].pk}": "tám"}
    response = specialist.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="tám"' in html
    assert "Không đọc được “tám” thành số" in html
    assert not CheckIn.objects.exists()


def test_an_untouched_row_writes_nothing(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode())
    assert specialist.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX).status_code == 200
    assert not CheckIn.objects.exists()


def test_the_same_form_sent_twice_is_written_once(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode()) | {f"value-{rows[0].pk}": "93"}
    for _ in range(2):
        assert specialist.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX).status_code == 200
    assert CheckIn.objects.count() == 1


def test_a_conflict_shows_both_numbers_and_the_person_picks(specialist, rows, province):
    data = form_of(specialist.get("/cap-nhat").content.decode()) | {f"value-{rows[0].pk}": "95"}
    someone_else_reports(province, rows[0], "94")
    response = specialist.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Bùi Thị Phòng vừa cập nhật mục này lúc" in html
    assert "Giữ 94" in html
    assert "Ghi 95" in html
    assert CheckIn.objects.count() == 1
    mine = form_of(html) | {f"value-{rows[0].pk}": "95"}
    assert specialist.post(f"/cap-nhat/{rows[0].pk}", mine, headers=HTMX).status_code == 200
    assert CheckIn.objects.latest("sequence").value == Decimal(95)


def test_keeping_the_other_number_only_looks_again(specialist, rows, province):
    someone_else_reports(province, rows[0], "94")
    html = specialist.get(f"/cap-nhat/{rows[0].pk}", headers=HTMX).content.decode()
    assert 'value="94"' in html
    assert CheckIn.objects.count() == 1


def test_a_cause_is_kept_without_a_second_number(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode()) | {f"value-{rows[0].pk}": "93"}
    html = specialist.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX).content.decode()
    again = form_of(html) | {
        f"value-{rows[0].pk}": "93",
        f"cause-{rows[0].pk}": "coordination",
        f"help-{rows[0].pk}": "Sở Tư pháp",
    }
    assert specialist.post(f"/cap-nhat/{rows[0].pk}", again, headers=HTMX).status_code == 200
    assert (Obstacle.objects.get().cause, Obstacle.objects.get().help_needed) == (
        "coordination",
        "Sở Tư pháp",
    )
    assert CheckIn.objects.count() == 1


def test_evidence_comes_with_the_row_or_alone(specialist, rows):
    pk = rows[0].pk
    page = specialist.get("/cap-nhat").content.decode()
    photo = SimpleUploadedFile("anh.jpg", files.jpeg(), "image/jpeg")
    specialist.post(
        f"/cap-nhat/{pk}", form_of(page) | {f"value-{pk}": "93", f"camera-{pk}": photo}, headers=HTMX
    )
    assert CheckIn.objects.get().evidence == Evidence.objects.get()
    page = specialist.get("/cap-nhat").content.decode()
    paper = SimpleUploadedFile("bao-cao.pdf", files.pdf(), "application/pdf")
    specialist.post(f"/cap-nhat/{pk}", form_of(page) | {f"evidence-{pk}": paper}, headers=HTMX)
    assert (Evidence.objects.count(), CheckIn.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<script>", "a.html", "chưa dùng được"),
        (b"0" * 3000, "a.pdf", "lớn hơn 0 MB"),
        (b"", "a.pdf", "rỗng"),
    ],
)
def test_a_refused_file_is_told_beside_the_row_and_the_number_stays_typed(
    specialist, rows, settings, content, name, words
):
    settings.MAX_UPLOAD_BYTES = 2000
    pk = rows[0].pk
    data = form_of(specialist.get("/cap-nhat").content.decode())
    file = SimpleUploadedFile(name, content)
    response = specialist.post(
        f"/cap-nhat/{pk}", data | {f"value-{pk}": "93", f"evidence-{pk}": file}, headers=HTMX
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert 'value="93"' in html
    assert not CheckIn.objects.exists()


def test_without_javascript_everything_typed_is_saved_in_one_post(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode())
    data |= {f"value-{rows[0].pk}": "93", f"value-{rows[2].pk}": "94,5"}
    response = specialist.post("/cap-nhat", data)
    assert (response.status_code, response["Location"]) == (302, "/cap-nhat")
    assert dict(CheckIn.objects.values_list("key_result_id", "value")) == {
        rows[0].pk: Decimal(93),
        rows[2].pk: Decimal("94.5"),
    }


def test_without_javascript_one_wrong_row_holds_back_no_other_and_keeps_what_was_typed(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode())
    data |= {f"value-{rows[0].pk}": "93", f"value-{rows[1].pk}": "chín", "send": ""}
    response = specialist.post("/cap-nhat", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert CheckIn.objects.get().key_result == rows[0]
    assert 'value="chín"' in html
    assert not WeeklyReport.objects.exists()


def test_without_javascript_the_week_is_sent_with_what_was_typed(specialist, rows):
    data = form_of(specialist.get("/cap-nhat").content.decode()) | {f"value-{rows[1].pk}": "93", "send": ""}
    assert specialist.post("/cap-nhat", data).status_code == 302
    assert WeeklyReport.objects.get().reported_key_results == 1
    assert "Đã gửi báo cáo lúc" in specialist.get("/cap-nhat").content.decode()


def test_a_missing_proof_holds_back_the_report_in_words(specialist, rows):
    rows[0].evidence_required = True
    rows[0].save()
    data = form_of(specialist.get("/cap-nhat").content.decode()) | {f"value-{rows[0].pk}": "93", "send": ""}
    response = specialist.post("/cap-nhat", data)
    assert response.status_code == 409
    assert "cần minh chứng cho “Mục tiêu số 0”" in response.content.decode()
    assert CheckIn.objects.count() == 1


def test_an_automatic_figure_is_locked_with_its_source(specialist, rows):
    rows[0].source, rows[0].source_label = "automatic", "TABMIS"
    rows[0].save()
    html = specialist.get("/cap-nhat").content.decode()
    assert "Tự động · TABMIS" in html
    assert f'name="seen-{rows[0].pk}"' not in html


def test_somebody_elses_row_is_not_there(sign_in, province, rows):
    other = sign_in(province.other_head)
    assert other.get(f"/cap-nhat/{rows[0].pk}", headers=HTMX).status_code == 404
    data = {f"seen-{rows[0].pk}": "0", f"value-{rows[0].pk}": "93"}
    assert other.post(f"/cap-nhat/{rows[0].pk}", data, headers=HTMX).status_code == 404
    assert not CheckIn.objects.exists()


def test_who_has_nothing_to_report_is_told_when_something_will_come(sign_in, province):
    html = sign_in(province.other_specialist).get("/cap-nhat").content.decode()
    assert "Tuần này không có mục cần cập nhật" in html
    assert "được phê duyệt" in html


def test_a_head_switches_between_the_own_and_the_whole_unit(sign_in, province, rows):
    other = sign_in(province.head)
    assert "Tuần này bạn không có mục nào phải tự cập nhật" in other.get("/cap-nhat").content.decode()
    html = other.get("/cap-nhat?xem=don-vi").content.decode()
    assert all(row.title in html for row in rows)
    assert f'hx-post="/cap-nhat/{rows[0].pk}?xem=don-vi"' in html


def test_text_that_people_type_is_never_markup(specialist, rows):
    rows[0].title = "<script>alert(1)</script>"
    rows[0].save()
    data = form_of(specialist.get("/cap-nhat").content.decode())
    pk = rows[0].pk
    response = specialist.post(
        f"/cap-nhat/{pk}", data | {f"value-{pk}": '"><img src=x onerror=alert(1)>'}, headers=HTMX
    )
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_the_page_costs_the_same_sql_for_one_row_and_for_many(
    specialist, rows, province, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for row in rows[1:]:
        row.archived_at = clock.now()
        row.save()
    specialist.get("/cap-nhat")
    with CaptureQueriesContext(connection) as few:
        specialist.get("/cap-nhat")
    for row in rows[1:]:
        row.archived_at = None
        row.save()
        someone_else_reports(province, row, "90")
    someone_else_reports(province, rows[0], "90")
    with CaptureQueriesContext(connection) as many:
        specialist.get("/cap-nhat")
    assert len(many) <= len(few) + 1, "one more reads the names of those who reported"
    assert len(many) <= 18


def test_the_rows_of_a_whole_unit_say_whose_they_are_and_many_are_counted_with_one_bar(
    province, sign_in, rows
):
    for n in range(10):
        make_key_result(rows[0].objective, title=f"Việc thứ {n}", owner_unit=province.division)
    html = sign_in(province.division_head).get("/cap-nhat?xem=don-vi").content.decode()
    assert f"{province.division.name} · " in html
    assert "steps-bar" in html
    assert 'class="steps"' not in html


def test_a_week_is_sent_from_ones_own_list_and_never_from_that_of_the_whole_unit(province, sign_in, rows):
    assert 'name="send"' in sign_in(province.specialist).get("/cap-nhat").content.decode()
    html = sign_in(province.division_head).get("/cap-nhat?xem=don-vi").content.decode()
    assert 'name="send"' not in html
    assert html.count("data-primary") == 1
