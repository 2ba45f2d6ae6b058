"""What a page's view receives: a request that knows who acts and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from woms.access.actors import Actor
from woms.access.earshot import earshot_of
from woms.records.queries import version_in

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of a signed-in person. `at` is the instant of the request: services take it from here."""

    user: Any
    actor: Actor
    at: datetime
    live_version: str


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for people who have signed in and have set their own password."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if getattr(request, "actor", None) is None:
            return _to_sign_in(request)
        account: Any = request.user
        if account.must_change_password and request.path != "/doi-mat-khau":
            return HttpResponseRedirect("/doi-mat-khau")
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    guarded.requires_sign_in = True  # type: ignore[attr-defined] # the guard test looks for it
    return guarded  # type: ignore[return-value] # `wraps` keeps the name of the first parameter


def live(view: View[P]) -> View[P]:
    """The page refreshes itself (static/js/live.js). The version is read before the page's figures are, so that
    nothing that happens in between is missed. Stands below `signed_in`.
    """

    @wraps(view)
    def versioned(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.live_version = version_in(earshot_of(request.actor))
        return view(request, *args, **kwargs)

    return versioned  # type: ignore[return-value] # `wraps` keeps the name of the first parameter


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open to everybody, on purpose. The guard test refuses views that say neither."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    from urllib.parse import quote

    target = f"/dang-nhap?next={quote(request.get_full_path())}" if request.method == "GET" else "/dang-nhap"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = "/dang-nhap"
        return response
    return HttpResponseRedirect(target)
