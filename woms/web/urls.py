"""Addresses of the pages, in Vietnamese without diacritics."""

from __future__ import annotations

from django.urls import path

from woms.web import admin, gallery, home, plan_imports, session
from woms.web import help as help_pages

urlpatterns = [
    path("", home.home, name="home"),
    path("dang-nhap", session.sign_in, name="sign-in"),
    path("dang-xuat", session.sign_out, name="sign-out"),
    path("doi-mat-khau", session.change_password, name="change-password"),
    path("tuy-chon", session.preferences, name="preferences"),
    path("tro-giup", help_pages.page, name="help"),
    path("ui", gallery.page, name="gallery"),
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
    path("ke-hoach/nhap", plan_imports.upload, name="plan-import"),
    path("ke-hoach/nhap/mau.xlsx", plan_imports.empty_workbook, name="plan-import-template"),
    path("ke-hoach/nhap/<int:import_id>", plan_imports.show, name="plan-import-show"),
    path("ke-hoach/nhap/<int:import_id>/chinh", plan_imports.correct, name="plan-import-correct"),
    path("ke-hoach/nhap/<int:import_id>/xac-nhan", plan_imports.confirm, name="plan-import-confirm"),
    path("ke-hoach/nhap/<int:import_id>/hoan-tac", plan_imports.undo, name="plan-import-undo"),
    path("suc-khoe", session.health, name="health"),
]
