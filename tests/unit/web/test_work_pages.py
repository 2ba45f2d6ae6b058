"""The pages of assigned work, as the person and the superior use them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import AT, make_product, make_work_item
from tests.files import pdf
from tests.work_steps import assign, deliver, late_item
from woms.core import clock
from woms.work.models import WorkFault, WorkItem


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_person_opens_the_own_month_without_any_parameter(province, sign_in):
    assign(province, AT, title="Soạn 10 công văn")
    words = text(sign_in(province.specialist).get("/cong-viec"))
    assert "Công việc tháng 11/2026" in words
    assert "Soạn 10 công văn" in words
    assert "Giao việc" not in words


def test_a_superior_assigns_on_the_page_and_a_wrong_quantity_stays_there(province, sign_in):
    make_product()
    client = sign_in(province.division_head)
    address = f"/cong-viec/giao?ky=2026-11&nguoi={province.specialist.person_id}"
    assert client.get(address).status_code == 200
    fields = {"product": "SP-01", "due_on": "25/11/2026", "title": "Soạn công văn"}
    wrong = client.post(address, {**fields, "quantity": "mười"})
    assert wrong.status_code == 422
    assert 'value="mười"' in wrong.content.decode()
    assert client.post(address, {**fields, "quantity": "10"}).status_code == 302
    assert WorkItem.objects.get().title == "Soạn công văn"


@pytest.mark.parametrize(("who", "status"), [("specialist", 403), ("other_head", 404), ("leader", 404)])
def test_nobody_else_gets_the_form_that_assigns(province, sign_in, who, status):
    client = sign_in(getattr(province, who))
    address = f"/cong-viec/giao?ky=2026-11&nguoi={province.specialist.person_id}"
    assert client.get(address).status_code == status


def test_deliver_return_and_accept_on_the_page(province, sign_in):
    item_id = assign(province, AT)
    answer = sign_in(province.specialist).post(
        f"/cong-viec/{item_id}/nop", {"quantity": "10", "version": "1"}
    )
    assert answer.status_code == 302
    client = sign_in(province.division_head)
    assert "Nghiệm thu 10" in text(client.get(f"/cong-viec/{item_id}"))
    refused = client.post(f"/cong-viec/{item_id}/tra-lai", {"units": "1", "reason": "", "version": "2"})
    assert refused.status_code == 409
    assert "Cần ghi lý do" in text(refused)
    taken = client.post(
        f"/cong-viec/{item_id}/tra-lai", {"units": "1", "reason": "Thiếu căn cứ", "version": "2"}
    )
    assert taken.status_code == 302
    words = text(client.get(f"/cong-viec/{item_id}"))
    assert "Làm lại 1 lần" in words
    assert "Thiếu căn cứ" in words


def test_an_excuse_is_asked_for_by_the_person_and_answered_by_the_head(province, sign_in):
    item = late_item(province, AT)
    faults = [str(fault.pk) for fault in item.faults.all()]
    typed = {"fault": faults, "reason": "Mất mạng cả ngày"}
    client = sign_in(province.specialist)
    lacking = client.post(f"/cong-viec/{item.pk}/de-nghi-khach-quan", typed)
    assert lacking.status_code == 422
    assert "Cần kèm minh chứng" in text(lacking)
    assert "Mất mạng cả ngày" in lacking.content.decode()
    file = SimpleUploadedFile("thong-bao.pdf", pdf(), "application/pdf")
    asked = client.post(f"/cong-viec/{item.pk}/de-nghi-khach-quan", {**typed, "evidence": file})
    assert asked.status_code == 302
    assert "thong-bao.pdf" in text(client.get(f"/cong-viec/{item.pk}"))
    assert "Chờ xác nhận khách quan" in text(sign_in(province.head).get("/cong-viec"))
    assert "Chờ xác nhận khách quan" in text(sign_in(province.head).get(f"/cong-viec/{item.pk}"))
    denied = sign_in(province.division_head).post(
        f"/cong-viec/{item.pk}/xac-nhan-khach-quan", {"fault": faults, "reason": "Đúng"}
    )
    assert denied.status_code == 403
    answered = sign_in(province.head).post(
        f"/cong-viec/{item.pk}/xac-nhan-khach-quan", {"fault": faults, "reason": "Có văn bản của nhà mạng"}
    )
    assert answered.status_code == 302
    assert not WorkFault.objects.filter(excused=False).exists()


@pytest.mark.parametrize("who", ["leader", "other_head", "administrator"])
def test_outsiders_find_neither_month_nor_product(province, sign_in, who):
    item_id = assign(province, AT)
    client = sign_in(getattr(province, who))
    assert client.get(f"/cong-viec?nguoi={province.specialist.person_id}").status_code == 404
    assert client.get(f"/cong-viec/{item_id}").status_code == 404
    assert client.post(f"/cong-viec/{item_id}/nop", {"quantity": "1", "version": "1"}).status_code == 404


def test_who_has_work_to_accept_sees_whose_it_is(province, sign_in):
    item_id = assign(province, AT)
    deliver(province, item_id, "10", AT)
    words = text(sign_in(province.division_head).get("/cong-viec"))
    assert "Đỗ Văn Chuyên 1 sản phẩm chờ nghiệm thu" in words


def test_hostile_titles_stay_text(province, sign_in):
    make_work_item(province.specialist, make_product(), "1", title="<img src=x onerror=alert(1)>")
    html = sign_in(province.specialist).get("/cong-viec").content.decode()
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    "address", ["/cong-viec?ky=2026-13", "/cong-viec?ky=../../x", "/cong-viec?nguoi=abc"]
)
def test_an_address_that_means_nothing_is_answered_in_words(province, sign_in, address):
    assert sign_in(province.specialist).get(address).status_code in {404, 422}
