"""Organisations and people in office: their lists, their pages, and what stays hidden."""

import pytest

from diplomacy.calendars import PartialDate
from diplomacy.public.templatetags.subjects import time_in_office
from diplomacy.registry.models import Organisation, PersonAlias, Term
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


@pytest.fixture
def body():
    """A municipality of a partner that hosted a published visit."""
    partner = builders.tie().partner
    made = builders.organisation(key="city-hall", city=partner)
    builders.took_part(builders.delegation(partner), organisation=made, role="host")
    return made


@pytest.fixture
def mayor(body):
    """Its mayor, whose name a published visit shows."""
    made = builders.person(key="mayor", contact="secret@mail.test", staff_note="do not call")
    builders.term(made, body, since="[..2021-12]", until="[2025-10..]")
    builders.took_part(builders.delegation(body.city), person=made, role="head")
    return made


PATHS = ["organisations/", "organisations/city-hall/", "people/", "people/mayor/"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_valid_in_every_language(client, mayor, path, language):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert parse(response).find(".//h1") is not None
    assert not response.cookies


@pytest.mark.parametrize("path", PATHS)
def test_contact_details_and_notes_stay_with_the_staff(client, mayor, path):
    html = client.get(f"/en/{path}").content.decode()
    assert "mail.test" not in html
    assert "do not call" not in html


def test_organisations_are_narrowed_by_kind_and_city(client, body):
    other = builders.organisation(kind="university")
    builders.took_part(builders.event(), organisation=other)
    for query in ("kind=municipality", f"city={body.city.key}"):
        html = client.get(f"/en/organisations/?{query}").content.decode()
        assert body.name_en in html
        assert other.name_en not in html


def test_the_page_of_a_body_says_what_it_is_and_in_which_role_it_took_part(client, body, mayor):
    part = builders.organisation(parent=body)
    builders.took_part(builders.event(), organisation=part)
    report = builders.source(organisation=body, title="Its own words")
    builders.event(sources=[report])
    html = client.get("/en/organisations/city-hall/").content.decode()
    assert ">host<" in html
    for text in ("municipality", body.city.name_en, part.name_en, mayor.name_en, report.title):
        assert text in html
    assert body.name_en in client.get(f"/en/organisations/{part.key}/").content.decode()


def test_a_body_whose_city_nothing_shows_does_not_name_it(client):
    hidden = builders.city()
    made = builders.organisation(city=hidden)
    builders.took_part(builders.event(), organisation=made)
    for path in ("", f"{made.key}/"):
        html = client.get(f"/en/organisations/{path}").content.decode()
        assert made.name_en in html
        assert hidden.name_en not in html


@pytest.mark.parametrize("how", ["took part", "decided"])
def test_what_only_a_draft_shows_of_a_body_is_hidden(client, body, how):
    other = builders.organisation()
    draft = builders.restriction(publication="draft", body=other if how == "decided" else None)
    if how == "took part":
        builders.took_part(draft, organisation=other)
        builders.took_part(draft, organisation=body)
    assert client.get(f"/en/organisations/{other.key}/").status_code == 404
    assert draft.title_en not in client.get("/en/organisations/city-hall/").content.decode()


def test_a_body_that_decided_a_restriction_has_a_page_that_lists_it(client):
    made = builders.restriction()
    link = f"/en/organisations/{made.body.key}/"
    assert link in addresses(client.get(f"/en/restrictions/{made.key}/"))
    assert made.title_en in client.get(link).content.decode()


def test_the_page_of_a_person_lists_only_entries_that_show_the_name(client, mayor):
    closed = builders.delegation(title_en="Closed visit")
    builders.took_part(closed, person=mayor, name_shown=False)
    draft = builders.delegation(publication="draft", title_en="Draft visit")
    builders.took_part(draft, person=mayor)
    page = client.get("/en/people/mayor/")
    html = page.content.decode()
    assert len(page.context["page"].rows) == 1
    assert "Closed visit" not in html
    assert "Draft visit" not in html


def test_a_person_whose_name_nothing_shows_is_as_if_they_never_were(client, mayor):
    hidden = builders.person()
    builders.took_part(builders.event(), person=hidden, name_shown=False)
    builders.term(hidden, mayor.terms.get().organisation)
    for path in ("people/", "organisations/city-hall/"):
        assert hidden.name_en not in client.get(f"/en/{path}").content.decode()
    page, never = client.get(f"/en/people/{hidden.key}/"), client.get("/en/people/never-was/")
    assert page.status_code == never.status_code == 404
    assert page.content.replace(hidden.key.encode(), b"never-was") == never.content


def test_other_spellings_of_a_name_stand_on_the_page(client, mayor):
    PersonAlias.objects.create(person=mayor, text="Mayorr", language="de")
    assert '<bdi class="ar" dir="auto" lang="de">Mayorr</bdi>' in (
        client.get("/en/people/mayor/").content.decode()
    )


def test_people_are_narrowed_by_the_city_they_held_office_for(client, mayor):
    other = builders.person()
    builders.took_part(builders.event(), person=other)
    html = client.get(f"/en/people/?city={mayor.terms.get().organisation.city.key}")
    assert [person.key for person in html.context["page"].rows] == ["mayor"]


def test_shown_names_and_bodies_are_linked_where_they_took_part(client, mayor, body):
    visits = [row.participations.first().entry for row in (mayor, body)]
    assert "/en/people/mayor/" in addresses(client.get(f"/en/delegations/{visits[0].key}/"))
    assert "/en/organisations/city-hall/" in addresses(
        client.get(f"/en/delegations/{visits[1].key}/")
    )


def test_permanent_addresses_lead_to_them(client, mayor):
    assert client.get("/id/mayor/")["Location"] == "/fa/people/mayor/"
    assert client.get("/id/city-hall/")["Location"] == "/fa/organisations/city-hall/"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("[..2021-12]", "[2025-10..]", "seen in office from December 2021 to October 2025"),
        ("[..2023-08-02]", "[2023-08-02..]", "seen in office: 2 August 2023"),
        ("2021-08", "2025", "beginning: August 2021; end: 2025"),
        ("", "[..2025]", "beginning not recorded; end: by 2025"),
        ("[..2021]", "", "seen in office as early as 2021; end not recorded"),
        ("2021", "[2025..]", "beginning: 2021; seen in office as late as 2025"),
    ],
)
def test_an_office_is_told_only_as_far_as_it_was_seen(since, until, words):
    term = Term(since=PartialDate.parse(since), until=PartialDate.parse(until))
    assert time_in_office(term) == words


@pytest.mark.parametrize("path", ["organisations", "people"])
def test_an_empty_list_says_what_would_stand_there(client, path):
    response = client.get(f"/en/{path}/")
    parse(response)
    assert "Here stand" in response.content.decode()


@pytest.mark.parametrize("count", [5, 50])
def test_lists_and_pages_cost_the_same_however_much_there_is(
    client, mayor, body, count, django_assert_max_num_queries
):
    for _ in range(count):
        visit = builders.delegation(
            body.city, sources=[builders.source(organisation=body), builders.source()]
        )
        builders.took_part(visit, person=mayor, organisation=body)
        part = builders.organisation(parent=body, city=body.city)
        other = builders.person()
        builders.took_part(visit, organisation=part, person=other)
        builders.term(other, body)
        builders.term(mayor, part)
    for path in PATHS:
        with django_assert_max_num_queries(7 if path.count("/") == 1 else 12):
            assert client.get(f"/en/{path}").status_code == 200


def test_a_long_list_is_turned_page_by_page_without_loss(client):
    visit = builders.event()
    for _ in range(33):
        builders.took_part(visit, organisation=builders.organisation())
    first = client.get("/en/organisations/")
    (link,) = parse(first).findall(".//a[@rel='next']")
    second = client.get("/en/organisations/" + link.get("href"))
    keys = [row.key for page in (first, second) for row in page.context["page"].rows]
    assert len(set(keys)) == len(keys) == Organisation.objects.published().count()
