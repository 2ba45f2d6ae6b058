"""Addresses of the pages, in Vietnamese without diacritics."""

from __future__ import annotations

from django.urls import path

from woms.web import (
    admin,
    boards,
    check_ins,
    explanations,
    gallery,
    home,
    key_results,
    log,
    plan_imports,
    reports,
    rules,
    session,
    version,
    work,
)
from woms.web import help as help_pages
from woms.web.evaluation_urls import EVALUATION
from woms.web.plan_urls import PLANNING

urlpatterns = [
    path("", home.home, name="home"),
    path("cap-nhat", check_ins.week, name="check-in"),
    path("cap-nhat/<int:key_result_id>", check_ins.row, name="check-in-row"),
    path("dang-nhap", session.sign_in, name="sign-in"),
    path("dang-xuat", session.sign_out, name="sign-out"),
    path("dieu-hanh", boards.own_board, name="own-board"),
    path("dieu-hanh/<slug:code>", boards.board, name="board"),
    path("doi-mat-khau", session.change_password, name="change-password"),
    path("tuy-chon", session.preferences, name="preferences"),
    path("tro-giup", help_pages.page, name="help"),
    path("bao-cao", reports.index, name="reports"),
    path("cong-viec", work.index, name="work"),
    path("cong-viec/giao", work.assign, name="work-assign"),
    path("cong-viec/<int:work_item_id>", work.detail, name="work-item"),
    path("cong-viec/<int:work_item_id>/<slug:name>", work.step, name="work-step"),
    path("ui", gallery.page, name="gallery"),
    path("ke-hoach/<int:plan_id>/ke-hoach.<slug:form>", reports.plan, name="plan-paper"),
    *EVALUATION,
    *PLANNING,
    path("minh-chung/<int:evidence_id>", key_results.evidence, name="evidence"),
    path("muc-tieu/<int:key_result_id>", key_results.page, name="key-result"),
    path("muc-tieu/<int:key_result_id>/minh-chung", key_results.attach, name="key-result-evidence"),
    path(
        "muc-tieu/<int:key_result_id>/minh-chung/<int:evidence_id>/xac-nhan",
        key_results.verify,
        name="evidence-verify",
    ),
    path(
        "muc-tieu/<int:key_result_id>/nhat-ky/<int:check_in_id>/sua-lai",
        key_results.correct,
        name="check-in-correct",
    ),
    path("nhat-ky", log.page, name="log"),
    path("quy-dinh", rules.index, name="rules"),
    path("quy-dinh/tham-so/<path:name>", rules.parameter, name="parameter"),
    path("quy-dinh/<path:name>", rules.rule, name="rule"),
    path("quan-tri", admin.units, name="admin-units"),
    path("quan-tri/<slug:code>", admin.unit, name="admin-unit"),
    path("quan-tri/<slug:code>/tai-khoan", admin.add_account, name="admin-add-account"),
    path(
        "quan-tri/<slug:code>/tai-khoan/<int:account_id>/dat-lai-mat-khau",
        admin.reset_password,
        name="admin-reset-password",
    ),
    path("quan-tri/<slug:code>/vai-tro", admin.add_role, name="admin-add-role"),
    path("quan-tri/<slug:code>/vai-tro/<int:grant_id>/ket-thuc", admin.end_role, name="admin-end-role"),
    path("phien-ban", version.version, name="version"),
    path("vi-sao", explanations.dictionary, name="metrics"),
    path("vi-sao/<slug:code>", explanations.explanation, name="explanation"),
    path("ke-hoach/nhap", plan_imports.upload, name="plan-import"),
    path("ke-hoach/nhap/mau.xlsx", plan_imports.empty_workbook, name="plan-import-template"),
    path("ke-hoach/nhap/<int:import_id>", plan_imports.show, name="plan-import-show"),
    path("ke-hoach/nhap/<int:import_id>/chinh", plan_imports.correct, name="plan-import-correct"),
    path("ke-hoach/nhap/<int:import_id>/xac-nhan", plan_imports.confirm, name="plan-import-confirm"),
    path("ke-hoach/nhap/<int:import_id>/hoan-tac", plan_imports.undo, name="plan-import-undo"),
    path("suc-khoe", session.health, name="health"),
]
