"""Mục tiêu then chốt: who sees what, correcting a number, bringing, opening and confirming evidence."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import files
from tests.factories import make_key_result, make_objective, make_plan
from woms.core import clock
from woms.progress.models import CheckIn
from woms.progress.services.check_ins import Report, check_in
from woms.work.models import Evidence


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "kho"


@pytest.fixture
def key_result(province):
    plan = make_plan(province, state="approved")
    return make_key_result(
        make_objective(plan), owner_unit=province.division, owner_person_id=province.specialist.person_id
    )


@pytest.fixture
def reported(key_result, province):
    """86 a month ago and 90 today, by the specialist."""
    now = clock.now()
    for seen, (days, value) in enumerate(((31, "86"), (0, "90"))):
        at = now - timedelta(days=days)
        report = Report(value=value, seen=seen, note=f"Ghi chú {value}")
        check_in(actor=province.specialist, at=at, key_result_id=key_result.pk, report=report)
    return key_result


def attach(client, key_result, content=None, name="Báo cáo.pdf"):
    file = SimpleUploadedFile(name, files.pdf() if content is None else content)
    return client.post(f"/muc-tieu/{key_result.pk}/minh-chung", {"evidence": file, "note": "tháng 11"})


def test_the_page_says_where_it_stands_and_shows_every_entry(sign_in, province, reported):
    html = sign_in(province.specialist).get(f"/muc-tieu/{reported.pk}").content.decode()
    assert "90\u00a0%" in html
    assert "Hôm nay lẽ ra" in html
    assert len(re.findall(r'id="n\d', html)) == 2
    assert "Ghi chú 86" in html
    assert "<svg" in html
    assert html.count("data-primary") == 1


def test_before_the_first_number_the_page_says_what_will_come(sign_in, province, key_result):
    html = sign_in(province.specialist).get(f"/muc-tieu/{key_result.pk}").content.decode()
    assert "Chưa có số liệu" in html
    assert "31/12/2026" in html


@pytest.mark.parametrize(
    ("who", "status", "updates", "names"),
    [
        ("specialist", 200, True, True), ("head", 200, True, True), ("auditor", 200, False, True),
        ("leader", 200, False, False), ("appraiser", 200, False, False),
        ("other_head", 404, False, False), ("ward_specialist", 404, False, False),
    ],
)  # fmt: skip
def test_who_reads_who_updates_and_who_is_told_names(
    sign_in, province, reported, who, status, updates, names
):
    response = sign_in(getattr(province, who)).get(f"/muc-tieu/{reported.pk}")
    html = response.content.decode()
    assert response.status_code == status
    assert ("/cap-nhat?xem=don-vi#row-" in html) is updates
    assert ("sua-lai" in html) is updates
    assert (province.specialist.name in html) is names


def test_a_wrong_number_is_corrected_by_a_new_row_and_stays_readable(sign_in, province, reported):
    client = sign_in(province.specialist)
    wrong = CheckIn.objects.latest("sequence")
    address = f"/muc-tieu/{reported.pk}/nhat-ky/{wrong.pk}/sua-lai"
    assert client.post(address, {"value": "89,5", "reason": "Cộng nhầm"}).status_code == 302
    html = client.get(f"/muc-tieu/{reported.pk}").content.decode()
    assert "<s>90</s>" in html
    assert "đã sửa ở lần 3" in html
    assert "sửa lại lần 2" in html
    assert CheckIn.objects.latest("sequence").value == Decimal("89.5")


@pytest.mark.parametrize(
    ("value", "reason", "status", "words"),
    [("tám", "x", 422, "Không đọc được"), ("89", "", 422, "vì sao sửa lại")],
)
def test_a_refused_correction_says_why_and_keeps_what_was_typed(
    sign_in, province, reported, value, reason, status, words
):
    wrong = CheckIn.objects.latest("sequence")
    client = sign_in(province.specialist)
    address = f"/muc-tieu/{reported.pk}/nhat-ky/{wrong.pk}/sua-lai"
    response = client.post(address, {"value": value, "reason": reason})
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert f'value="{value}"' in html
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("other_head", 404)])
def test_others_correct_nothing(sign_in, province, reported, who, status):
    wrong = CheckIn.objects.latest("sequence")
    client = sign_in(getattr(province, who))
    address = f"/muc-tieu/{reported.pk}/nhat-ky/{wrong.pk}/sua-lai"
    assert client.post(address, {"value": "1", "reason": "x"}).status_code == status
    assert CheckIn.objects.count() == 2


def test_evidence_is_brought_listed_and_handed_out_safely(sign_in, province, reported):
    client = sign_in(province.specialist)
    assert attach(client, reported).status_code == 302
    html = client.get(f"/muc-tieu/{reported.pk}").content.decode()
    assert "Báo cáo.pdf" in html
    response = client.get(f"/minh-chung/{Evidence.objects.get().pk}")
    assert response.content == files.pdf()
    assert response["Content-Disposition"].startswith('attachment; filename="bao_cao.pdf"; filename*=UTF-8')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["other_head", "other_specialist", "ward_head", "administrator"])
def test_evidence_of_others_answers_like_nothing_at_all(sign_in, province, reported, who):
    attach(sign_in(province.specialist), reported)
    client = sign_in(getattr(province, who))
    theirs, nobodys = client.get(f"/minh-chung/{Evidence.objects.get().pk}"), client.get("/minh-chung/999999")
    assert theirs.status_code == nobodys.status_code == 404
    plain = [
        re.sub(r"\d{5,}|minh-chung/\d+|value=\"[^\"]{30,}\"", "", r.content.decode())
        for r in (theirs, nobodys)
    ]
    assert plain[0] == plain[1]


def test_a_stranger_is_sent_to_sign_in_and_gets_no_file(client, sign_in, province, reported):
    attach(sign_in(province.specialist), reported)
    client.logout()
    assert client.get(f"/minh-chung/{Evidence.objects.get().pk}").status_code == 302


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"MZ\x90", "a.exe", "chưa dùng được"), (b"", "a.pdf", "rỗng"), (files.docx(word__vbaProject_dot_bin=b"x"), "a.docx", "macro")],
)  # fmt: skip
def test_a_refused_file_is_told_in_words(sign_in, province, reported, content, name, words):
    response = attach(sign_in(province.specialist), reported, content, name)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Evidence.objects.exists()


def test_no_file_chosen_is_told_too(sign_in, province, reported):
    response = sign_in(province.specialist).post(f"/muc-tieu/{reported.pk}/minh-chung", {"note": "x"})
    assert response.status_code == 422
    assert "Chưa chọn tệp nào" in response.content.decode()


def test_a_hostile_file_name_is_shown_as_text(sign_in, province, reported):
    client = sign_in(province.specialist)
    attach(client, reported, name='"><img src=x onerror=alert(1)>.pdf')
    html = client.get(f"/muc-tieu/{reported.pk}").content.decode()
    assert "<img src=x" not in html


def test_somebody_else_confirms_on_the_page(sign_in, province, reported):
    attach(sign_in(province.specialist), reported)
    evidence = Evidence.objects.get()
    address = f"/muc-tieu/{reported.pk}/minh-chung/{evidence.pk}/xac-nhan"
    assert "xac-nhan" not in sign_in(province.specialist).get(f"/muc-tieu/{reported.pk}").content.decode()
    assert sign_in(province.specialist).post(address).status_code == 403
    head = sign_in(province.head)
    assert address in head.get(f"/muc-tieu/{reported.pk}").content.decode()
    assert head.post(address).status_code == 302
    assert "Đã xác nhận" in head.get(f"/muc-tieu/{reported.pk}").content.decode()
    assert head.post(address).status_code == 409


def test_the_page_costs_the_same_sql_however_long_the_log(sign_in, province, reported):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(province.specialist)
    client.get(f"/muc-tieu/{reported.pk}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/muc-tieu/{reported.pk}")
    for seen in range(2, 20):
        report = Report(value=str(80 + seen / 10), seen=seen)
        check_in(actor=province.head, at=clock.now(), key_result_id=reported.pk, report=report)
    with CaptureQueriesContext(connection) as many:
        html = client.get(f"/muc-tieu/{reported.pk}").content.decode()
    assert len(many) == len(few)
    assert len(few) <= 32
    assert "Xem toàn bộ nhật ký" in html
