"""Turn a page's dataclass into HTML: the one way from a view to a template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

from woms.web.frame import Picker
from woms.web.shell import shell_of


def render(
    request: HttpRequest,
    template: str,
    page: Any = None,
    *,
    status: int = 200,
    active: str = "",
    unit: Picker | None = None,
    period: Picker | None = None,
) -> HttpResponse:
    """Render `template` with exactly `page` (a frozen dataclass) and the shell around it.

    `active` is the code of the navigation entry to mark; `unit` and `period` are the pickers of the top bar.
    """
    context = {"page": page, "shell": shell_of(request, active, unit=unit, period=period)}
    body = loader.get_template(template).render(context, request)
    response = HttpResponse(body, status=status)
    response["Vary"] = "HX-Request"
    return response
