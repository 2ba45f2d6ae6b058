"""A key result in force, and short ways to report on it."""

from __future__ import annotations

import pytest

from tests.factories import make_key_result, make_objective, make_plan


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "kho"


@pytest.fixture
def plan(province):
    return make_plan(province, state="approved")


@pytest.fixture
def objective(plan):
    return make_objective(plan)


@pytest.fixture
def key_result(province, objective):
    """80 → 95 % within 2026, carried out by the specialist of the division."""
    return make_key_result(
        objective, owner_unit=province.division, owner_person_id=province.specialist.person_id
    )


@pytest.fixture
def report(key_result, province, at):
    from woms.progress.services.check_ins import Report, check_in

    def do(value, *, actor=None, to=None, seen=None, when=None, upload=None, **facts):
        target = to or key_result
        last = target.check_ins.order_by("-sequence").first()
        seen = (last.sequence if last else 0) if seen is None else seen
        return check_in(
            actor=actor or province.specialist,
            at=when or at,
            key_result_id=target.pk,
            report=Report(value=str(value), seen=seen, **facts),
            upload=upload,
        )

    return do
