"""The pages of evaluation: what each person reads, what the forms keep, and that lines add up to the score."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.evaluation_steps import (
    LEADER_MARKS,
    assess,
    dossier_of,
    give_worked_example,
    open_cycle,
    review,
    to_state,
)
from tests.factories import AT
from woms.core import clock
from woms.core.numbers import parse_number
from woms.evaluation.models import Dossier, GeneralScore, Rating


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


@pytest.fixture
def page_of(sign_in, example):
    def do(who, path=""):
        address = path or f"/danh-gia/{dossier_of(example.specialist).pk}"
        return sign_in(getattr(example, who)).get(address)

    return do


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def waterfall_points(html):
    body = html.split('<ol class="waterfall">')[1].split("</ol>")[0]
    return [parse_number(found) for found in re.findall(r"<b>\+?([^<]+)</b>", body)]


def test_the_waterfall_on_the_page_adds_up_to_the_big_number(example, page_of):
    to_state(example, "decision")
    html = page_of("specialist").content.decode()
    *lines, total = waterfall_points(html)
    assert sum(lines) == total == Decimal("89.10")
    assert '<div class="points">89,10</div>' in html
    assert "Vì sao 89,10?" in html


def test_the_page_says_level_distance_formula_articles_and_what_if(example, page_of):
    to_state(example, "decision")
    words = text(page_of("specialist"))
    for sentence in (
        "Hoàn thành tốt nhiệm vụ",
        "còn 0,90 điểm tới mức hoàn thành xuất sắc nhiệm vụ",
        "70 × (90,32\u00a0% + 88,71\u00a0% + 87,10\u00a0%) ÷ 3 = 62,10".replace("\u00a0", " "),
        "NĐ 335/2025",
        "Nếu 2 lần chậm được xác nhận nguyên nhân khách quan: +0,75 → 89,85",
        "Xem cách tính từng bước",
        "Đề nghị xác nhận khách quan",
    ):
        assert sentence in words


def test_the_trace_on_the_page_names_values_and_articles(example, page_of):
    to_state(example, "decision")
    html = page_of("specialist").content.decode()
    tree = html.split('<ul class="trace-tree">')[1].split("</details>")[0]
    assert "Điều 14 NĐ 335/2025" in tree
    assert "62,10" in tree


@pytest.mark.parametrize(
    ("state", "who", "button"),
    [
        ("self", "specialist", "Gửi tự chấm"),
        ("review", "division_head", "Xác nhận đánh giá"),
        ("decision", "head", "Quyết định xếp loại"),
        ("decided", "head", "Công bố"),
    ],
)
def test_the_person_whose_turn_it_is_has_exactly_one_main_button(example, page_of, state, who, button):
    to_state(example, state)
    html = page_of(who).content.decode()
    (main,) = re.findall(r"<button[^>]*data-primary[^>]*>(.*?)</button>", html, re.DOTALL)
    assert button in main


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("self", "head"),
        ("review", "specialist"),
        ("decision", "specialist"),
        ("decision", "division_head"),
        ("published", "head"),
        ("review", "auditor"),
    ],
)
def test_everybody_else_has_none(example, page_of, state, who):
    to_state(example, state)
    assert "data-primary" not in page_of(who).content.decode()


def test_the_superior_sees_no_points_of_an_assessment_in_progress(example, page_of):
    words = text(page_of("head"))
    assert "Điểm hiện ra sau khi Đỗ Văn Chuyên gửi tự chấm" in words
    assert "62,10" not in words


def test_the_person_reads_the_superiors_mark_only_once_given_and_the_level_only_once_published(
    example, page_of
):
    to_state(example, "review")
    assert "Sáng kiến chưa áp dụng" not in text(page_of("specialist"))
    review(example.division_head, example.specialist)
    assert "Sáng kiến chưa áp dụng" in text(page_of("specialist"))
    from tests.evaluation_steps import decide, publish

    decide(example.head, example.specialist, "completed", "Tập thể hạ một mức")
    words = text(page_of("specialist"))
    assert "Tập thể hạ một mức" not in words
    assert "Chờ quyết định" in text(page_of("specialist", "/danh-gia"))
    publish(example.head, example.specialist)
    words = text(page_of("specialist"))
    assert "Tập thể hạ một mức" in words
    assert "Vũ Thị Trưởng quyết định ngày 21/11/2026" in words


@pytest.mark.parametrize("who", ["leader", "other_head", "other_specialist", "administrator", "appraiser"])
@pytest.mark.parametrize("form", ["", "/tu-cham", "/danh-gia", "/xep-loai", "/cong-bo", "/tra-lai"])
def test_outsiders_get_the_page_of_something_that_does_not_exist(example, sign_in, who, form):
    to_state(example, "review")
    client = sign_in(getattr(example, who))
    pk = dossier_of(example.specialist).pk
    answer = client.post(f"/danh-gia/{pk}{form}") if form else client.get(f"/danh-gia/{pk}")
    nothing = client.post(f"/danh-gia/999999{form}") if form else client.get("/danh-gia/999999")
    assert answer.status_code == nothing.status_code == 404
    assert example.specialist.name not in answer.content.decode()
    assert text(answer) == text(nothing).replace("999999", str(pk))


def post(client, pk, form, **fields):
    return client.post(f"/danh-gia/{pk}/{form}", fields)


def test_a_self_assessment_is_sent_without_javascript_with_numbers_as_typed_in_vietnam(example, sign_in):
    dossier = dossier_of(example.specialist)
    client = sign_in(example.specialist)
    answer = post(
        client, dossier.pk, "tu-cham", version=1, conduct="10", ability="9,5", innovation="8.5", note="Tốt"
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/danh-gia/{dossier.pk}")
    assert GeneralScore.objects.get().points == 28


def test_a_refused_form_keeps_what_was_typed_and_names_the_field(example, sign_in):
    dossier = dossier_of(example.specialist)
    answer = post(
        sign_in(example.specialist), dossier.pk, "tu-cham", version=1, conduct="12", ability="tám",
        innovation="8", note="Đã cố gắng",
    )  # fmt: skip
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="tám"' in html
    assert "Đã cố gắng" in html
    assert 'href="#ability"' in html
    assert "Không đọc được “tám” thành số" in html
    assert not GeneralScore.objects.exists()


def test_the_second_of_two_people_is_told_and_the_page_shows_the_new_state(example, sign_in):
    dossier = to_state(example, "review")
    review(example.division_head, example.specialist)
    answer = post(
        sign_in(example.head), dossier.pk, "danh-gia", version=dossier.version, conduct="10", ability="9",
        innovation="7", note="x",
    )  # fmt: skip
    assert answer.status_code == 409
    assert "vừa được người khác xử lý" in text(answer)
    assert "Trạng thái hiện nay: Chờ quyết định" in text(answer)


def test_a_rating_is_decided_on_the_page_and_never_without_a_choice(example, sign_in):
    dossier = to_state(example, "decision")
    client = sign_in(example.head)
    revision = dossier.score_sheets.count()
    refused = post(client, dossier.pk, "xep-loai", version=dossier.version, revision=revision)
    assert refused.status_code == 422
    assert not Rating.objects.exists()
    assert "checked" not in client.get(f"/danh-gia/{dossier.pk}").content.decode()
    taken = post(client, dossier.pk, "xep-loai", version=dossier.version, revision=revision, level="good")
    assert taken.status_code == 302
    assert Rating.objects.get().level == "good"


def test_hostile_text_stays_text(example, page_of):
    assess(example.specialist, "28", note="<script>alert(1)</script>{{ 7*7 }}")
    html = page_of("division_head").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in html


def test_the_list_of_a_head_shows_people_and_what_to_do_next_without_colour(example, page_of):
    to_state(example, "review")
    html = page_of("head", "/danh-gia").content.decode()
    row = next(part for part in html.split("<tr") if example.specialist.name in part)
    assert "Đánh giá</span></a>" in row
    assert "is-on_track" not in row
    assert "90,10" in row


def test_the_list_of_the_city_names_heads_only(example, page_of):
    words = text(page_of("leader", "/danh-gia"))
    assert example.head.name in words
    assert example.specialist.name not in words


def test_before_a_cycle_the_page_says_when_it_comes(province, sign_in):
    words = text(sign_in(province.specialist).get("/danh-gia"))
    assert "Chưa mở kỳ đánh giá tháng 11/2026" in words


def test_before_its_first_day_the_form_names_the_day(province, sign_in):
    from datetime import date

    open_cycle(province, starts_on=date(2026, 11, 25))
    client = sign_in(province.specialist)
    assert "Kỳ mở ngày 25/11/2026" in text(client.get("/danh-gia"))
    html = client.get(f"/danh-gia/{dossier_of(province.specialist).pk}").content.decode()
    assert "Kỳ mở ngày 25/11/2026" in html
    assert "Gửi tự chấm" not in html


def test_the_board_opens_a_cycle_and_a_wrong_date_stays_on_the_form(province, sign_in):
    client = sign_in(province.organization_board)
    wrong = client.post("/danh-gia/mo-ky", {"period": "2026-11", "self_due_on": "30.11.2026"})
    assert wrong.status_code == 422
    assert 'value="30.11.2026"' in wrong.content.decode()
    assert (
        client.post("/danh-gia/mo-ky", {"period": "2026-11", "self_due_on": "30/11/2026"}).status_code == 302
    )
    assert Dossier.objects.count() == 8
    assert sign_in(province.head).post("/danh-gia/mo-ky", {"period": "2026-12"}).status_code == 403


def test_a_leaders_form_asks_for_organizing_and_cohesion(example, sign_in):
    dossier = dossier_of(example.division_head)
    client = sign_in(example.division_head)
    assert "Khả năng tổ chức triển khai (đ)" in text(client.get(f"/danh-gia/{dossier.pk}"))
    marks = {"conduct": "10", "ability": "9", "innovation": "9"}
    refused = post(client, dossier.pk, "tu-cham", version=1, **marks)
    assert refused.status_code == 422
    taken = post(client, dossier.pk, "tu-cham", version=1, **marks, **LEADER_MARKS)
    assert taken.status_code == 302


def test_a_step_that_does_not_exist_is_not_found(example, sign_in):
    client = sign_in(example.specialist)
    assert client.post(f"/danh-gia/{dossier_of(example.specialist).pk}/xoa").status_code == 404
    assert client.get(f"/danh-gia/{dossier_of(example.specialist).pk}/tu-cham").status_code == 405


def test_the_ranked_list_decides_the_chosen_people_and_says_why_not_the_others(province, sign_in):
    from tests.evaluation_steps import to_state

    give_worked_example(province.specialist)
    open_cycle(province)
    dossier = to_state(province, "decision")
    client = sign_in(province.head)
    page = client.get("/danh-gia/xep-loai").content.decode()
    assert "Được nhiều nhất" in page
    assert "Đỗ Văn Chuyên" in page
    about = {
        "chosen": dossier.pk, f"level-{dossier.pk}": "excellent", f"version-{dossier.pk}": dossier.version,
        f"revision-{dossier.pk}": dossier.score_sheets.latest("revision").revision, "minutes": "07/BB",
    }  # fmt: skip
    refused = client.post("/danh-gia/xep-loai", about)
    assert refused.status_code == 409
    assert "Hãy ghi lý do" in refused.content.decode()
    assert 'value="07/BB"' in refused.content.decode()
    about[f"level-{dossier.pk}"] = "good"
    assert "Đã quyết định 1 người" in client.post("/danh-gia/xep-loai", about).content.decode()
    assert sign_in(province.deputy).get("/danh-gia/xep-loai").status_code == 404
