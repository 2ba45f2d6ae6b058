"""Build the sample province, and remove it. Made-up rows only; everything is marked `is_sample`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from woms.access.actors import SYSTEM
from woms.core.clock import local_date
from woms.core.errors import Refused
from woms.org.models import Person, Unit
from woms.records.log import record_event
from woms.records.models import Event
from woms.sample import events
from woms.sample.activity import load_activity
from woms.sample.organization import Organization, load_organization
from woms.sample.people import default_size
from woms.sample.removal import delete_sample_rows, real_rows_in_the_way, sample_files

Progress = Callable[[int], object]
_LOCK = 7_020_226  # any number that no other advisory lock of the product uses
_MID_YEAR_MONTH = 7


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What the sample holds. `built` is False when it was there already."""

    built: bool
    units: int
    people: int


@transaction.atomic
def build_sample(*, at: datetime, people: int = 0, progress: Progress = lambda _: None) -> SampleSummary:
    """Build the sample province as of an instant, with at least `people` people, all or nothing.

    Does nothing when it is there already. Raises `Refused` in production, beside real units, or when the sample
    that is there is smaller than asked for.
    """
    _refuse_in_production()
    _take_turns()
    existing = _existing()
    if existing:
        _check_size(existing, people)
        return existing
    _refuse_beside_real_units()
    on = local_date(at)
    organization = load_organization(people=people, rotated_on=_mid_year(on), progress=progress)
    added = load_activity(organization, at)
    summary = _existing()
    if summary is None:
        raise AssertionError("the sample was written but is not there")
    _record_building(at, organization, summary, added)
    return SampleSummary(built=True, units=summary.units, people=summary.people)


@transaction.atomic
def remove_sample(*, at: datetime) -> int:
    """Remove every row of the sample and nothing else; return how many rows went.

    Raises `Refused`, having removed nothing, when real data refers to the sample.
    """
    _take_turns()
    in_the_way = real_rows_in_the_way()
    if in_the_way:
        raise Refused(
            f"Chưa xóa gì vì có dữ liệu thật đang gắn với dữ liệu mẫu: {', '.join(in_the_way)}. "
            "Hãy chuyển hoặc xóa những dữ liệu đó trước, rồi chạy lại lệnh này.",
            code="sample.in_use",
        )
    papers = sample_files()
    gone = delete_sample_rows(_periods_added())
    transaction.on_commit(lambda: _throw_away(papers))
    if gone:
        record_event(actor=SYSTEM, at=at, event=events.SampleRemoved(subject_id=0, rows=gone))
    return gone


def _throw_away(papers: Iterable[Path]) -> None:
    for paper in papers:
        paper.unlink(missing_ok=True)


def _refuse_in_production() -> None:
    if settings.PRODUCTION:
        raise Refused(
            "Không dựng dữ liệu mẫu trong môi trường production (WOMS_ENV=production).",
            code="sample.production",
        )


def _take_turns() -> None:
    """Two builders at once: the second waits for the first and then finds the sample there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _existing() -> SampleSummary | None:
    units = Unit.objects.filter(is_sample=True).count()
    if not units:
        return None
    return SampleSummary(built=False, units=units, people=Person.objects.filter(is_sample=True).count())


def _check_size(existing: SampleSummary, people: int) -> None:
    if max(people, default_size()) > existing.people:
        raise Refused(
            f"Dữ liệu mẫu đang có {existing.people} người, ít hơn {people}. "
            "Hãy xóa bằng “./run sample --remove” rồi dựng lại.",
            code="sample.smaller",
        )


def _refuse_beside_real_units() -> None:
    if Unit.objects.exists():
        raise Refused(
            "Cơ sở dữ liệu đã có cây tổ chức thật nên không dựng dữ liệu mẫu vào đây. "
            "Hãy dùng một cơ sở dữ liệu trống.",
            code="sample.beside_real",
        )


def _mid_year(on: date) -> date | None:
    """The day on which some heads changed places: 1 July of the year, once it has passed."""
    day = date(on.year, _MID_YEAR_MONTH, 1)
    return day if on > day else None


def _record_building(
    at: datetime, organization: Organization, summary: SampleSummary, periods_added: list[str]
) -> None:
    city = organization.units["ha-noi"]
    event = events.SampleBuilt(
        subject_id=city.id,
        unit_id=city.id,
        unit_path=city.path,
        units=summary.units,
        people=summary.people,
        is_sample=True,
    )
    record_event(actor=SYSTEM, at=at, event=event, after={"periods": periods_added})


def _periods_added() -> list[str]:
    event = Event.objects.filter(code=events.SampleBuilt.code, is_sample=True).order_by("-id").first()
    return list(event.after.get("periods", [])) if event else []
