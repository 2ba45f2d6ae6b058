"""The steps of bringing a document in, short enough to read in a test."""

from __future__ import annotations

from tests.factories import AT
from tests.plan_files import HEADER, word
from woms.connectors.documents.services import confirm_import, correct_import, stage_import, undo_import
from woms.planning.models import KeyResult, Objective, Plan

ROWS = [
    [
        "1",
        "Sơ kết triển khai",
        "Sở Mẫu A",
        "Sở Mẫu B, các đơn vị liên quan",
        "Báo cáo sơ kết",
        "Tháng 12/2026",
    ],
    ["2", "Đào tạo cán bộ", "Các cơ quan, đơn vị", "Sở Mẫu A", "Kế hoạch, báo cáo", "Hàng quý"],
    ["3", "Rà soát quy trình", "Sở Mẫu B, Sở Mẫu A", "", "Quyết định", "Trước ngày 30/6/2026"],
]
FILE = word("I. Năm 2026", [HEADER, *ROWS])


def stage(actor, unit, content=FILE, **options):
    return stage_import(
        actor=actor, at=AT, unit_code=unit.code, content=content, file_name="ke-hoach.docx", **options
    )


def confirm(actor, import_id, **options):
    return confirm_import(actor=actor, at=AT, import_id=import_id, **options)


def undo(actor, import_id):
    return undo_import(actor=actor, at=AT, import_id=import_id)


def correct(actor, import_id, **corrections):
    correct_import(actor=actor, at=AT, import_id=import_id, **corrections)


def counts():
    return Plan.objects.count(), Objective.objects.count(), KeyResult.objects.count()
