"""Pages of the control board: what they show, to whom, and that every number explains itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AT, TODAY, make_key_result, make_objective, make_plan, make_unit
from tests.figures import make_check_in, make_obstacle, make_rollup, make_state
from woms.insights.metrics import metrics

pytestmark = pytest.mark.django_db
AREAS = ("customers", "resources", "processes", "learning")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("woms.core.clock.now", lambda: AT)


@pytest.fixture
def figures(province):
    """A plan in force in the city and in Sở Mẫu A, carried out there by a specialist, with an obstacle."""
    for unit in (province.city, province.agency):
        objective = make_objective(make_plan(province, unit, state="approved"))
        key_result = make_key_result(
            objective, owner_person_id=province.specialist.person_id, owner_unit=unit
        )
        for back, value in enumerate((63, 66, 68)):
            make_check_in(key_result, value, TODAY - timedelta(days=31 * back + 2))
        make_state(key_result, 63, "off_track")
        make_obstacle(key_result, province.other_agency)
        for area in ("all", *AREAS):
            make_rollup(unit, 81, area=area, month="2026-10")
            make_rollup(unit, 41, "off_track", area=area)
    return province


def body(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_unit_that_has_been_silent_shows_for_how_long_and_not_a_share_that_looks_complete(
    province, sign_in
):
    make_plan(province, province.agency, state="approved")
    make_rollup(province.agency, 41, last_reported_at=AT - timedelta(days=12))
    page = body(sign_in(province.leader), f"/dieu-hanh/{province.city.code}")
    (updated,) = re.findall(r'heat-updated">(.*?)</td>', page[page.index(province.agency.short_name) :])[:1]
    assert "12 ngày" in updated
    assert "%" not in updated


def test_a_leader_opens_the_city_and_a_head_the_own_unit(figures, sign_in):
    assert f"<title>Bảng điều hành · {figures.city.name}" in body(sign_in(figures.leader), "/dieu-hanh")
    assert f"<title>Bảng điều hành · {figures.agency.name}" in body(sign_in(figures.head), "/dieu-hanh")


def test_the_city_board_says_first_what_needs_attention_and_how_fresh_it_is(figures, sign_in):
    page = body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}")
    assert "<b>1 đơn vị</b> chuyển từ Đúng tiến độ sang Nguy cơ so với tháng trước: Sở Mẫu A." in page
    assert "số liệu đến 14:05 ngày 19/11" in page
    assert "100\N{NO-BREAK SPACE}% đơn vị đã cập nhật" in page
    assert page.index("Điều cần chú ý") < page.index('id="live-numbers"') < page.index("Đơn vị theo lĩnh vực")


def test_a_unit_without_figures_is_hatched_and_never_green(figures, sign_in):
    page = body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}")
    row = page[page.index(f'data-key="{figures.ward.code}"') :].split("</tr>")[0]
    assert row.count("heat-cell is-no_data") == 4
    assert "is-on_track" not in row
    assert "chưa có kế hoạch" in row


def test_a_green_cell_says_when_something_under_it_is_red(figures, sign_in):
    make_rollup(figures.ward, 90, area="customers", worst_status="off_track")
    page = body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}")
    row = page[page.index(f'data-key="{figures.ward.code}"') :].split("</tr>")[0]
    assert "bên dưới có mục tiêu ở mức Nguy cơ" in row


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?sap-xep=ten",
        "?loc=im-lang",
        "?linh-vuc=customers",
        "?hien=tat-ca&dieu=tat-ca",
        "?sap-xep=x&loc=y",
    ],
)
def test_every_choice_is_in_the_address_and_an_unknown_one_changes_nothing(figures, sign_in, query):
    assert "Bảng điều hành" in body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}{query}")


def test_a_month_that_has_not_begun_is_refused_in_words(figures, sign_in):
    assert "chưa đến" in body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}?ky=2026-12", 422)


def test_a_board_out_of_reach_looks_like_one_that_does_not_exist(figures, sign_in):
    client = sign_in(figures.head)
    foreign = client.get(f"/dieu-hanh/{figures.other_agency.code}")
    unknown = client.get("/dieu-hanh/khong-co-don-vi")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    strip = re.compile(r"/dieu-hanh/[\w-]+|name=\"csrfmiddlewaretoken\" value=\"\w+\"")
    assert strip.sub("", foreign.content.decode()) == strip.sub("", unknown.content.decode())


def test_a_specialist_is_told_that_boards_are_not_theirs(figures, sign_in):
    assert "chưa có quyền xem bảng điều hành" in body(sign_in(figures.specialist), "/dieu-hanh", 403)


def links(page):
    return {one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"#]*)', page)}


def own_pages(client, start):
    """Every page of ours that can be reached from an address, with its HTML: each once for each set of choices."""
    seen, known, waiting = {}, set(), [start]
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        kind = (path, frozenset(one.split("=")[0] for one in query.split("&")))
        if kind in known or not re.match(r"/($|dieu-hanh|vi-sao|nhat-ky)", path):
            continue
        known.add(kind)
        response = client.get(address)
        assert response.status_code == 200, address
        seen[address] = response.content.decode()
        waiting += sorted(links(seen[address]))
    return seen


def test_the_city_never_receives_a_specialists_name_in_any_page(figures, sign_in):
    pages = own_pages(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}")
    assert len(pages) > 20
    assert any(f"/dieu-hanh/{figures.agency.code}" in address for address in pages)
    told = [address for address, page in pages.items() if figures.specialist.name in page]
    assert told == []


def test_a_head_reads_who_carries_a_key_result_out(figures, sign_in):
    assert figures.specialist.name in body(sign_in(figures.head), f"/dieu-hanh/{figures.agency.code}")


def test_every_number_cites_a_known_metric_and_its_explanation_opens(figures, sign_in):
    client = sign_in(figures.leader)
    page = body(client, f"/dieu-hanh/{figures.city.code}")
    assert set(re.findall(r'data-metric="(\w+)"', page)) <= set(metrics())
    explained = [one for one in links(page) if one.startswith("/vi-sao")]
    assert len(explained) > 8
    for address in explained:
        assert "Nghĩa của con số này" in body(client, address)


def test_the_explanation_of_a_score_lists_what_made_it(figures, sign_in):
    page = body(sign_in(figures.leader), f"/vi-sao/unit_score?don-vi={figures.agency.code}&ky=2026-11")
    assert "Vì sao 41,0?" in page
    assert "Tỷ lệ hồ sơ giải quyết đúng hạn" in page


def test_the_explanation_of_a_unit_out_of_reach_is_missing(figures, sign_in):
    body(sign_in(figures.head), f"/vi-sao/unit_score?don-vi={figures.other_agency.code}", 404)
    body(sign_in(figures.head), "/vi-sao/khong_co", 404)


def test_every_status_on_a_board_has_a_shape_and_a_word(figures, sign_in):
    page = body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}")
    tags = re.findall(r'<span class="tag is-\w+">(.*?)</span></span>', page)
    cells = re.findall(r'class="heat-cell is-\w+"[^>]*>(.*?)</a>', page)
    assert tags
    assert cells
    assert [
        one for one in tags + cells if "<use " not in one or not re.sub(r"<[^>]+>", "", one).strip()
    ] == []


def test_a_board_has_at_most_one_primary_action(figures, sign_in):
    assert body(sign_in(figures.leader), f"/dieu-hanh/{figures.city.code}").count("data-primary") <= 1


def test_the_page_of_a_board_takes_as_many_queries_for_150_units_as_for_five(province, sign_in):
    def queries(units):
        for number in range(units):
            make_rollup(make_unit(f"Xã {number}", "commune", province.city), 50)
        client = sign_in(province.leader)
        client.get(f"/dieu-hanh/{province.city.code}?hien=tat-ca")
        with CaptureQueriesContext(connection) as caught:
            body(client, f"/dieu-hanh/{province.city.code}?hien=tat-ca")
        return len(caught)

    assert queries(5) == queries(145)
