"""Addresses of the pages, in Vietnamese without diacritics."""

from __future__ import annotations

from django.urls import path

from woms.web import admin, boards, explanations, gallery, home, session, version
from woms.web import help as help_pages

urlpatterns = [
    path("", home.home, name="home"),
    path("dang-nhap", session.sign_in, name="sign-in"),
    path("dang-xuat", session.sign_out, name="sign-out"),
    path("dieu-hanh", boards.own_board, name="own-board"),
    path("dieu-hanh/<slug:code>", boards.board, name="board"),
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
    path("phien-ban", version.version, name="version"),
    path("vi-sao", explanations.dictionary, name="metrics"),
    path("vi-sao/<slug:code>", explanations.explanation, name="explanation"),
    path("suc-khoe", session.health, name="health"),
]
