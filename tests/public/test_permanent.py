"""The one address of anything, and what crawlers are told."""

import pytest

from diplomacy.registry.models import Document
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_permanent_address_leads_to_the_page_in_the_home_language(client):
    entry = builders.agreement(builders.city())
    page = client.get(f"/id/{entry.key}/", HTTP_ACCEPT_LANGUAGE="en")
    assert (page.status_code, page["Location"]) == (303, f"/fa/agreements/{entry.key}/")


def test_the_permanent_address_of_a_tie_is_its_partners_page(client):
    tie = builders.tie()
    assert client.get(f"/id/{tie.key}/")["Location"] == f"/fa/cities/{tie.partner.key}/"
    assert client.get(f"/id/{tie.partner.key}/")["Location"] == f"/fa/cities/{tie.partner.key}/"


def test_the_cited_address_of_a_city_still_leads_to_its_page_when_the_tie_is_withdrawn(client):
    partner = builders.tie(publication="withdrawn").partner
    leads_to = client.get(f"/id/{partner.key}/")["Location"]
    assert leads_to == f"/fa/cities/{partner.key}/"
    assert client.get(leads_to).status_code == 410


def test_a_former_key_still_leads_there(client):
    entry = builders.event(builders.city(), key="old-key")
    entry.key = "new-key"
    entry.save()
    assert client.get("/id/old-key/")["Location"] == "/fa/events/new-key/"


@pytest.mark.parametrize("key", ["no-such-key", "a" * 500])
def test_an_unknown_key_is_not_there(client, key):
    assert client.get(f"/id/{key}/").status_code == 404


def test_a_draft_is_as_if_it_were_not_there(client):
    entry = builders.event(builders.city(), publication="draft")
    assert client.get(f"/id/{entry.key}/").status_code == 404


def test_nothing_can_be_posted_to_the_file_for_crawlers(client):
    assert client.post("/robots.txt").status_code == 405


def test_crawlers_are_kept_from_what_is_for_staff_only(client):
    text = client.get("/robots.txt").content.decode()
    for place in ("/fa/admin/", "/zh-hans/desk/", "/calendar/"):
        assert f"Disallow: {place}\n" in text
    assert "Disallow: /\n" not in text


def test_every_noun_with_a_page_has_a_permanent_address_and_keeps_it(client):
    tie = builders.tie()
    pact = builders.agreement(tie.partner)
    office, holder = builders.organisation(), builders.person()
    builders.took_part(pact, organisation=office, person=holder, name_shown=True)
    paper = Document.objects.create(
        entry=pact.entry_ptr, kind="text", access="public", file=builders.upload()
    )
    nouns = {
        "areas": builders.area(pact),
        "layers": builders.layer(tie),
        "organisations": office,
        "people": holder,
        "sources": pact.citations.get().source,
        "differences": builders.difference(tie),
        "questions": builders.question(tie),
    }
    for place, record in nouns.items():
        for key in (record.key, f"new-{place}"):
            former = record.key
            record.key = key
            record.save()
            for address in (former, key):
                page = client.get(f"/id/{address}/")
                assert page.get("Location") == f"/fa/{place}/{key}/"
                assert page.status_code == 303
            shown = client.get(f"/en/{place}/{key}/").content.decode()
            assert f"/id/{key}/</bdi>" in shown
    assert client.get(f"/id/{paper.key}/")["Location"] == f"/fa/documents/{paper.key}/"
