"""What surrounds every page: navigation by permission, the person's name, theme and language."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission
from woms.core.clock import local_date
from woms.insights.inbox import inbox_count
from woms.web.filters import initials
from woms.web.flash import take
from woms.web.frame import NavEntry, Picker, Shell

# code, label, short label for the phone, address, icon, permission that shows it (None = everybody)
_ENTRIES = (
    ("home", _("Trang của tôi"), _("Của tôi"), "/", "home", None),
    ("check-in", _("Cập nhật"), _("Cập nhật"), "/cap-nhat", "edit", Permission.CHECK_IN_CREATE),
    ("inbox", _("Chờ xử lý"), _("Chờ xử lý"), "/cho-xu-ly", "inbox", None),
    ("board", _("Bảng điều hành"), _("Điều hành"), "/dieu-hanh", "board", Permission.BOARD_READ),
    ("plans", _("Kế hoạch, mục tiêu"), _("Kế hoạch"), "/ke-hoach", "plan", Permission.PLAN_READ),
    (
        "evaluation",
        _("Đánh giá, xếp loại"),
        _("Đánh giá"),
        "/danh-gia",
        "evaluation",
        Permission.DOSSIER_READ,
    ),
    ("reports", _("Báo cáo"), _("Báo cáo"), "/bao-cao", "report", Permission.REPORT_EXPORT),
    ("rules", _("Quy định"), _("Quy định"), "/quy-dinh", "info", None),
    (
        "catalog",
        _("Danh mục sản phẩm"),
        _("Danh mục"),
        "/danh-muc",
        "grid",
        Permission.CATALOG_MANAGE,
    ),
    ("log", _("Nhật ký"), _("Nhật ký"), "/nhat-ky", "shield", Permission.LOG_READ),
    ("admin", _("Tổ chức, phân quyền"), _("Tổ chức"), "/quan-tri", "settings", Permission.UNIT_MANAGE),
)
_ADMIN = frozenset({"catalog", "log", "admin"})
_GROUP = _("Quản trị")


def shell_of(
    request: HttpRequest, active: str = "", *, unit: Picker | None = None, period: Picker | None = None
) -> Shell:
    """Describe the shell for this request; pages of strangers get one without navigation."""
    actor: Actor | None = getattr(request, "actor", None)
    account = getattr(request, "user", None)
    version: str = getattr(request, "live_version", "")
    return Shell(
        actor=actor,
        username=getattr(account, "username", ""),
        theme=getattr(account, "theme", "") or request.COOKIES.get("theme", "auto"),
        language=(translation.get_language() or "vi")[:2],
        csrf_token=get_token(request),
        path=request.get_full_path(),
        nav=_navigation(actor, active, local_date(request.at)) if actor else (),  # type: ignore[attr-defined] # set with the actor
        is_sample=bool(getattr(account, "is_sample", False)),
        initials=initials(actor.name) if actor else "",
        unit=unit,
        period=period,
        search_href=_address("search"),
        search=request.GET.get("q", "")[:200],
        notifications_href=_address("notifications"),
        help_href=_address("help"),
        profile_href=_address("profile"),
        live_href="/truc-tiep" if version else "",
        live_version=version,
        messages=take(request),
    )


def bare_shell(request: HttpRequest) -> Shell:
    """The shell of a page that must show even when the database does not answer: asks for nobody."""
    return Shell(
        actor=None,
        username="",
        theme=request.COOKIES.get("theme", "auto"),
        language=(translation.get_language() or "vi")[:2],
        csrf_token="",
        path="/",
    )


def _navigation(actor: Actor, active: str, on: date) -> tuple[NavEntry, ...]:
    badges = {"inbox": inbox_count(actor=actor, on=on)}
    return tuple(
        NavEntry(
            code,
            str(label),
            str(short),
            href,
            icon,
            code == active,
            badge=badges.get(code, 0),
            group=str(_GROUP) if code in _ADMIN else "",
        )
        for code, label, short, href, icon, permission in _ENTRIES
        if (permission is None or holds(actor, permission)) and _exists(href)
    )


def address_of(path: str) -> str:
    """The path if a page answers there, else nothing: a template then shows words instead of a dead link."""
    return path if _exists(path) else ""


@cache
def _exists(path: str) -> bool:
    """An entry shows only when its page is there, so that nothing in the shell leads nowhere."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
