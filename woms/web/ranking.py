"""Xếp loại: the ranked list of a unit against the cap, and the decisions on many people at once."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from woms.evaluation.ranking import Cap, RankedRow, Ranking, ranking
from woms.evaluation.services import ratings
from woms.evaluation.services.ratings import Choice, Many
from woms.web.cycles import group_words
from woms.web.posted import texts_of, whole, wholes_of
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in


@dataclass(frozen=True, slots=True)
class CapLine:
    """The cap of the unit or of one group, in words."""

    name: str
    cap: Cap


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The list. `typed`: what was chosen for rows that could not be decided; `refused`: why, by dossier."""

    listing: Ranking
    caps: tuple[CapLine, ...]
    groups: dict[str, str]
    can_decide: bool
    page_href: str
    typed: dict[str, str]
    refused: dict[int, str]
    done: int


@require_http_methods(["GET", "POST"])
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    result, typed = None, {}
    if request.method == "POST":
        typed = texts_of(request)
        result = ratings.decide_ratings(
            actor=request.actor,
            at=request.at,
            choices=_choices(request, typed),
            minutes=typed.get("minutes", ""),
        )
    page = request.GET.get("trang", "1")
    listing = ranking(
        actor=request.actor,
        at=request.at,
        period_code=request.GET.get("ky", "")[:10],
        unit_code=request.GET.get("don-vi", "")[:80],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004
    )
    shown = _page(listing, typed, result)
    status = 409 if result and result.refused and not result.done else 200
    return render(request, "evaluation/ranking.html", shown, active="evaluation", status=status)


def _choices(request: SignedInRequest, typed: dict[str, str]) -> list[Choice]:
    return [
        Choice(
            dossier_id=dossier_id,
            level=typed.get(f"level-{dossier_id}", ""),
            reason=typed.get(f"reason-{dossier_id}", ""),
            revision=whole(typed.get(f"revision-{dossier_id}", "0")),
            version=whole(typed.get(f"version-{dossier_id}", "0")),
        )
        for dossier_id in wholes_of(request, "chosen")
    ]


def _page(listing: Ranking, typed: dict[str, str], result: Many | None) -> RankingPage:
    groups = {row.group: group_words(row.group, row.group) for row in listing.rows}
    chosen = {"ky": listing.period_code, "don-vi": listing.unit_code}
    return RankingPage(
        listing=listing,
        caps=tuple(CapLine(_cap_name(cap, listing), cap) for cap in listing.caps),
        groups=groups,
        can_decide=any(_decidable(row) for row in listing.rows),
        page_href=f"/danh-gia/xep-loai?{urlencode(chosen)}&trang=",
        typed=typed if result and result.refused else {},
        refused={one.dossier_id: one.sentence for one in result.refused} if result else {},
        done=result.done if result else 0,
    )


def _cap_name(cap: Cap, listing: Ranking) -> str:
    return group_words(cap.group, cap.group) if cap.group else _("Cả %(unit)s") % {"unit": listing.unit_name}


def _decidable(row: RankedRow) -> bool:
    return "decide" in row.actions
