"""The steps of a form: assess oneself, review, appraise, return, score again, decide, publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from woms.core.errors import Denied, Missing, WomsError
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.policies import Opinion
from woms.evaluation.services import appeals, dossiers, ratings
from woms.evaluation.services.appeals import Claim
from woms.web.evaluation import dossier_page
from woms.web.posted import number_of, text_of, texts_of, whole_of
from woms.web.request import SignedInRequest, signed_in

GROUPS = ("conduct", "ability", "innovation")


@require_POST
@signed_in
def step(request: SignedInRequest, dossier_id: int, name: str) -> HttpResponse:
    act = STEPS.get(name)
    if act is None:
        raise Http404
    try:
        version = whole_of(request, "version")
        act(request, actor=request.actor, at=request.at, dossier_id=dossier_id, version=version)
    except (Missing, Denied):
        raise
    except WomsError as error:
        return dossier_page(
            request, dossier_id, step=name, values=texts_of(request),
            failure=error,
        )  # fmt: skip
    return HttpResponseRedirect(f"/danh-gia/{dossier_id}")


def _assess(request: SignedInRequest, **about: Any) -> None:
    dossiers.assess_self(mark=_mark(request), **about)


def _review(request: SignedInRequest, **about: Any) -> None:
    dossiers.review_dossier(mark=_mark(request), **about)


def _return(request: SignedInRequest, **about: Any) -> None:
    dossiers.return_dossier(reason=text_of(request, "reason"), **about)


def _appraise(request: SignedInRequest, **about: Any) -> None:
    opinion = Opinion(
        summary=text_of(request, "summary"),
        votes_for=_votes(request, "votes_for"),
        votes_against=_votes(request, "votes_against"),
        minutes=text_of(request, "minutes"),
    )
    dossiers.appraise_dossier(opinion=opinion, **about)


def _return_review(request: SignedInRequest, **about: Any) -> None:
    dossiers.return_review(reason=text_of(request, "reason"), **about)


def _send_back(request: SignedInRequest, **about: Any) -> None:
    dossiers.send_back_dossier(reason=text_of(request, "reason"), **about)


def _score(request: SignedInRequest, **about: Any) -> None:
    dossiers.score_dossier(reason=text_of(request, "reason"), **about)


def _decide(request: SignedInRequest, **about: Any) -> None:
    ratings.decide_rating(
        level=text_of(request, "level"),
        reason=text_of(request, "reason"),
        revision=whole_of(request, "revision"),
        minutes=text_of(request, "minutes"),
        **about,
    )


def _reconsider(request: SignedInRequest, **about: Any) -> None:
    ratings.reconsider_rating(reason=text_of(request, "reason"), **about)


def _publish(request: SignedInRequest, **about: Any) -> None:  # noqa: ARG001 - one shape for all steps
    ratings.publish_rating(**about)


def _appeal(request: SignedInRequest, **about: Any) -> None:
    appeals.lodge_appeal(claim=Claim(text_of(request, "claim"), text_of(request, "evidence")), **about)


def _withdraw(request: SignedInRequest, **about: Any) -> None:  # noqa: ARG001 - one shape for all steps
    appeals.withdraw_appeal(**about)


def _settle(request: SignedInRequest, **about: Any) -> None:
    appeals.settle_appeal(level=text_of(request, "level"), answer=text_of(request, "answer"), **about)


def _revise(request: SignedInRequest, **about: Any) -> None:
    ratings.revise_rating(reason=text_of(request, "reason"), **about)


STEPS: dict[str, Callable[..., None]] = {
    "tu-cham": _assess,
    "danh-gia": _review,
    "tham-dinh": _appraise,
    "tra-sau-tham-dinh": _return_review,
    "tra-lai": _return,
    "tra-danh-gia-lai": _send_back,
    "tinh-lai": _score,
    "xep-loai": _decide,
    "xem-xet-lai": _reconsider,
    "cong-bo": _publish,
    "kien-nghi": _appeal,
    "rut-kien-nghi": _withdraw,
    "giai-quyet": _settle,
    "xep-loai-lai": _revise,
}


def _mark(request: SignedInRequest) -> GeneralMark:
    return GeneralMark(
        by_group={group: number_of(request, group) for group in GROUPS if text_of(request, group).strip()},
        note=text_of(request, "note"),
        organizing=_percent(request, "organizing"),
        cohesion=_percent(request, "cohesion"),
    )


def _votes(request: SignedInRequest, name: str) -> int | None:
    return whole_of(request, name) if text_of(request, name).strip() else None


def _percent(request: SignedInRequest, name: str) -> int | None:
    return whole_of(request, name) or None
