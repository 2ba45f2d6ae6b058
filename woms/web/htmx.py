"""The few things htmx needs from a view."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def wants_fragment(request: HttpRequest) -> bool:
    """Did htmx ask for a part of the page (not a boosted or restored whole page)?"""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Boosted") != "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to `url`, whichever way it asked."""
    if wants_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def toast(response: HttpResponse, sentence: str, *, kind: str = "ok") -> HttpResponse:
    """Show a short message without leaving the place."""
    response["HX-Trigger"] = json.dumps({"toast": {"text": sentence, "kind": kind}})
    return response
