"""The console of a cycle for the organisation board, with what can be done for everybody at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from woms.core.errors import Denied, Missing, WomsError
from woms.evaluation.console import Console, cycle_console
from woms.evaluation.services import cycles, locks, many
from woms.web.cycles import group_words
from woms.web.flash import say
from woms.web.posted import text_of, texts_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

STATES = ("self", "review", "appraisal", "decision", "decided", "published", "appealed")


@dataclass(frozen=True, slots=True)
class ConsolePage:
    """Where everybody is. `groups`: the name of each group, and whether it is heard by the collective."""

    console: Console
    steps: tuple[tuple[str, str, int], ...]
    groups: tuple[tuple[str, bool], ...]
    values: dict[str, str]
    error: str = ""
    failed: str = ""


@require_safe
@signed_in
def console(request: SignedInRequest, cycle_id: int) -> HttpResponse:
    return _page(request, cycle_id)


@require_POST
@signed_in
def act(request: SignedInRequest, cycle_id: int, name: str) -> HttpResponse:
    do = ACTS.get(name)
    if do is None:
        raise Http404
    try:
        words = do(request, cycle_id)
    except (Missing, Denied):
        raise
    except WomsError as error:
        return _page(request, cycle_id, failed=name, failure=error)
    say(request, words)
    return HttpResponseRedirect(f"/danh-gia/ky/{cycle_id}")


def _page(
    request: SignedInRequest, cycle_id: int, *, failed: str = "", failure: WomsError | None = None
) -> HttpResponse:
    page = request.GET.get("trang", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1  # noqa: PLR2004
    found = cycle_console(actor=request.actor, at=request.at, cycle_id=cycle_id, page=number)
    shown = ConsolePage(
        console=found,
        steps=_steps(found),
        groups=tuple(
            (group_words(group.code, group.label), "appraisal" in group.steps) for group in found.groups
        ),
        values=texts_of(request) if failure else {},
        error=failure.sentence if failure else "",
        failed=failed,
    )
    status = failure.status if failure else 200
    return render(request, "evaluation/console.html", shown, active="evaluation", status=status)


def _steps(found: Console) -> tuple[tuple[str, str, int], ...]:
    words = {
        "self": _("Đang tự chấm"),
        "review": _("Chờ đánh giá"),
        "appraisal": _("Chờ thẩm định"),
        "decision": _("Chờ quyết định"),
        "decided": _("Chờ công bố"),
        "published": _("Đã công bố"),
        "appealed": _("Đang kiến nghị"),
    }
    always = {"self", "review", "decision", "decided", "published"}
    return tuple(
        (code, words[code], found.counts.get(code, 0))
        for code in STATES
        if code in always or found.counts.get(code)
    )


def _start(request: SignedInRequest, cycle_id: int) -> str:
    cycles.start_cycle(actor=request.actor, at=request.at, cycle_id=cycle_id)
    return _("Kỳ đã nhận tự chấm từ hôm nay.")


def _add_people(request: SignedInRequest, cycle_id: int) -> str:
    count = cycles.add_people(actor=request.actor, at=request.at, cycle_id=cycle_id)
    return ngettext("Đã thêm %(num)s người.", "Đã thêm %(num)s người.", count) % {"num": count}


def _remind(request: SignedInRequest, cycle_id: int) -> str:
    unit = text_of(request, "unit")[:80]
    count = many.remind_late(actor=request.actor, at=request.at, cycle_id=cycle_id, unit_code=unit)
    return ngettext("Đã nhắc %(num)s đơn vị.", "Đã nhắc %(num)s đơn vị.", count) % {"num": count}


def _publish(request: SignedInRequest, cycle_id: int) -> str:
    result = many.publish_decided(actor=request.actor, at=request.at, cycle_id=cycle_id)
    words = ngettext("Đã công bố %(num)s người.", "Đã công bố %(num)s người.", result.done)
    left = (
        _(" %(num)s người chưa công bố vì vượt tỷ lệ xuất sắc.") % {"num": len(result.refused)}
        if result.refused
        else ""
    )
    return words % {"num": result.done} + left


def _lock(request: SignedInRequest, cycle_id: int) -> str:
    digest = locks.lock_cycle(
        actor=request.actor, at=request.at, cycle_id=cycle_id, waiver=text_of(request, "waiver")
    )
    return _("Đã khóa kỳ. Mã số liệu %(digest)s.") % {"digest": digest[:12]}


def _ask(request: SignedInRequest, cycle_id: int) -> str:
    locks.ask_reopening(
        actor=request.actor, at=request.at, cycle_id=cycle_id, reason=text_of(request, "reason")
    )
    return _("Đã gửi đề nghị mở lại; cần người thứ hai xác nhận.")


def _confirm(request: SignedInRequest, cycle_id: int) -> str:
    locks.confirm_reopening(actor=request.actor, at=request.at, cycle_id=cycle_id)
    return _("Kỳ đã được mở lại.")


ACTS: dict[str, Callable[[SignedInRequest, int], str]] = {
    "bat-dau": _start,
    "them-nguoi": _add_people,
    "nhac": _remind,
    "cong-bo": _publish,
    "khoa": _lock,
    "mo-lai": _ask,
    "xac-nhan-mo-lai": _confirm,
}
