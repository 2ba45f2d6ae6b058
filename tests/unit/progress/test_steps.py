"""Reporting a step that was reached."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import make_key_result
from woms.core.errors import Invalid
from woms.progress.models import CheckIn, KeyResultState

STEPS = [["Cam kết", "30"], ["Mục tiêu", "70"], ["Vượt", "100"]]


@pytest.fixture
def stepwise(objective, province):
    return make_key_result(
        objective, direction="steps", baseline=None, target=3, steps=STEPS, measure_unit="mốc",
        owner_unit=province.division, owner_person_id=province.specialist.person_id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "score"), [("0", 0), ("1", 30), ("cam kết", 30), ("MỤC TIÊU", 70), ("3", 100)]
)
def test_a21_a_step_is_worth_what_the_plan_says(stepwise, report, typed, score):
    report(typed, to=stepwise)
    assert KeyResultState.objects.get(pk=stepwise.pk).progress == score


@pytest.mark.parametrize("typed", ["1,5", "4", "-1"])
def test_what_is_no_step_is_refused(stepwise, report, typed):
    with pytest.raises(Invalid, match="3 mốc"):
        report(typed, to=stepwise)
    assert not CheckIn.objects.exists()


def test_the_name_of_no_step_is_refused_as_no_number(stepwise, report):
    with pytest.raises(Invalid, match="Không đọc được"):
        report("xuất sắc", to=stepwise)


def test_the_page_offers_the_steps_by_name(stepwise, report, sign_in, province):
    report("2", to=stepwise)
    page = sign_in(province.specialist).get("/cap-nhat").content.decode()
    assert '<option value="2" selected>2. Mục tiêu</option>' in page
    detail = sign_in(province.specialist).get(f"/muc-tieu/{stepwise.pk}").content.decode()
    assert detail.count('class="is-reached"') == 2


def test_a_correction_is_a_step_too(stepwise, report, province, at):
    from woms.progress.services.check_ins import correct_check_in

    receipt = report("2", to=stepwise)
    with pytest.raises(Invalid, match="3 mốc"):
        correct_check_in(actor=province.specialist, at=at, check_in_id=receipt.id, value="2,5", reason="Nhầm")
    assert CheckIn.objects.get().value == Decimal(2)
