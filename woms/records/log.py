"""Write the event log. Called as the last beat of every service, inside its transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from woms.access.actors import Actor
from woms.core.events import DomainEvent
from woms.records import dispatch
from woms.records.models import Event

CHANNEL = "woms_events"


def record_event(
    *,
    actor: Actor,
    at: datetime,
    event: DomainEvent,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> int:
    """This function will append the event, tell open boards when the transaction commits, and return its id."""
    row = Event.objects.create(
        at=at,
        code=event.code,
        actor_id=actor.person_id,
        actor_name=actor.name,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        unit_id=event.unit_id,
        unit_path=event.unit_path,
        before=plain(before or {}),
        after=plain(after or {}),
        sentence=event.sentence,
        is_sample=event.is_sample,
    )
    _notify(event)
    transaction.on_commit(lambda: dispatch.publish(event))
    return row.id


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what JSON can hold: decimals and dates become text."""
    return dict(json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder)))


def _notify(event: DomainEvent) -> None:
    """PostgreSQL delivers this only if and when the transaction commits, and merges equal messages."""
    payload = json.dumps({"code": event.code, "path": event.unit_path})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
