"""Searching from the desk, and the list of drafts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.registry import publishing
from diplomacy.registry.models import CityAlias, Event
from tests import builders
from tests.public.pages import parse
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

NOUNS = [
    "Cities", "Ties", "Agreements", "Delegations", "Events", "Commitments", "Restrictions",
    "Organisations", "People", "Sources", "Differences between sources", "Open questions",
]  # fmt: skip
SEARCH, DRAFTS = "/en/desk/search/", "/en/desk/drafts/"


def at_desk(role: str) -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def found(query: str, role: str = "viewer") -> dict[str, int]:
    """Return how many records of each noun the page shows."""
    page = at_desk(role).get(SEARCH, {"q": query})
    assert page.status_code == 200
    parse(page)
    return {str(noun.label): len(noun.records) for noun in page.context["found"]}


def test_every_noun_is_searched_drafts_included():
    city = builders.city("Zanzobad", "زنزآباد", "赞佐巴德")
    tie = builders.tie(city)
    for make in (builders.agreement, builders.delegation, builders.commitment):
        make(city, title_en="Zanzobad", publication="draft")
    builders.event(city, title_en="Zanzobad", publication="withdrawn")
    builders.restriction(city, title_en="Zanzobad")
    builders.organisation(name_en="Zanzobad hall")
    builders.person(name_en="Zanzobad Senior")
    builders.source(title="News of Zanzobad")
    builders.difference(tie, point_en="Zanzobad or not")
    builders.question(tie, question_en="Who is in Zanzobad?")
    assert found("zanzobad") == dict.fromkeys(NOUNS, 1)


@pytest.mark.parametrize(
    "query", ["زنز آباد", "زنز\u200cآباد", "زنزاباد", "赞佐", "ZANZO", "Sansobad"]
)
def test_a_city_is_found_in_any_script_and_spelling(query):
    city = builders.city("Zanzobad", "زنز\u200cآباد", "赞佐巴德")
    CityAlias.objects.create(city=city, text="Sansobad")
    assert found(query) == {"Cities": 1}


@pytest.mark.parametrize("query", ["۱۴۰۳/۱۲۳", "1403/123"])
def test_a_letter_is_found_by_its_number_in_any_digits(query):
    builders.event(reference="۱۴۰۳/۱۲۳")
    assert found(query) == {"Events": 1}


@pytest.mark.parametrize("query", ["", " ", "---", "\x00", "’", "\u200c"])
def test_a_search_for_nothing_finds_nothing(query):
    builders.city()
    assert found(query) == {}


@pytest.mark.parametrize(
    "query", ["no such thing", "%", "_", "x" * 5000, "q " * 500, "'\"<script>"]
)
def test_odd_words_find_nothing_and_break_nothing(query):
    builders.city("Farville")
    assert found(query) == {}


def test_eight_of_a_noun_are_shown_and_more_are_announced():
    for number in range(9):
        builders.city(f"Manyville {number}")
    page = at_desk("viewer").get(SEARCH, {"q": "manyville"}).content.decode()
    assert page.count(">Manyville ") == 8
    assert "There are more" in page


def test_contact_details_and_notes_of_staff_are_neither_found_nor_shown():
    builders.person(name_en="Senior", contact="0098 secret", staff_note="never call")
    page = at_desk("administrator").get(SEARCH, {"q": "senior"}).content.decode()
    assert "Senior" in page
    assert "secret" not in page
    assert "never call" not in page
    assert found("secret") == {}
    assert found("never call") == {}


def test_the_state_stands_beside_what_readers_do_not_see():
    city = builders.city()
    original = builders.event(city, title_en="Gathering")
    publishing.revise(original, member("recorder"))
    page = at_desk("viewer").get(SEARCH, {"q": "gathering"}).content.decode()
    assert ">published<" in page
    assert ">draft of a change<" in page


def test_a_search_costs_the_same_however_much_it_finds():
    counts = []
    for times in (1, 9):
        for _ in range(times):
            tie = builders.tie(builders.city(country=builders.country(f"c{times}")))
            builders.event(tie.partner)
            builders.organisation(city=tie.partner, name_en="Partnerville hall")
            builders.difference(tie)
        viewer = at_desk("viewer")
        with CaptureQueriesContext(connection) as asked:
            viewer.get(SEARCH, {"q": "e"})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_the_box_stands_on_every_page_and_keeps_the_words():
    assert 'id="desk-search"' in at_desk("viewer").get("/en/desk/").content.decode()
    assert (
        'value="far &lt;b&gt;"' in at_desk("viewer").get(SEARCH, {"q": "far <b>"}).content.decode()
    )


def own_draft(by: str, **fields) -> Event:
    draft = Event(**({"title_en": f"Of {by}", "type": "meeting"} | fields))
    draft._history_user = member(by)
    draft.save()
    return draft


def test_ones_own_drafts_are_listed_and_everybodys_on_demand():
    own_draft("recorder")
    own_draft("reviewer")
    clerk = at_desk("recorder")
    mine, everybodys = clerk.get(DRAFTS), clerk.get(DRAFTS, {"whose": "all"})
    assert "Of recorder" in mine.content.decode()
    assert "Of reviewer" not in mine.content.decode()
    assert "Of reviewer" in everybodys.content.decode()


def test_a_change_by_another_takes_a_draft_from_nobody():
    draft = own_draft("recorder")
    draft._history_user = member("administrator")
    draft.save()
    assert "Of recorder" in at_desk("recorder").get(DRAFTS).content.decode()
    assert "Of recorder" not in at_desk("administrator").get(DRAFTS).content.decode()


def test_what_waits_for_a_review_is_listed_what_is_decided_is_not():
    builders.event(title_en="Waiting", publication="in_review")
    builders.event(title_en="Shown")
    builders.event(title_en="Gone", publication="withdrawn")
    builders.tie(builders.city("Tieville"), publication="draft")
    page = at_desk("recorder").get(DRAFTS, {"whose": "all"}).content.decode()
    assert "Waiting" in page
    assert "Tieville" in page
    assert "Shown" not in page
    assert "Gone" not in page


def test_viewers_have_no_drafts():
    assert at_desk("viewer").get(DRAFTS).status_code == 403


def test_drafts_are_turned_page_by_page_at_the_same_cost():
    for number in range(65):
        own_draft("recorder", title_en=f"Draft number {number}.")
    clerk, seen, address = at_desk("recorder"), [], DRAFTS
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            page = clerk.get(address)
        assert len(asked) <= 6
        seen += [row.title_en for row in page.context["page"].rows]
        address = f"{DRAFTS}?after={page.context['page'].after}"
    assert seen == [f"Draft number {number}." for number in reversed(range(65))]


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "WyJhIl0", "9" * 1000])
def test_a_forged_place_in_the_list_gives_its_beginning(cursor):
    own_draft("recorder")
    response = at_desk("recorder").get(f"{DRAFTS}?after={cursor}")
    assert response.status_code == 200
    assert "Of recorder" in response.content.decode()
