"""`./run import-plan`: JSON on the one stream, sentences on the other, 0 or 2 at the end."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from tests.plan_files import HEADER, word
from woms.org.models import UnitAlias
from woms.planning.models import ImportBatch, Objective, Plan

pytestmark = pytest.mark.django_db
ROWS = [
    ["1", "Sơ kết triển khai", "SMA", "Sở Mẫu B, các đơn vị liên quan", "Báo cáo sơ kết", "Tháng 12/2026"]
]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "kế hoạch.docx"
    file.write_bytes(word([HEADER, *ROWS]))
    return file


def run(*arguments):
    """Give exit code, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_plan", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_dry_run_prints_the_agreed_json_and_writes_nothing(province, path):
    UnitAlias.objects.create(unit=province.agency, text="SMA", folded="sma")
    code, out, err = run(path, "--dry-run", "--json")
    assert (code, err) == (0, "")
    plan = json.loads(out)
    assert plan["objectives"][0]["lead"] == ["Sở Mẫu A"]
    assert plan["unmatched"] == ["các đơn vị liên quan"]
    assert not ImportBatch.objects.exists()


def test_without_json_it_is_said_in_words(province, path):
    code, out, _ = run(path, "--dry-run")
    assert code == 0
    assert "1 nhiệm vụ" in out
    assert "Sơ kết triển khai" in out
    assert "Tên chưa khớp" in out


def test_the_city_receives_the_plan_when_no_unit_is_given(province, path):
    code, out, err = run(path, "--json")
    assert code == 0
    assert len(json.loads(out)["objectives"]) == 1
    assert "đã ghi 1 nhiệm vụ, 1 mục tiêu" in err
    plan = Plan.objects.get()
    assert (plan.unit_id, plan.author_id) == (province.city.pk, province.organization_board.person_id)
    assert ImportBatch.objects.get().file_name == "kế hoạch.docx"


def test_a_unit_receives_its_plan_in_the_name_of_whoever_drafts_there(province, path):
    assert run(path, "--unit", province.agency.code)[0] == 0
    assert Plan.objects.get().author_id == province.deputy.person_id


def test_the_same_file_a_second_time_is_told_and_not_written(province, path):
    run(path)
    code, _, err = run(path)
    assert (code, Objective.objects.count(), ImportBatch.objects.count()) == (0, 1, 1)
    assert "không ghi lần nữa" in err
    assert run(path, "--again")[0] == 0
    assert Objective.objects.count() == 2


@pytest.mark.parametrize("arguments", [("--unit", "khong-co"), ("--as", "khong-co"), ("--period", "2026-13")])
def test_what_does_not_exist_ends_with_two_and_one_sentence(province, path, arguments):
    code, out, err = run(path, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("WOMS: Không có")
    assert err.count("\n") == 1
    assert not Plan.objects.exists()


def test_a_file_not_understood_ends_with_two_and_one_sentence(province, tmp_path):
    file = tmp_path / "x.docx"
    file.write_bytes(b"%PDF-1.7")
    assert run(file, "--json") == (
        2, "", "WOMS: Không hiểu tệp này: đây là tệp PDF, chỉ đọc được tệp Word và Excel. Hãy mở tệp bằng Word hoặc "
        "Excel, chọn “Lưu thành” .docx hoặc .xlsx rồi tải lại.\n",
    )  # fmt: skip
    code, _, err = run(tmp_path / "nowhere.docx")
    assert (code, "Không mở được tệp" in err) == (2, True)


def test_nobody_writes_a_plan_without_the_right_even_from_the_command_line(province, path, sign_in):
    from tests.factories import account_of

    code, _, err = run(path, "--as", account_of(province.specialist).username)
    assert code == 2
    assert "chưa có quyền soạn kế hoạch" in err
    assert run(path, "--unit", province.ward.code, "--as", account_of(province.ward_head).username)[0] == 0


def test_without_any_unit_a_file_can_still_be_read(db, path):
    code, out, _ = run(path, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out)["unmatched"] == ["SMA", "Sở Mẫu B", "các đơn vị liên quan"]
    assert run(path)[0] == 2
