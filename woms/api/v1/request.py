"""What an operation of the API receives: a request that knows who acts and when."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from woms.access.actors import Actor


class ApiRequest(HttpRequest):
    """A request of somebody signed in; `at` is its instant, passed on to the services."""

    actor: Actor
    at: datetime
