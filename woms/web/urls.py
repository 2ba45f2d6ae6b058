"""Addresses of the pages, in Vietnamese without diacritics."""

from __future__ import annotations

from django.urls import path

from woms.web import (
    admin,
    boards,
    check_ins,
    dossier_steps,
    evaluation,
    explanations,
    gallery,
    home,
    key_results,
    log,
    plan_imports,
    reports,
    session,
    version,
    work,
)
from woms.web import help as help_pages
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
    path("danh-gia", evaluation.index, name="evaluation"),
    path("danh-gia/mo-ky", dossier_steps.open_cycle, name="open-cycle"),
    path("danh-gia/<int:dossier_id>", evaluation.dossier, name="dossier"),
    path("danh-gia/<int:dossier_id>/phieu.<slug:form>", reports.evaluation_form, name="evaluation-form"),
    path("danh-gia/<int:dossier_id>/<slug:name>", dossier_steps.step, name="dossier-step"),
    path("ui", gallery.page, name="gallery"),
    path("ke-hoach/<int:plan_id>/ke-hoach.<slug:form>", reports.plan, name="plan-paper"),
    *PLANNING,
    path("minh-chung/<int:evidence_id>", key_results.evidence, name="evidence"),
    path("muc-tieu/<int:key_result_id>", key_results.page, name="key-result"),
    path("nhat-ky", log.page, name="log"),
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
