"""Who am I?"""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

router = Router(tags=["me"])


class Me(Schema):
    person_id: int | None
    name: str
    title: str
    unit_name: str
    roles: list[str]


@router.get("", response=Me, summary="Người đang đăng nhập")
def me(request: HttpRequest) -> Me:
    actor = request.actor  # type: ignore[attr-defined]
    return Me(
        person_id=actor.person_id,
        name=actor.name,
        title=actor.title,
        unit_name=actor.unit_name,
        roles=sorted(actor.roles),
    )
