import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from woms.access.roles import ROLES
from woms.core.clock import local_date
from woms.core.errors import Refused
from woms.core.vietnamese import fold
from woms.org.actors import load_actor
from woms.org.models import Account, Assignment, Grant, Person, Unit, UnitAlias
from woms.org.services import create_account
from woms.records.models import Event
from woms.sample import services
from woms.sample.cast import CAST, PASSWORD
from woms.sample.people import default_size
from woms.sample.queries import sample_accounts
from woms.sample.units import load_units


def counts():
    return {model: model._default_manager.count() for model in apps.get_models()}


def actor_of(username, at):
    return load_actor(Account.objects.select_related("person").get(username=username), local_date(at))


def test_the_tree_holds_every_unit_below_the_one_above_it(sample):
    assert Unit.objects.count() == sample.units == len(load_units()) + 2
    for unit in Unit.objects.select_related("parent"):
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk}/"


def test_a_unit_is_found_by_the_short_name_papers_use(sample):
    alias = UnitAlias.objects.select_related("unit").get(folded=fold("Sở KH&CN"))
    assert alias.unit.code == "so-khoa-hoc-va-cong-nghe"


def test_everyone_has_one_open_post_and_a_role(sample):
    people = Person.objects.count()
    assert people == sample.people == default_size() + 40
    assert Assignment.objects.filter(ends_on=None).values("person").distinct().count() == people
    assert Grant.objects.values("person").distinct().count() == people
    assert set(Grant.objects.values_list("role", flat=True)) == set(ROLES)


def test_two_pairs_of_wards_exchanged_their_heads_in_the_middle_of_the_year(sample, at):
    heads = Assignment.objects.filter(unit__code="phuong-cau-giay", rank="head").order_by("starts_on")
    assert [post.ends_on is None for post in heads] == [False, True]
    assert heads[0].ends_on == heads[1].starts_on
    assert heads[0].person != heads[1].person


def test_the_accounts_of_the_cast_sign_in_with_the_printed_password(sample, client):
    accounts = sample_accounts()
    assert [account.username for account in accounts] == [member.username for member in CAST]
    assert client.login(username=accounts[0].username, password=accounts[0].password)
    assert Account.objects.values("password").distinct().count() == 1
    assert not Account.objects.filter(must_change_password=True).exists()


def test_every_account_holds_the_role_that_is_printed_beside_it(sample, at):
    expected = {
        "lanh-dao": {"city_leader"},
        "truong-so": {"head"},
        "pho-so": {"deputy"},
        "truong-phong": {"division_head"},
        "chuyen-vien": {"specialist"},
        "chu-tich-phuong": {"head"},
        "can-bo-phuong": {"specialist"},
        "to-chuc": {"division_head", "organization_board"},
        "tham-dinh": {"specialist", "appraiser"},
        "kiem-toan": {"auditor"},
        "quan-tri": {"specialist", "administrator"},
    }
    assert {member.username: set(actor_of(member.username, at).roles) for member in CAST} == expected


def test_everything_made_up_is_marked_as_sample(sample):
    for model in (Unit, Person, Account):
        assert not model.objects.filter(is_sample=False).exists()


def test_building_again_changes_nothing(sample, at):
    before = counts()
    again = services.build_sample(at=at)
    assert (again.built, again.people) == (False, sample.people)
    assert counts() == before


def test_asking_for_more_people_than_are_there_says_what_to_do(sample, at):
    with pytest.raises(Refused, match="--remove"):
        services.build_sample(at=at, people=5_000)


def test_removal_leaves_nothing_but_a_line_in_the_log(sample, at):
    gone = services.remove_sample(at=at)
    assert gone > 30_000
    left = {model.__name__: n for model, n in counts().items() if n and model.__module__.startswith("woms.")}
    assert left == {"Event": 1}
    assert "Xóa dữ liệu mẫu" in Event.objects.get().sentence


def test_removal_stops_before_real_data_and_names_it(sample, at):
    create_account(
        at=at,
        on=local_date(at),
        username="nguoi-that",
        password="mot-cau-dai-de-nho",
        full_name="Lý Thử Nghiệm",
        unit_code="so-noi-vu",
        role="specialist",
        title="Chuyên viên",
    )
    before = counts()
    with pytest.raises(Refused, match="1 vị trí công tác") as refusal:
        services.remove_sample(at=at)
    assert "1 phân quyền" in refusal.value.sentence
    assert counts() == before


def test_the_command_prints_one_line_for_each_account(sample):
    out = io.StringIO()
    call_command("sample", "--accounts", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(CAST)
    assert lines[0].split()[:2] == ["lanh-dao", PASSWORD]
    assert "Phòng Chuyển đổi số, Sở Khoa học và Công nghệ" in out.getvalue()


def test_the_command_refuses_with_one_sentence_and_a_failing_exit_code(sample):
    err = io.StringIO()
    with pytest.raises(SystemExit) as leaving:
        call_command("sample", "--people", "5000", stderr=err)
    assert leaving.value.code == 2
    assert err.getvalue().startswith("WOMS: ")
    assert "Traceback" not in err.getvalue()


def test_a_second_builder_waits_for_the_first(sample):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [services._LOCK]
        )
        assert cursor.fetchone() == (1,)
