"""Cập nhật tiến độ: one row, one number, one Enter. The same form works without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from woms.core import clock
from woms.core.errors import WomsError
from woms.core.periods import CalendarPeriod
from woms.progress.queries.week import Week, week_of_check_ins
from woms.progress.services.weeks import WeekOutcome, report_week
from woms.web.check_in_forms import Sent, read_rows
from woms.web.check_in_rows import RowView, Typed, row_view, rows_view
from woms.web.htmx import wants_fragment
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in

PLACE = "/cap-nhat"


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The page. `own` and `all` count what the person reports on; `problem` says why the week was not sent."""

    week_number: int
    days: str
    rows: tuple[RowView, ...]
    done: int
    is_whole_unit: bool
    own: int
    all: int
    sent_at: datetime | None
    action: str
    is_sample: bool
    problem: str = ""

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def silent(self) -> int:
        return self.total - self.done

    @property
    def first_empty(self) -> int:
        """Where the cursor starts: the first number that is missing or wrong."""
        wrong = (row.id for row in self.rows if row.error or row.conflict)
        empty = (row.id for row in self.rows if row.is_quiet and not row.locked)
        return next(wrong, next(empty, 0))


@dataclass(frozen=True, slots=True)
class RowPage:
    """One row after it was saved, and the counters around it."""

    row: RowView
    week: WeekPage
    said: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def week(request: SignedInRequest) -> HttpResponse:
    """The list; posted as a whole (without JavaScript, or by the button that sends the week) it saves every row."""
    whole_unit = request.GET.get("xem") == "don-vi"
    if request.method != "POST":
        return _page(request, whole_unit)
    sent = read_rows(request)
    outcome = _report(request, sent, send="send" in request.POST)
    if outcome.failed or outcome.problem:
        return _page(request, whole_unit, sent=sent, outcome=outcome)
    return HttpResponseRedirect(request.get_full_path())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def row(request: SignedInRequest, key_result_id: int) -> HttpResponse:
    """One row, saved or just looked at again, as htmx asks for it."""
    if not wants_fragment(request):
        return HttpResponseRedirect(PLACE)
    if request.method != "POST":
        return _row(request, key_result_id)
    sent = read_rows(request, only=key_result_id)
    outcome = _report(request, sent)
    error = outcome.failed.get(key_result_id)
    receipt = outcome.saved.get(key_result_id)
    return _row(
        request,
        key_result_id,
        typed=sent.typed[key_result_id] if error else None,
        error=error,
        warning=receipt.warning if receipt else "",
    )


def _report(request: SignedInRequest, sent: Sent, *, send: bool = False) -> WeekOutcome:
    outcome = report_week(
        actor=request.actor,
        at=request.at,
        reports=sent.reports,
        uploads=sent.uploads,
        send=send and not sent.failed,
    )
    return WeekOutcome(outcome.saved, {**sent.failed, **outcome.failed}, outcome.is_sent, outcome.problem)


def _page(
    request: SignedInRequest,
    whole_unit: bool,  # noqa: FBT001 - which of the two lists
    *,
    sent: Sent | None = None,
    outcome: WeekOutcome | None = None,
) -> HttpResponse:
    on = clock.local_date(request.at)
    found = week_of_check_ins(actor=request.actor, on=on, whole_unit=whole_unit)
    typed = {pk: one for pk, one in sent.typed.items() if pk not in outcome.saved} if sent and outcome else {}
    failed = dict(outcome.failed) if outcome else {}
    problem = outcome.problem if outcome else None
    page = week_page(found, on, request.get_full_path(), typed=typed, failed=failed, problem=problem)
    status = next((error.status for error in failed.values()), problem.status if problem else 200)
    return render(request, "check_ins/week.html", page, status=status, active="check-in")


def _row(
    request: SignedInRequest,
    key_result_id: int,
    *,
    typed: Typed | None = None,
    error: WomsError | None = None,
    warning: str = "",
) -> HttpResponse:
    on = clock.local_date(request.at)
    whole_unit = request.GET.get("xem") == "don-vi"
    found = week_of_check_ins(actor=request.actor, on=on, whole_unit=whole_unit)
    one = found.row(key_result_id)
    view = row_view(one, on, typed=typed, error=error, warning=warning)
    said = error.sentence if error else f"{one.title}: {view.saved}" if view.saved else ""
    page = RowPage(view, week_page(found, on, PLACE), said)
    return render(
        request, "check_ins/row.html", page, status=error.status if error else 200, active="check-in"
    )


def week_page(
    found: Week,
    on: date,
    action: str,
    *,
    typed: dict[int, Typed] | None = None,
    failed: dict[int, WomsError] | None = None,
    problem: WomsError | None = None,
) -> WeekPage:
    period = found.period
    return WeekPage(
        week_number=period.starts_on.isocalendar().week,
        days=_days(period),
        rows=rows_view(found.rows, on, typed=typed, failed=failed),
        done=found.done,
        is_whole_unit=found.is_whole_unit,
        own=found.own,
        all=found.all,
        sent_at=found.sent_at,
        action=action,
        is_sample=found.is_sample,
        problem=problem.sentence if problem else "",
    )


def _days(period: CalendarPeriod) -> str:
    """`16–22/11`, or `30/11–06/12` over the end of a month."""
    first, last = period.starts_on, period.last_day
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"
