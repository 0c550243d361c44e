"""Lists of twinnings: loaded whole or not at all, matched or counted, never guessed."""

import tomllib
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from diplomacy.registry.models import City, TwinnedPlace, TwinningSource
from diplomacy.registry.queries.twinnings import sisters_in_common
from tests import builders

pytestmark = pytest.mark.django_db

REGISTERS = settings.BASE_DIR / "registers"

ABOUT = """
key = "{key}"
name = "Twins of the world"
publisher = "The Lister"
date = 2024-05-06
url = "https://twins.test/"
licence = "CC BY-SA 4.0"
licence_url = "https://twins.test/licence"
{more}
"""
HEAD = "city1,country1,city2,country2"


@pytest.fixture
def load(tmp_path):
    def run(*rows: str, head: str = HEAD, key: str = "twins", more: str = "", **options) -> str:
        (tmp_path / "SOURCE.toml").write_text(ABOUT.format(key=key, more=more), encoding="utf-8")
        file = tmp_path / "twins.csv"
        file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        told = StringIO()
        call_command("load_twinnings", file, stdout=told, stderr=StringIO(), **options)
        return told.getvalue()

    return run


def pairs() -> set[frozenset[str]]:
    return {
        frozenset([place.name, twin.name])
        for place in TwinnedPlace.objects.all()
        for twin in place.twins.all()
    }


def matched(name: str) -> City | None:
    return TwinnedPlace.objects.get(name=name).city


def test_a_list_is_stored_with_who_says_it(load):
    load("Alpha,Farland,Beta,Testland")
    assert pairs() == {frozenset(["Alpha", "Beta"])}
    assert TwinnedPlace.objects.first().source.licence == "CC BY-SA 4.0"


def test_a_new_version_replaces_the_former_and_no_other_list(load):
    load("Alpha,Farland,Beta,Testland", key="other")
    load("Gamma,Farland,Delta,Testland")
    load("Gamma,Farland,Epsilon,Testland")
    assert pairs() == {frozenset(["Alpha", "Beta"]), frozenset(["Gamma", "Epsilon"])}
    assert TwinningSource.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([",Farland,Beta,Testland"], "twins.csv:2: A place has no name."),
        (["Alpha,Farland,Beta,Testland", "Gamma,Farland"], "twins.csv:3: The row has not"),
        (["Alpha,Farland,Beta,Testland,more"], "twins.csv:2: The row has not"),
        (["A" * 251 + ",Farland,Beta,Testland"], "twins.csv:2: A value is too long"),
    ],
)
def test_one_faulty_row_leaves_everything_as_it_was(load, rows, told):
    load("Alpha,Farland,Beta,Testland")
    with pytest.raises(CommandError) as refused:
        load(*rows)
    assert told in str(refused.value)
    assert pairs() == {frozenset(["Alpha", "Beta"])}


@pytest.mark.parametrize("head", ["city1,country1,city2", "a;b", ""])
def test_a_file_without_the_columns_is_refused(load, head):
    with pytest.raises(CommandError, match="Columns are missing"):
        load(head=head)


def test_a_list_without_its_licence_is_refused(load, tmp_path):
    load("Alpha,Farland,Beta,Testland")
    (tmp_path / "SOURCE.toml").write_text('key = "twins"', encoding="utf-8")
    with pytest.raises(CommandError, match="licence"):
        call_command("load_twinnings", tmp_path / "twins.csv")


@pytest.mark.parametrize(
    ("key", "more", "told"),
    [
        ("k" * 81, "", "key: The value is too long"),
        ("a\\u0000b", "", "key: The value is too long, or no text"),
        ("twins", 'countries = "none"', "countries: Give a table"),
    ],
)
def test_a_source_that_cannot_be_stored_is_refused(load, key, more, told):
    with pytest.raises(CommandError, match=told):
        load("Alpha,Farland,Beta,Testland", key=key, more=more)
    assert not TwinnedPlace.objects.exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//lister.test/", "twins.test"])
def test_an_address_that_is_none_of_the_web_is_refused(load, tmp_path, address):
    load("Alpha,Farland,Beta,Testland")
    about = tmp_path / "SOURCE.toml"
    about.write_text(about.read_text("utf-8").replace("https://twins.test/licence", address))
    with pytest.raises(CommandError, match="licence_url: Give an address of the web"):
        call_command("load_twinnings", tmp_path / "twins.csv")
    assert TwinnedPlace.objects.first().source.licence_url == "https://twins.test/licence"


def test_a_pair_of_a_place_with_itself_is_left_out_and_counted(load):
    told = load("Alpha,Farland,Alpha,Farland", "Alpha,Farland,Beta,Testland")
    assert "1 pairs of 2 places" in told
    assert "1 pairs of a place with itself left out" in told


def test_a_pair_given_twice_or_both_ways_is_one(load):
    told = load(*["Alpha,Farland,Beta,Testland"] * 2, "Beta,Testland,Alpha,Farland")
    assert told.startswith("1 pairs of 2 places")


@pytest.mark.parametrize("printed", ["Lü'an", "Luan", "LÜ’AN", "吕安"])
def test_a_name_matches_whatever_its_spelling_if_the_country_is_the_same(load, printed):
    city = builders.city("Lü'an", "لوآن", "吕安")
    load(f"{printed},Testland,Beta,Farland", f"{printed} ,Farland,Gamma,Farland")
    assert TwinnedPlace.objects.get(name=printed, country="Testland").city == city
    assert TwinnedPlace.objects.get(name=printed, country="Farland").city is None


def test_an_alias_matches_and_part_of_a_name_does_not(load):
    city = builders.city("Freeburg")
    city.aliases.create(text="Freeburg on the Hill")
    load("Freeburg on the Hill,Testland,Freeburg on,Testland")
    assert matched("Freeburg on the Hill") == city
    assert matched("Freeburg on") is None


def test_a_name_that_two_cities_bear_is_counted_and_not_matched(load):
    for key in ("one", "two"):
        builders.city("Twinbury", key=key)
    told = load("Twinbury,Testland,Beta,Farland")
    assert matched("Twinbury") is None
    assert "0 are cities of the register, 2 are not matched (1 of these could be several)" in told


def test_an_id_comes_before_the_name(load):
    named, meant = builders.city("Alpha"), builders.city("Other", wikidata_id="Q5", geonames_id=7)
    head = HEAD + ",wikidata1,geonames2"
    load("Alpha,Testland,Elsewhere,Farland,Q5,7", head=head)
    assert matched("Alpha") == meant != named
    assert matched("Elsewhere") == meant


def test_a_label_of_a_country_that_the_source_explains_matches(load):
    city = builders.city("Alpha")
    load("Alpha,Old Testia,Beta,", more='[countries]\n"Old Testia" = "tl"')
    assert matched("Alpha") == city


def test_a_district_is_not_the_city_of_its_name(load):
    builders.city("Alpha", kind="district")
    load("Alpha,Testland,Beta,Farland")
    assert matched("Alpha") is None


def test_if_empty_loads_once(load):
    load("Alpha,Farland,Beta,Testland")
    assert "nothing was loaded" in load("Gamma,Farland,Delta,Testland", if_empty=True)
    assert pairs() == {frozenset(["Alpha", "Beta"])}


def test_an_extract_made_for_another_home_city_is_not_loaded(load):
    home = builders.home_city()
    assert "another home city" in load("A,X,B,Y", more='home = "elsewhere"')
    assert not TwinnedPlace.objects.exists()
    load("A,X,B,Y", more=f'home = "{home.key}"')
    assert TwinnedPlace.objects.count() == 2


def test_in_common_are_places_tied_with_both_and_no_others(load):
    tie = builders.tie(builders.city("Alpha"))
    other = builders.tie(builders.city("Beta"))
    builders.tie(builders.city("Hidden"), publication="draft")
    load(
        "Alpha,Testland,Beta,Testland",  # we have a tie with it
        "Gamma,Farland,Alpha,Testland",  # the list twins it with us
        "Testabad,Testland,Gamma,Farland",
        "Alpha,Testland,Delta,Farland",  # twinned with the partner only
        "Alpha,Testland,Hidden,Testland",  # our tie with it is a draft
        "Testabad,Testland,Epsilon,Farland",  # twinned with us only
        "Testabad,Testland,Alpha,Testland",  # the two ends themselves
    )
    found = sisters_in_common(tie)
    assert [(place.name, place.has_tie) for place in found] == [("Beta", True), ("Gamma", False)]
    assert [place.name for place in sisters_in_common(other)] == ["Alpha"]


def test_a_city_printed_in_two_spellings_stands_once(load):
    tie = builders.tie(builders.city("Alpha"))
    builders.tie(builders.city("Sarov"))
    load("Alpha,Testland,Şarov,Testland", "Alpha,Testland,Șarov,Testland")
    assert len(sisters_in_common(tie)) == 1


def test_in_common_costs_one_query(load, django_assert_num_queries):
    tie = builders.tie(builders.city("Alpha"))
    for name in ("Beta", "Gamma", "Delta"):
        builders.tie(builders.city(name))
    load(*(f"Alpha,Testland,{name},Testland" for name in ("Beta", "Gamma", "Delta")))
    with django_assert_num_queries(1):
        assert [str(p.city) + p.source.name for p in sisters_in_common(tie)]


@pytest.mark.parametrize(
    "file", sorted(REGISTERS.glob("*/twinnings/*.csv")), ids=lambda file: file.parts[-3]
)
def test_a_shipped_extract_is_loaded_and_has_its_licence(file):
    about = tomllib.loads(file.with_name("SOURCE.toml").read_text(encoding="utf-8"))
    builders.home_city(key=about["home"])
    told = StringIO()
    call_command("load_twinnings", file, stdout=told, stderr=StringIO())
    assert "pairs of" in told.getvalue()
    assert about["licence"] in file.with_name("LICENSE").read_text(encoding="utf-8")
