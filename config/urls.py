"""Mounts the two doors."""

from __future__ import annotations

from django.urls import include, path

from woms.api.v1 import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("woms.web.urls")),
]

handler400 = "woms.web.errors.bad_request"
handler403 = "woms.web.errors.forbidden"
handler404 = "woms.web.errors.not_found"
handler500 = "woms.web.errors.server_error"
