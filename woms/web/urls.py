"""Addresses of the pages, in Vietnamese without diacritics."""

from __future__ import annotations

from django.urls import path

from woms.web import gallery, home, session

urlpatterns = [
    path("", home.home, name="home"),
    path("dang-nhap", session.sign_in, name="sign-in"),
    path("dang-xuat", session.sign_out, name="sign-out"),
    path("doi-mat-khau", session.change_password, name="change-password"),
    path("tuy-chon", session.preferences, name="preferences"),
    path("ui", gallery.page, name="gallery"),
    path("suc-khoe", session.health, name="health"),
]
