"""Sign in, sign out, change the password, preferences."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from woms.core.errors import Invalid
from woms.org.services import change_password as change_own_password
from woms.org.services import set_preferences
from woms.web.middleware import LANGUAGE_COOKIE
from woms.web.render import render
from woms.web.request import SignedInRequest, public, signed_in


@dataclass(frozen=True, slots=True)
class SignInPage:
    next: str
    username: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class PasswordPage:
    is_forced: bool
    error: str = ""
    field: str = ""


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@never_cache
@public
def sign_in(request: HttpRequest) -> HttpResponse:
    target = _safe_target(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "GET":
        return (
            HttpResponseRedirect(target) if request.user.is_authenticated else _sign_in_page(request, target)
        )
    username = request.POST.get("username", "").strip().lower()
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if account is None:
        return _sign_in_page(request, target, username, failed=True)
    login(request, account)
    return HttpResponseRedirect(target)


def _sign_in_page(
    request: HttpRequest, target: str, username: str = "", *, failed: bool = False
) -> HttpResponse:
    sentence = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy gõ lại; chú ý Caps Lock và bộ gõ tiếng Việt.")
    page = SignInPage(target, username[:80], sentence if failed else "")
    return render(request, "session/sign_in.html", page, status=422 if failed else 200)


def _safe_target(request: HttpRequest, wanted: str) -> str:
    """Only addresses of this program: a link must not lead people elsewhere after sign-in."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and is_ours else "/"


@require_POST
@public
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/dang-nhap")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def change_password(request: SignedInRequest) -> HttpResponse:
    forced = request.user.must_change_password
    if request.method == "GET":
        return render(request, "session/change_password.html", PasswordPage(forced))
    try:
        _change(request)
    except Invalid as error:
        page = PasswordPage(forced, error.sentence, error.field)
        return render(request, "session/change_password.html", page, status=422)
    return HttpResponseRedirect("/")


def _change(request: SignedInRequest) -> None:
    new = request.POST.get("new", "")
    if new != request.POST.get("repeat", ""):
        raise Invalid(_("Hai lần gõ mật khẩu mới chưa giống nhau. Hãy gõ lại cả hai ô."), field="repeat")
    change_own_password(
        actor=request.actor,
        at=request.at,
        account_id=request.user.pk,
        current=request.POST.get("current", ""),
        new=new,
    )
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)


@require_POST
@public
def preferences(request: HttpRequest) -> HttpResponse:
    """Theme and language: kept with the account, or in a cookie before sign-in."""
    theme, language = request.POST.get("theme"), request.POST.get("language")
    back = _safe_target(request, request.POST.get("next", "/"))
    response = HttpResponse(status=204) if request.headers.get("HX-Request") else HttpResponseRedirect(back)
    if request.user.is_authenticated:
        set_preferences(account_id=request.user.pk, theme=theme, language=language)
    if language in {"vi", "en"}:
        response.set_cookie(
            LANGUAGE_COOKIE, language, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    if theme in {"auto", "light", "dark"}:
        response.set_cookie("theme", theme, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


@require_safe
@public
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """For supervisors and load balancers: the program answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
