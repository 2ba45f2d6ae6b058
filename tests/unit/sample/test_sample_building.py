import io

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.factories import make_province
from woms.core.errors import Refused
from woms.org.models import Person, Unit
from woms.records.models import Event
from woms.sample import services
from woms.sample.removal import SAMPLE_ROWS, WITHOUT_SAMPLE_ROWS

pytestmark = pytest.mark.django_db


def counts():
    return {model: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def without_activity(monkeypatch):
    """Only the organization: the year's activity has its own tests."""
    monkeypatch.setattr(services, "load_activity", lambda *_: [])


@pytest.mark.usefixtures("without_activity")
def test_a_larger_province_has_the_people_asked_for(at):
    assert services.build_sample(at=at, people=2_000).people == 2_000
    assert Person.objects.count() == 2_000


@pytest.mark.usefixtures("without_activity")
def test_the_sample_can_be_built_again_after_its_removal(at):
    services.build_sample(at=at)
    services.remove_sample(at=at)
    assert services.build_sample(at=at).built


def test_removing_nothing_writes_nothing(at):
    assert services.remove_sample(at=at) == 0
    assert not Event.objects.exists()


def test_the_sample_is_not_mixed_into_real_units(at):
    make_province()
    Unit.objects.update(is_sample=False)
    with pytest.raises(Refused, match="cây tổ chức"):
        services.build_sample(at=at)


def test_the_sample_refuses_to_run_in_production(at, settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused, match="production"):
        services.build_sample(at=at)
    assert not Unit.objects.exists()


def test_a_failure_half_way_leaves_nothing_behind(at, monkeypatch):
    monkeypatch.setattr(services, "load_activity", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.build_sample(at=at)
    assert not Unit.objects.exists()
    assert not Person.objects.exists()


def test_every_table_of_the_product_says_which_of_its_rows_are_sample():
    ours = {model for model in apps.get_models() if model.__module__.startswith("woms.")}
    unknown = ours - set(SAMPLE_ROWS) - set(WITHOUT_SAMPLE_ROWS)
    assert not unknown, f"add to SAMPLE_ROWS or WITHOUT_SAMPLE_ROWS in woms/sample/removal.py: {unknown}"


def test_without_a_sample_the_command_prints_no_accounts_but_says_what_to_do():
    out, said = io.StringIO(), io.StringIO()
    call_command("sample", "--accounts", stdout=out, stderr=said)
    assert out.getvalue() == ""
    assert "./run sample" in said.getvalue()


def test_if_empty_does_nothing_beside_real_units():
    make_province()
    before = counts()
    call_command("sample", "--if-empty", stdout=io.StringIO())
    assert counts() == before
