"""Locking a cycle waits for the steps that are being taken in it, and they for the lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from tests.evaluation_steps import dossier_of, give_worked_example, open_cycle, to_state
from tests.factories import AT
from woms.core.errors import Refused
from woms.evaluation.models import Cycle
from woms.evaluation.services import appeals, locks
from woms.evaluation.services.appeals import Claim

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def waits_or_ends(work) -> None:
    """Until the other thread waits for a lock of the database, or is through."""
    with connection.cursor() as cursor:
        while not work.done():
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_a_cycle_is_not_locked_over_an_appeal_that_is_being_lodged(province):
    give_worked_example(province.specialist)
    cycle_id = open_cycle(province)
    dossier = to_state(province, "published")

    def lock():
        try:
            return locks.lock_cycle(
                actor=province.organization_board, at=AT, cycle_id=cycle_id, waiver="Thiếu người"
            )
        except Refused as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            appeals.lodge_appeal(
                actor=province.specialist, at=AT, dossier_id=dossier.pk, claim=Claim("Thiếu sản phẩm"),
                version=dossier.version,
            )  # fmt: skip
            locking = pool.submit(lock)
            waits_or_ends(locking)
        assert locking.result() == "cycle.appeals_open"
    assert (Cycle.objects.get().state, dossier_of(province.specialist).state) == ("open", "appealed")
