"""The standing pages: their words, their addresses, and what they must not tell."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diplomacy.public import meanings
from diplomacy.public.glossary import SECTIONS
from diplomacy.public.views.about import PAGES
from diplomacy.registry.models import (
    Commitment,
    CommitmentReview,
    Entry,
    Form,
    Identity,
    Source,
)
from diplomacy.registry.queries.paging import PAGE_SIZE
from diplomacy.registry.queries.standing import Activity, Certainty, Stage
from tests import builders
from tests.public.pages import addresses, parse, words_in

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


@pytest.fixture
def register():
    """A register of which something is published."""
    Identity.objects.create(city=builders.home_city(), publisher_en="The City of Testabad")
    place = builders.tie().partner
    Entry.objects.filter(pk=builders.agreement(place).pk).update(published_at=timezone.now())


def published(entry, days_ago: int):
    moment = timezone.now() - timedelta(days=days_ago)
    Entry.objects.filter(pk=entry.pk).update(published_at=moment)
    return entry


def titles(page) -> list[str]:
    headings = parse(page).iter("h3")
    return [link.text for heading in headings for link in heading.iter("a")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_is_valid_sets_no_cookie_and_is_found_from_the_footer(
    client, register, language, name
):
    page = client.get(f"/{language}/about/{name}/")
    assert page.status_code == 200
    assert parse(page).find("body/main//h1").text
    assert not page.cookies
    assert f"/{language}/about/{name}/" in addresses(client.get(f"/{language}/"))


@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_speaks_one_language(client, register, name):
    assert words_in(client.get(f"/fa/about/{name}/"), r"[A-Za-z]{2,}", "fa") == []
    assert words_in(client.get(f"/en/about/{name}/"), r"[\u0600-\u06ff]+", "en") == []
    chinese = client.get(f"/zh-hans/about/{name}/")
    found = words_in(chinese, r"[\u0600-\u06ff]+|[A-Za-z]{2,}", "zh-Hans")
    assert set(found) <= {"Cookie"}


@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_stands_in_a_register_without_a_home_city(client, name):
    assert client.get(f"/en/about/{name}/").status_code == 200


@pytest.mark.parametrize(
    ("choices", "terms"),
    [
        (Form, meanings.FORM),
        (Stage, meanings.STAGE),
        (Activity, meanings.ACTIVITY),
        (Certainty, meanings.CERTAINTY),
        (Entry.Kind, meanings.KIND),
        (Entry.Weight, meanings.WEIGHT),
        (Entry.Level, meanings.LEVEL),
        (Commitment.Force, meanings.FORCE),
        (CommitmentReview.Verdict, meanings.VERDICT),
        (Source.Kind, meanings.SOURCE),
    ],
)
def test_every_term_has_a_meaning(choices, terms):
    assert set(terms) == set(choices)
    assert terms in [section.terms for section in SECTIONS]


def test_every_term_has_an_address(client):
    page = parse(client.get("/en/about/words/"))
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    for section in SECTIONS:
        assert {f"{section.name}-{term.value}" for term in section.terms} <= ids


def test_the_words_of_a_tie_lead_to_their_meaning(client):
    place = builders.tie().partner
    builders.agreement(place)
    found = addresses(client.get(f"/en/cities/{place.key}/"))
    for anchor in ("form-mou", "stage-established", "certainty-press_only"):
        assert f"/en/about/words/#{anchor}" in found


def test_the_spans_of_activity_are_those_of_the_settings(client, settings):
    settings.ACTIVITY_QUIET_MONTHS, settings.ACTIVITY_DORMANT_MONTHS = 7, 31
    said = client.get("/fa/about/words/").content.decode()
    assert "۷ ماه" in said
    assert "۳۱ ماه" in said


def test_who_answers_is_said_and_what_is_missing_is_said_too(client, register):
    page = parse(client.get("/en/about/contact/"))
    facts = {
        row.find("dt").text: "".join(row.find("dd").itertext()).strip()
        for row in page.findall(".//dl/div")
    }
    assert facts["Publisher"] == "The City of Testabad"
    assert facts["Telephone"] == facts["Imprint"] == "not recorded"
    assert facts["Address of this register"].startswith("http")


def test_what_is_new_is_newest_first_and_holds_no_draft(client):
    place = builders.tie().partner
    older = published(builders.event(place), 3)
    newer = published(builders.event(place, start="1900-01-01"), 1)
    published(builders.event(place, publication="draft"), 0)
    published(builders.event(place, publication="withdrawn"), 0)
    builders.event(place)  # published, nobody knows when
    assert titles(client.get("/en/about/changes/")) == [newer.title_en, older.title_en]


def test_new_ties_stand_in_a_list_of_their_own(client):
    tie = builders.tie(published_at=timezone.now())
    builders.tie(published_at=timezone.now(), publication="draft")
    assert titles(client.get("/en/about/changes/?of=ties")) == [tie.partner.name_en]


def test_what_is_new_names_no_staff(client, django_user_model):
    user = django_user_model.objects.create_user("zqclerk", password="x")
    entry = published(builders.event(builders.tie().partner), 1)
    entry.history.update(history_user=user)
    assert "zqclerk" not in client.get("/en/about/changes/").content.decode()


@pytest.mark.parametrize("of", ["", "?of=ties", "?of=nothing&after=forged"])
def test_an_empty_list_of_news_says_what_would_stand_there(client, of):
    assert "Nothing is published yet" in client.get(f"/en/about/changes/{of}").content.decode()


@pytest.mark.parametrize("number", [5, 50])
def test_what_is_new_costs_the_same_however_much_there_is(
    client, number, django_assert_max_num_queries
):
    place = builders.tie().partner
    for day in range(number):
        published(builders.event(place), day)
    with django_assert_max_num_queries(6):
        page = client.get("/en/about/changes/")
    assert len(titles(page)) == min(number, PAGE_SIZE)


def test_the_pages_of_what_is_new_follow_one_another(client):
    place = builders.tie().partner
    for day in range(PAGE_SIZE + 2):
        published(builders.event(place), day)
    first = client.get("/en/about/changes/")
    (more,) = (link for link in addresses(first) if "after=" in link)
    second = client.get(f"/en/about/changes/{more}")
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "changes"])
def test_a_page_of_text_costs_three_queries_and_four_with_a_tie_for_its_examples(
    client, register, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4 if name == "open-data" else 3):
        client.get(f"/en/about/{name}/")


def test_nobody_is_told_to_write_where_no_contact_is_recorded(client):
    home = builders.home_city()
    assert "No way to reach the publisher" in client.get("/en/about/contact/").content.decode()
    Identity.objects.create(key="register", city=home, mail="office@example.test")
    assert "Write to the publisher" in client.get("/en/about/contact/").content.decode()


def test_lines_of_an_imprint_and_those_left_empty_stand_as_typed(client):
    typed = "The mayor <of> Testabad\n\nTelephone"
    Identity.objects.create(
        city=builders.home_city(), publisher_en="P", imprint_en=typed, postal_address_en="1 A\n2 B"
    )
    page = client.get("/en/about/contact/").content.decode()
    assert "The mayor &lt;of&gt; Testabad<br><br>Telephone" in page
    assert "1 A<br>2 B" in page
