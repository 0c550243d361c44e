"""The history on the page of a tie: narrowed, leafed through, jumped about in; its silences."""

from itertools import product

import pytest

from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db


def page_of(client, city, query="", language="en"):
    return client.get(f"/{language}/cities/{city.key}/{query}")


def shown(response):
    """Return the keys of the entries that the history shows."""
    items = [item for item in parse(response).iter("li") if item.get("id", "").startswith("e-")]
    return {item.get("id").removeprefix("e-") for item in items}


def headings(response):
    """Return for each year heading how many entries stand under it."""
    years = [item for item in parse(response).iter("li") if item.get("class") == "yr"]
    return {year.find("h3").get("id"): len(year.findall("ol/li")) for year in years}


def text_of(response):
    return " ".join("".join(parse(response).itertext()).split())


def many(partner, year, number):
    start = f"{year}-05" if year else ""
    return [builders.event(partner, start=start, sources=[]) for _ in range(number)]


@pytest.fixture
def history():
    """Return a partner with a visit and two meetings, one of which touches the area "culture"."""
    partner = builders.tie().partner
    builders.delegation(partner, key="visit", start="2019")
    culture = builders.event(partner, key="culture-2021", start="2021")
    builders.event(partner, key="plain-2021", start="2021")
    builders.area(culture, key="culture")
    return partner


ENTRIES = {
    "visit": ("delegation", "", "2019"),
    "culture-2021": ("event", "culture", "2021"),
    "plain-2021": ("event", "", "2021"),
}


@pytest.mark.parametrize(
    ("kind", "area", "year"),
    list(product(["", "event", "delegation", "agreement"], ["", "culture"], ["", "2019", "2021"])),
)
def test_kind_area_and_year_narrow_together(client, history, kind, area, year):
    response = page_of(client, history, f"?kind={kind}&area={area}&year={year}")
    wanted = {
        key
        for key, has in ENTRIES.items()
        if all(asked in ("", held) for asked, held in zip((kind, area, year), has, strict=True))
    }
    assert shown(response) == wanted
    assert all(headings(response).values())
    if kind or area or year:
        assert f"{len(wanted)} of 3 entries" in text_of(response)
    if not wanted:
        assert "No entry fits all of this" in text_of(response)


def test_each_condition_stands_in_words_and_can_be_dropped_alone(client, history):
    response = page_of(client, history, "?kind=event&kind=delegation&year=2021&order=oldest")
    said = text_of(response)
    assert "Kind: Events" in said
    assert "Kind: Delegations" in said
    assert "Year: 2021" in said
    assert "?kind=delegation&year=2021&order=oldest#timeline" in addresses(response)
    assert "?kind=event&kind=delegation&order=oldest#timeline" in addresses(response)


def test_every_choice_tells_how_many_entries_it_holds_in_the_whole_history(client, history):
    said = text_of(page_of(client, history, "?kind=delegation"))
    assert "Events (2)" in said
    assert "Agreements (0)" in said
    assert "2021 (2)" in said
    assert "(1)" in said[said.index("all areas") :]


def test_all_kinds_chosen_are_the_whole_history(client, history):
    every = "&".join(
        f"kind={kind}" for kind in ("agreement", "delegation", "event", "commitment", "restriction")
    )
    assert "drop this condition" not in text_of(page_of(client, history, f"?{every}"))


@pytest.mark.parametrize("order", ["", "&order=oldest"])
def test_each_year_of_a_long_history_can_be_reached(client, order):
    partner = builders.tie().partner
    for year, number in ((1999, 25), (2005, 40), (2015, 30), (2020, 10)):
        many(partner, year, number)
    many(partner, "", 1)
    first = page_of(client, partner, f"?{order.removeprefix('&')}")
    links = [a for a in parse(first).iter("a") if (a.get("href") or "").rpartition("#y")[2]]
    jumps = {
        a.get("href").rpartition("#")[2]: a.get("href")
        for a in links
        if a.get("href").rpartition("#")[2] in ("y1999", "y2005", "y2015", "y2020", "undated")
    }
    assert set(jumps) == {"y1999", "y2005", "y2015", "y2020", "undated"}
    for anchor, href in jumps.items():
        query = href.partition("#")[0] or f"?{order.removeprefix('&')}"
        html = page_of(client, partner, query).content.decode()
        assert f'id="{anchor}"' in html
        if query.startswith("?") and "after=" in query and anchor != "undated":
            assert html.index(f'id="{anchor}"') < html.index('class="ev')


def test_a_silence_between_two_pages_is_stated_once(client):
    partner = builders.tie().partner
    many(partner, 2020, 60)
    many(partner, 1990, 3)
    first = page_of(client, partner)
    after = next(a for a in addresses(first) if "after=" in a and "#" not in a)
    second = page_of(client, partner, after)
    assert "29 years without a recorded entry" not in text_of(first)
    assert "29 years without a recorded entry" in text_of(second)


def test_a_silence_up_to_today_is_stated_and_asks_what_readers_know(client):
    partner = builders.tie().partner
    builders.event(partner, start="1990")
    response = page_of(client, partner)
    assert "years without a recorded entry Do you know of something? Tell us" in text_of(response)
    assert any("/corrections/?about=" in address for address in addresses(response))


def test_a_narrowed_history_never_claims_that_nothing_was_recorded(client):
    partner = builders.tie().partner
    builders.agreement(partner, start="1990")
    builders.event(partner, start="2000")
    builders.agreement(partner, start="2010")
    said = text_of(page_of(client, partner, "?kind=agreement"))
    assert "19 years without an entry of this choice" in said
    assert "without a recorded entry" not in said


def test_a_history_of_one_year_bears_no_mark_of_today_unless_it_holds_it(client, history):
    assert 'class="now"' not in page_of(client, history, "?year=2021").content.decode()
    assert 'class="now"' in page_of(client, history).content.decode()


@pytest.mark.parametrize("start", ["", "2999"])
def test_a_history_that_is_only_undated_or_only_to_come_is_shown(client, start):
    partner = builders.tie().partner
    entry = builders.event(partner, start=start)
    response = page_of(client, partner)
    assert shown(response) == {entry.key}
    assert "without a recorded entry" not in text_of(response)
    assert ("Today," in text_of(response)) is bool(start)


def test_a_tie_without_entries_says_what_would_stand_there(client):
    assert "Nothing is recorded here" in text_of(page_of(client, builders.tie().partner))


@pytest.mark.parametrize("query", ["", "?kind=event", "?area=culture", "?kind=event&order=oldest"])
def test_a_history_of_several_pages_costs_a_bounded_number_of_queries(
    client, query, django_assert_max_num_queries
):
    partner = builders.tie().partner
    builders.area(*many(partner, 2015, 61), key="culture")
    with django_assert_max_num_queries(11):
        assert page_of(client, partner, query).status_code == 200
