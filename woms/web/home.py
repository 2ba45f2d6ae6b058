"""Trang của tôi: what is on my desk today."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in


@dataclass(frozen=True, slots=True)
class HomePage:
    name: str
    title: str
    unit_name: str


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    actor = request.actor
    return render(
        request, "home/home.html", HomePage(actor.name, actor.title, actor.unit_name), active="home"
    )
