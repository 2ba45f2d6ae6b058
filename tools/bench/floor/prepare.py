"""`python -m tools.bench.floor.prepare`: make the floor's database with 10,000 rows; print the session of its user."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal

import psycopg

LINES = 10_000


def create_database(name: str, maintenance_address: str) -> None:
    with psycopg.connect(maintenance_address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # a constant of the caller


def main() -> None:
    create_database("floor", os.environ["FLOOR_MAINTENANCE"])
    from tools.bench.floor import application  # noqa: F401 - it carries the settings

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # isort: skip
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from tools.bench.floor.models import Line

    call_command("migrate", run_syncdb=True, verbosity=0)
    Line.objects.bulk_create([_line(number) for number in range(LINES)], batch_size=2000)
    user = User.objects.create(username="floor", password="!")  # noqa: S106 - nobody signs in with it
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)


def _line(number: int):  # noqa: ANN202 - the model exists only once the settings do
    from tools.bench.floor.models import Line

    return Line(
        code=f"MT{number:06}",
        title=f"Tỷ lệ hồ sơ giải quyết đúng hạn của nhóm {number}",
        unit_name=f"Phòng Nghiệp vụ {number % 60}",
        value=Decimal(number) / 100,
        due_on=date(2026, 1, 1) + timedelta(days=number % 365),
        state="approved",
    )


if __name__ == "__main__":
    main()
