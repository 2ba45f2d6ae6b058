"""Báo cáo: which papers one finds, where the ways to them are, and that they say what the page says."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT, make_key_result, make_objective, make_plan
from tests.paper_steps import flat, pdf_text, word_text
from woms.core import clock


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def example(province):
    give_worked_example(province.specialist)
    open_cycle(province)
    return province


def address(example, form="pdf"):
    return f"/danh-gia/{dossier_of(example.specialist).pk}/phieu.{form}"


def text(response):
    return flat(re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_page_pdf_and_word_say_the_same_figures(example, sign_in):
    to_state(example, "published")
    client = sign_in(example.specialist)
    page = text(client.get(f"/danh-gia/{dossier_of(example.specialist).pk}"))
    printed = pdf_text(client.get(address(example)).content)
    written = word_text(client.get(address(example, "docx")).content)
    for figure in ("89,10", "62,10", "90,32 %", "88,71 %", "87,10 %", "−2,26", "−2,63", "−3,01", "+27,00"):
        assert figure in page, figure
        assert figure in printed, figure
        assert figure in written, figure


def test_a_paper_is_saved_under_its_vietnamese_name_and_never_kept_on_the_way(example, sign_in):
    answer = sign_in(example.specialist).get(address(example))
    assert answer["Content-Disposition"] == (
        'attachment; filename="phieu_danh_gia_2026-11_do_van_chuyen.pdf"; '
        "filename*=UTF-8''Phi%E1%BA%BFu%20%C4%91%C3%A1nh%20gi%C3%A1%202026-11%20"
        "%C4%90%E1%BB%97%20V%C4%83n%20Chuy%C3%AAn.pdf"
    )
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_somebody_elses_form_is_the_page_of_something_that_does_not_exist(example, sign_in):
    client = sign_in(example.other_specialist)
    answer, nothing = client.get(address(example)), client.get("/danh-gia/999999/phieu.pdf")
    assert answer.status_code == nothing.status_code == 404
    assert example.specialist.name not in text(answer)


def test_an_unknown_form_is_not_found(example, sign_in):
    assert sign_in(example.specialist).get(address(example, "exe")).status_code == 404


def test_the_rating_is_as_hidden_on_paper_as_on_the_page(example, sign_in):
    to_state(example, "decided")
    client = sign_in(example.specialist)
    page = text(client.get(f"/danh-gia/{dossier_of(example.specialist).pk}"))
    printed = pdf_text(client.get(address(example)).content)
    assert "Vũ Thị Trưởng quyết định" not in page
    assert "Mức xếp loại" not in printed
    assert "Chưa công bố" in printed


def test_the_list_has_only_papers_that_open(example, sign_in):
    make_objective(make_plan(example, state="approved"))
    make_plan(example, example.other_agency)
    for who in ("specialist", "head", "leader", "auditor", "appraiser", "administrator"):
        client = sign_in(getattr(example, who))
        links = re.findall(r'href="(/[^"]+\.(?:pdf|docx))"', client.get("/bao-cao").content.decode())
        assert [link for link in links[:6] if client.get(link).status_code != 200] == [], who
        assert bool(links) == (who not in {"appraiser", "administrator"}), who


def test_the_list_of_the_city_names_no_specialist(example, sign_in):
    words = text(sign_in(example.leader).get("/bao-cao"))
    assert example.head.name in words
    assert example.specialist.name not in words


def test_a_search_narrows_the_list(example, sign_in):
    client = sign_in(example.head)
    words = text(client.get("/bao-cao?tim=chuyên"))
    assert "Đỗ Văn Chuyên" in words
    assert "Đặng Văn Phó" not in words


def test_the_list_costs_the_same_however_many_papers(example, sign_in, django_assert_max_num_queries):
    client = sign_in(example.leader)
    client.get("/bao-cao")
    make_plan(example)
    with CaptureQueriesContext(connection) as few:
        client.get("/bao-cao")
    make_plan(example, example.other_agency)
    make_plan(example, example.ward)
    with django_assert_max_num_queries(len(few)):
        client.get("/bao-cao")


def test_the_page_of_a_plan_offers_the_paper_to_who_may_take_it(example, sign_in):
    plan = make_plan(example, state="approved")
    make_key_result(make_objective(plan))
    way = f'href="/ke-hoach/{plan.pk}/ke-hoach.pdf"'
    assert way in sign_in(example.head).get(f"/ke-hoach/{plan.pk}").content.decode()
    assert way not in sign_in(example.appraiser).get(f"/ke-hoach/{plan.pk}").content.decode()
    assert sign_in(example.appraiser).get(f"/ke-hoach/{plan.pk}/ke-hoach.pdf").status_code == 403


def test_the_log_has_a_filter_for_papers(example, sign_in):
    sign_in(example.specialist).get(address(example))
    words = text(sign_in(example.auditor).get("/nhat-ky?loai=report"))
    assert "Xuất văn bản “Phiếu đánh giá 2026-11 Đỗ Văn Chuyên.pdf”, mã nội dung" in words
