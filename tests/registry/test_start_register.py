"""An empty register of any city is begun by one command, from answers or from options."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diplomacy.registry.management.commands.start_register import OF_THE_CITY, OF_THE_IDENTITY
from diplomacy.registry.models import City, Country, Identity
from tests import builders

pytestmark = pytest.mark.django_db

NAMES = {"name_fa": "آزمون‌آباد", "name_en": "Testabad", "name_zh": "测试城"}


def start(**options: str) -> str:
    out = StringIO()
    given = {"no_input": True, "country": "tl"} | NAMES | options
    call_command("start_register", stdout=out, stderr=StringIO(), **given)
    return out.getvalue()


def answer(monkeypatch, answers: list[str]) -> str:
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{one}\n" for one in answers)))
    out = StringIO()
    call_command("start_register", stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def country() -> Country:
    return builders.country("tl")


def test_options_make_the_home_city_and_its_identity(country):
    said = start(
        latitude="12.5", longitude="-7", site_name_en="Friends of Testabad", mail="desk@city.test"
    )
    home = City.objects.home()
    assert (home.key, home.name_zh, home.country) == ("testabad", "测试城", country)
    assert (home.latitude, home.longitude) == (12.5, -7.0)
    assert home.identity.site_name_en == "Friends of Testabad"
    assert home.identity.mail == "desk@city.test"
    assert "testabad" in said
    assert "manage createsuperuser" in said


def test_a_database_without_tables_is_told_from_a_fault():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {City._meta.db_table} RENAME TO elsewhere")
    with pytest.raises(CommandError, match="manage migrate"):
        start()


def test_answers_make_the_same(country, monkeypatch):
    given = NAMES | {"country": "TL", "site_name_fa": "یاران", "emblem": "T"}
    questions = OF_THE_CITY | OF_THE_IDENTITY
    said = answer(monkeypatch, [given.get(name, "") for name in questions])
    home = City.objects.home()
    assert (home.key, home.name_fa, home.latitude) == ("testabad", "آزمون‌آباد", None)
    assert (home.identity.site_name_fa, home.identity.emblem) == ("یاران", "T")
    assert all(question in said for question in questions.values())


def test_what_an_option_gives_is_not_asked(country, monkeypatch):
    monkeypatch.setattr(sys, "stdin", StringIO("\n" * 30))
    out = StringIO()
    call_command("start_register", stdout=out, country="tl", **NAMES)
    assert OF_THE_CITY["name_en"] not in out.getvalue()
    assert OF_THE_IDENTITY["mail"] in out.getvalue()


def test_answers_that_end_early_make_nothing(country, monkeypatch):
    with pytest.raises(CommandError, match="No more answers"):
        answer(monkeypatch, ["آزمون‌آباد"])
    assert not City.objects.exists()


def test_the_countries_are_loaded_where_there_are_none():
    start(country="ir")
    assert Country.objects.count() > 200
    assert City.objects.home().country.key == "ir"


def test_a_city_without_an_english_name_has_a_key(country):
    start(name_en="")
    assert City.objects.home().key


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (dict.fromkeys(NAMES, ""), "a name in one language"),
        ({"country": "xx"}, "--country: there is no country “xx”"),
        ({"country": ""}, "--country"),
        ({"latitude": "north"}, "--latitude: .*float"),
        ({"latitude": "91", "longitude": "0"}, "--latitude: .*90"),
        ({"latitude": "12"}, "both latitude and longitude"),
        ({"key": "No Key"}, "--key: A key is made"),
        ({"mail": "nobody"}, "--mail: "),
        ({"emblem": "ABC"}, "--emblem: "),
        ({"telephone": "call"}, "--telephone: Write it"),
        ({"website": "javascript:alert(1)"}, "--website: "),
    ],
)
def test_a_wrong_answer_makes_nothing(country, options, reason):
    with pytest.raises(CommandError, match=rf"(?s){reason}.*Nothing was made\."):
        start(**options)
    assert not City.objects.exists()
    assert not Identity.objects.exists()


def test_a_wrong_country_does_not_leave_the_countries_behind():
    with pytest.raises(CommandError, match="no country"):
        start(country="xx")
    assert not Country.objects.exists()


def test_a_second_home_city_is_refused(country):
    builders.home_city()
    with pytest.raises(CommandError, match="Testabad is the home city here already"):
        start(name_en="Othertown")
    assert City.objects.count() == 1


def test_the_identity_of_a_former_home_city_is_not_taken_over(country):
    Identity.objects.create(city=builders.city("Formerly"))
    with pytest.raises(CommandError, match="already, of Formerly"):
        start()
    assert City.objects.home() is None


def test_what_was_made_has_a_history(country):
    start()
    for record in (City.objects.home(), Identity.objects.get()):
        assert record.history.get().history_change_reason == "made by start_register"
