"""What readers say is wrong, at the desk: who reads it, and what the pages show."""

import pytest
from django.urls import reverse

from diplomacy.accounts.roles import MATRIX, Nouns, Role, allowed
from diplomacy.registry.queries.paging import PAGE_SIZE
from tests import builders
from tests.office.correcting import LIST, SENDER, at_desk, decided, decision, page_of, text
from tests.public.pages import addresses, parse, words_in

pytestmark = pytest.mark.django_db


# --- who may ---


@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_matrix_holds_at_the_desk(role):
    one = builders.correction(sender=SENDER)
    client = at_desk(role)
    may = {action: allowed(role, action, Nouns.CORRECTIONS, "") for action in MATRIX["corrections"]}
    for path in (LIST, page_of(one)):
        assert (client.get(path).status_code == 200) == may["view"]
    assert (SENDER in text(client.get(page_of(one)))) == may["decide"]
    for act in ("erase", "decide"):
        sent = client.post(page_of(one), decision(one, act=act))
        assert (sent.status_code == 302) == may["decide"]
        assert may["decide"] or sent.status_code == 403
    one.refresh_from_db()
    assert (one.decision == "mended") == (one.sender == "") == may["decide"]


def test_a_visitor_is_sent_to_sign_in(client):
    assert "sign-in" in client.get(LIST)["Location"]


# --- the list ---


def test_the_list_shows_the_open_ones_newest_first_and_others_on_demand():
    first, second = builders.correction(words="First"), builders.correction(words="Second")
    done = decided(words="Done with")
    page = text(at_desk().get(LIST))
    assert page.index(second.words) < page.index(first.words)
    assert done.words not in page
    page = text(at_desk().get(f"{LIST}?show=decided"))
    assert done.words in page
    assert first.words not in page
    page = text(at_desk().get(f"{LIST}?show=all"))
    assert done.words in page
    assert first.words in page


def test_a_long_list_is_turned_page_by_page(django_assert_max_num_queries):
    for _ in range(PAGE_SIZE + 1):
        builders.correction()
    client = at_desk()
    with django_assert_max_num_queries(5):
        first = client.get(LIST)
    (after,) = {one for one in addresses(first) if one.startswith("?show=open&after=")}
    second = client.get(LIST + after)
    assert text(first).count('<li class="box">') == PAGE_SIZE
    assert text(second).count('<li class="box">') == 1


@pytest.mark.parametrize("query", [
    "show=x", "show=%00", "after=x", "noun=event&key=%00", "noun=user&key=1", "noun=city&key=none",
    "key=x",
])  # fmt: skip
def test_an_odd_address_shows_the_open_ones(query):
    one = builders.correction()
    page = at_desk().get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert one.words in text(page)


def test_corrections_about_one_record_are_found_under_its_former_key_too():
    entry = builders.event(builders.city(), key="old-key")
    one = builders.correction(noun="event", key="old-key", words="About this")
    builders.correction(noun="commitment", key="old-key", words="About that")
    entry.key = "new-key"
    entry.save()
    page = text(at_desk().get(f"{LIST}?noun=event&key=new-key"))
    assert one.words in page
    assert "About that" not in page


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30])
def test_a_number_of_no_correction_is_not_there(number):
    assert at_desk().get(f"{LIST}{number}/").status_code == 404
    assert at_desk().post(f"{LIST}{number}/", {"act": "erase"}).status_code == 404


# --- one of them ---


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_a_page_is_valid_and_says_everything_in_the_language_of_its_reader(language):
    tie = builders.tie()
    one = builders.correction(
        tie.partner, words="\u202e<b>x</b>", found_where="A paper", sender=SENDER
    )
    other = builders.correction(tie.partner)
    done = decided(words="y", comment="Read again.")
    for path in (page_of(one, language), page_of(done, language), f"/{language}/desk/corrections/"):
        page = at_desk().get(path)
        assert page.status_code == 200
        assert parse(page).find(".//h1") is not None
        if language == "fa":
            assert not words_in(page, "[0-9]", "fa")
    page = at_desk().get(page_of(one, language))
    found = addresses(page)
    assert f"/{language}/cities/{tie.partner.key}/" in found
    assert f"/{language}/desk/records/tie/{tie.key}/" in found
    assert page_of(other, language) in found
    assert "&lt;b&gt;x&lt;/b&gt;" in text(page)
    assert "<b>x</b>" not in text(page)


@pytest.mark.parametrize("noun", ["event", "organisation", "source", "city"])
def test_it_leads_to_its_record_at_the_desk(noun):
    entry = builders.event(builders.city(), key="an-entry")
    records = {
        "event": (entry, reverse("desk:record", args=["event", entry.key])),
        "source": (source := entry.citations.get().source,
                   reverse("admin:registry_source_change", args=[source.pk])),
        "organisation": (body := builders.organisation(),
                         reverse("admin:registry_organisation_change", args=[body.pk])),
        "city": (place := builders.city(),
                 reverse("admin:registry_city_change", args=[place.pk])),
    }  # fmt: skip
    record, address = records[noun]
    one = builders.correction(noun=noun, key=record.key)
    assert address in addresses(at_desk().get(page_of(one)))


def test_it_says_when_readers_no_longer_see_the_record_or_nobody_does():
    entry = builders.event(builders.city(), publication="withdrawn")
    for key in (entry.key, "gone"):
        page = at_desk().get(page_of(builders.correction(noun="event", key=key)))
        assert "Readers do not see this record any more." in text(page)


def test_a_page_costs_the_same_however_much_was_sent(django_assert_max_num_queries):
    place = builders.tie().partner
    for _ in range(40):
        one = builders.correction(place)
    client = at_desk()
    with django_assert_max_num_queries(9):
        client.get(page_of(one))


def test_the_page_of_a_record_at_the_desk_counts_what_is_open_about_it():
    tie = builders.tie()
    builders.correction(tie.partner)
    builders.correction(tie.partner)
    decided(noun="city", key=tie.partner.key)
    path = f"/en/desk/records/tie/{tie.key}/"
    page = at_desk("recorder").get(path)
    assert "2 open corrections from readers" in text(page)
    assert f"{LIST}?noun=city&key={tie.partner.key}" in addresses(page)
    assert "open corrections" not in text(at_desk("viewer").get(path))
