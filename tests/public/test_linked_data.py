"""Facts for machines: those of the page, no word taken for a deed, nothing that breaks out."""

import json

import pytest
from django.template import Context, Template

from diplomacy.public.linked_data import of_crumbs
from diplomacy.public.templatetags.head import script
from diplomacy.registry.models import Document
from tests import builders
from tests.public.pages import facts

pytestmark = pytest.mark.once

TYPES = {
    "AdministrativeArea",
    "BreadcrumbList",
    "City",
    "DigitalDocument",
    "EntryPoint",
    "Event",
    "GeoCoordinates",
    "GovernmentOrganization",
    "ListItem",
    "MediaObject",
    "Organization",
    "Person",
    "Place",
    "SearchAction",
    "WebPage",
    "WebSite",
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://register.test"


@pytest.fixture
def partner(db):
    city = builders.city(
        wikidata_id="Q1", geonames_id=7, latitude=1.5, longitude=2.5, own_name="Own", key="there"
    )
    builders.tie(city)
    return city


def graph(client, address: str) -> dict[str, dict]:
    """Return the facts of a page by their type."""
    found = next(block for block in facts(client.get(address)) if "@graph" in block)
    return {one["@type"]: one for one in found["@graph"]}


def recorded(client, entry) -> dict | None:
    return graph(client, f"/en/{entry.kind}s/{entry.key}/")["WebPage"].get("mainEntity")


def test_a_city_is_the_same_as_elsewhere(client, partner):
    home, there = graph(client, "/en/cities/there/")["WebPage"]["about"]
    assert home["name"] == "Testabad"
    assert there["@type"] == "City"
    assert there["url"] == "https://register.test/en/cities/there/"
    assert there["sameAs"] == [
        "https://www.wikidata.org/entity/Q1",
        "https://sws.geonames.org/7/",
    ]
    assert there["geo"]["longitude"] == 2.5
    assert "Own" in there["alternateName"]


def test_the_page_of_a_tie_says_where_it_stands_and_names_what_happened(client, partner):
    pact = builders.agreement(partner, instrument="sister", start="1989-05-06")
    visit = builders.delegation(partner, start="2019-07")
    builders.event(partner, type="claim", claimed_form="sister", start="2020", title_en="Twins!")
    builders.commitment(partner, start="2020")
    page = graph(client, "/en/cities/there/")["WebPage"]
    assert page["identifier"] == "https://register.test/id/there/"
    assert "Sister cities since 6 May 1989" in page["description"]
    assert {(one["@type"], one["name"]) for one in page["mentions"]} == {
        ("DigitalDocument", pact.title_en),
        ("Event", visit.title_en),
    }


def test_a_paper_that_nobody_signed_is_a_draft_wherever_it_is_named(client, partner):
    draft = builders.agreement(partner, paper_state="draft")
    (named,) = graph(client, "/en/cities/there/")["WebPage"]["mentions"]
    assert named["creativeWorkStatus"] == "draft"
    assert recorded(client, draft)["creativeWorkStatus"] == "draft"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2020-05-06", "2020-05-06"),
        ("2020-05", "2020-05"),
        ("2020", "2020"),
        ("1403", None),  # a Solar Hijri year lies in two
        ("2020~", None),
        ("[2020-01..2020-06]", None),
        ("", None),
    ],
)
def test_a_date_is_said_as_closely_as_it_is_known(client, partner, start, said):
    visit = builders.delegation(partner, start=start)
    assert recorded(client, visit).get("startDate") == said


@pytest.mark.parametrize(
    ("progress", "status"),
    [
        ("cancelled", "https://schema.org/EventCancelled"),
        ("postponed", "https://schema.org/EventPostponed"),
        ("planned", "https://schema.org/EventScheduled"),
        ("completed", None),
    ],
)
def test_a_visit_says_whether_it_took_place(client, partner, progress, status):
    start = "2099-05-06" if progress == "planned" else "2020-05-06"
    visit = builders.delegation(partner, progress=progress, start=start)
    assert recorded(client, visit).get("eventStatus") == status


@pytest.mark.parametrize("progress", ["planned", "announced"])
def test_a_visit_whose_day_passed_unrecorded_is_no_event(client, partner, progress):
    visit = builders.delegation(partner, progress=progress, start="2020-05-06")
    assert recorded(client, visit) is None


def test_nobody_attended_what_was_called_off(client, partner):
    visit = builders.delegation(partner, progress="cancelled", start="2020-05-06")
    builders.took_part(visit, person=builders.person(), name_shown=True)
    assert "attendee" not in recorded(client, visit)


def test_a_visit_names_its_organiser_and_place_only_if_recorded(client, partner):
    bare = recorded(client, builders.delegation(partner))
    assert {"organizer", "location", "attendee"}.isdisjoint(bare)
    host = builders.organisation()
    full = recorded(client, builders.delegation(partner, invited_by=host, place=partner))
    assert full["organizer"]["name"] == host.name_en
    assert full["location"] == {"@type": "City", "name": partner.name_en}


def test_people_are_named_only_where_the_page_names_them(client, partner):
    visit = builders.delegation(partner)
    shown, hidden = builders.person(), builders.person()
    builders.took_part(visit, person=shown, name_shown=True)
    builders.took_part(visit, person=hidden, name_shown=False)
    attendees = recorded(client, visit)["attendee"]
    assert [one["name"] for one in attendees if one["@type"] == "Person"] == [str(shown)]
    assert hidden.name_en not in client.get(f"/en/delegations/{visit.key}/").content.decode()


@pytest.mark.parametrize("kind", ["claim", "list", "assessment", "plan"])
def test_what_was_only_said_is_no_event(client, partner, kind):
    said = {"claimed_form": "sister"} if kind in ("claim", "list") else {}
    entry = builders.event(partner, type=kind, start="2020-05-06", **said)
    assert recorded(client, entry) is None


def test_a_promise_is_no_event(client, partner):
    assert recorded(client, builders.commitment(partner)) is None


def test_an_agreement_is_a_document_with_the_files_that_anyone_may_read(client, partner):
    pact = builders.agreement(partner, start="2020-05-06", expires="2025-05-06")
    for access in ("public", "restricted"):
        Document.objects.create(
            entry=pact.entry_ptr,
            key=f"{access}-paper",
            kind="text",
            access=access,
            file=builders.upload(content=access.encode()),
        )
    paper = recorded(client, pact)
    assert (paper["@type"], paper["dateCreated"]) == ("DigitalDocument", "2020-05-06")
    assert paper["expires"] == "2025-05-06"
    assert [one["name"] for one in paper["about"]] == [partner.name_en]
    files = [one["contentUrl"] for one in paper["encoding"]]
    assert files == ["https://register.test/en/documents/public-paper/"]


@pytest.mark.parametrize("address", ["", "about/contact/", "cities/there/", "areas/"])
def test_every_page_names_the_register_and_who_answers_for_it(client, partner, address):
    found = graph(client, f"/fa/{address}")
    assert found["WebSite"]["publisher"] == {"@id": found["GovernmentOrganization"]["@id"]}
    assert found["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        "https://register.test/fa/search/?q={search_term_string}"
    )
    assert found["GovernmentOrganization"]["areaServed"]["name"] == "آزمون‌آباد"
    assert found["WebPage"]["inLanguage"] == "fa"


def test_the_way_back_is_that_of_the_page(client, partner):
    blocks = facts(client.get("/en/cities/there/"))
    crumbs = next(one for one in blocks if one.get("@type") == "BreadcrumbList")
    assert [
        (one["position"], one["name"], one.get("item")) for one in crumbs["itemListElement"]
    ] == [
        (1, "Home", "https://register.test/en/"),
        (2, "Cities", "https://register.test/en/cities/"),
        (3, partner.name_en, None),
    ]


def test_only_types_that_schema_org_knows_are_used(client, partner):
    builders.agreement(partner)
    visit = builders.delegation(partner, place=partner, invited_by=builders.organisation())
    builders.took_part(visit, person=builders.person(), name_shown=True)
    for address in ("", "cities/there/", f"delegations/{visit.key}/"):
        for block in facts(client.get(f"/zh-hans/{address}")):
            assert block["@context"] == "https://schema.org"
            assert set(_types(block)) <= TYPES


def _types(found):
    if isinstance(found, dict):
        if "@type" in found:
            yield found["@type"]
        for value in found.values():
            yield from _types(value)
    elif isinstance(found, list):
        for value in found:
            yield from _types(value)


@pytest.mark.parametrize("address", ["/en/no-such-page/", "/no-such-page/"])
def test_a_page_that_is_not_there_states_nothing(client, db, address):
    assert facts(client.get(address)) == []


@pytest.mark.parametrize(
    "words", ["</script><b>", "<!--", "]]>", "a\u2028b\u2029", "&quot;", '"\\']
)
def test_no_word_ends_the_block_of_facts(words):
    html = script({"name": words})
    inner = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(inner) == {"name": words}
    assert not set("<>&\u2028\u2029") & set(inner)


def test_hostile_names_stay_words(client, partner):
    visit = builders.delegation(partner, title_en="</script><script>alert(1)</script>")
    assert recorded(client, visit)["name"] == visit.title_en


def test_a_crumb_in_html_is_told_in_plain_words():
    page = Template('{% load head %}{% crumb_facts "/en/" "Home" "" here %}')
    html = page.render(Context({"here": "<bdi>A &amp; B</bdi>"}))
    assert '"name": "\\u003Cbdi' not in html
    assert of_crumbs([("", "A & B")])["itemListElement"][0]["name"] == "A & B"
