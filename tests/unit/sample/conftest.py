"""One sample province for all tests of a module: building it takes seconds."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories import AT


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The sample as of the reference instant, with some more people than by default. Each test's own changes are undone around it."""
    from woms.sample.people import default_size
    from woms.sample.services import build_sample

    with django_db_blocker.unblock(), transaction.atomic():
        yield build_sample(at=AT, people=default_size() + 40)
        transaction.set_rollback(True)
