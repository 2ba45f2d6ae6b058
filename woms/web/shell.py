"""What surrounds every page: navigation by permission, the person's name, theme and language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from woms.access.actors import Actor
from woms.access.checks import holds
from woms.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class NavEntry:
    code: str
    label: str
    short_label: str
    href: str
    icon: str
    is_active: bool = False
    badge: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the base template may read."""

    actor: Actor | None
    username: str
    theme: str
    language: str
    csrf_token: str
    path: str
    nav: tuple[NavEntry, ...] = ()
    is_sample: bool = False
    initials: str = ""
    badges: Mapping[str, int] = field(default_factory=dict)


# code, label, short label for the phone, address, icon, permission that shows it (None = everybody)
_ENTRIES = (
    ("home", _("Trang của tôi"), _("Của tôi"), "/", "home", None),
    ("check-in", _("Cập nhật"), _("Cập nhật"), "/cap-nhat", "pencil", Permission.CHECK_IN_CREATE),
    ("inbox", _("Chờ xử lý"), _("Chờ xử lý"), "/cho-xu-ly", "inbox", None),
    ("board", _("Bảng điều hành"), _("Điều hành"), "/dieu-hanh", "gauge", Permission.BOARD_READ),
    ("plans", _("Kế hoạch, mục tiêu"), _("Kế hoạch"), "/ke-hoach", "tree", Permission.PLAN_READ),
    ("evaluation", _("Đánh giá, xếp loại"), _("Đánh giá"), "/danh-gia", "star", Permission.DOSSIER_READ),
    ("reports", _("Báo cáo"), _("Báo cáo"), "/bao-cao", "file", Permission.REPORT_EXPORT),
    ("log", _("Nhật ký"), _("Nhật ký"), "/nhat-ky", "shield", Permission.LOG_READ),
    ("admin", _("Tổ chức, phân quyền"), _("Tổ chức"), "/quan-tri", "settings", Permission.UNIT_MANAGE),
)
_ADMIN = frozenset({"log", "admin"})


def shell_of(request: HttpRequest, active: str = "") -> Shell:
    """This function will describe the shell for this request; pages of strangers get one without navigation."""
    actor: Actor | None = getattr(request, "actor", None)
    account = getattr(request, "user", None)
    return Shell(
        actor=actor,
        username=getattr(account, "username", ""),
        theme=getattr(account, "theme", "") or request.COOKIES.get("theme", "auto"),
        language=(translation.get_language() or "vi")[:2],
        csrf_token=get_token(request),
        path=request.get_full_path(),
        nav=_navigation(actor, active) if actor else (),
        is_sample=bool(getattr(account, "is_sample", False)),
        initials=_initials(actor.name) if actor else "",
    )


def _navigation(actor: Actor, active: str) -> tuple[NavEntry, ...]:
    return tuple(
        NavEntry(
            code, str(label), str(short), href, icon, code == active, group="admin" if code in _ADMIN else ""
        )
        for code, label, short, href, icon, permission in _ENTRIES
        if permission is None or holds(actor, permission)
    )


def _initials(name: str) -> str:
    """Nguyễn Minh → NM: middle and given name, as people address each other."""
    words = name.split()
    return "".join(word[0] for word in words[-2:]).upper()
