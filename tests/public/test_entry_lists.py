"""The list of each kind of entry: what narrows it, what a row says, what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diplomacy.registry.models import CommitmentReview, Participation, Person
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db

MAKERS = {
    "agreement": builders.agreement,
    "delegation": builders.delegation,
    "event": builders.event,
    "commitment": builders.commitment,
    "restriction": builders.restriction,
}
OWN_FILTERS = {
    "agreement": "instrument",
    "delegation": "direction",
    "event": "type",
    "commitment": "force",
    "restriction": "scope",
}


def html_of(client, kind, query="", language="en"):
    return client.get(f"/{language}/{kind}s/?{query}").content.decode()


def review(promise, verdict="in_progress", **fields):
    given = {"words_en": "Because.", "on": "2024-05-06"} | fields
    return CommitmentReview.objects.create(commitment=promise, verdict=verdict, **given)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_list_is_narrowed_by_city_and_by_what_only_its_kind_has(client, kind):
    here, there = builders.city(), builders.city()
    inside, outside = MAKERS[kind](here), MAKERS[kind](there)
    value = getattr(inside, OWN_FILTERS[kind])
    for query in (f"city={here.key}", f"{OWN_FILTERS[kind]}={value}&city={here.key}"):
        assert inside.title in html_of(client, kind, query)
        assert outside.title not in html_of(client, kind, query)
    assert outside.title in html_of(client, kind, f"{OWN_FILTERS[kind]}={value}")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_list_is_narrowed_by_a_year_of_either_calendar(client, kind):
    inside = MAKERS[kind](builders.city(), start="2024-03-20")
    outside = MAKERS[kind](builders.city(), start="2020")
    for query in ("year=2024", "year=1403"):
        assert inside.title in html_of(client, kind, query)
        assert outside.title not in html_of(client, kind, query)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    "query",
    [
        "city=nowhere&year=12",
        "year=%00&city=%00&due=%00",
        "year=9999&due=never&verdict=x&type=x&scope=x",
        "after=%00x",
        "order=sideways",
    ],
)
def test_a_list_ignores_what_it_cannot_read(client, kind, query):
    entry = MAKERS[kind](builders.city())
    response = client.get(f"/en/{kind}s/?{query}")
    assert response.status_code == 200
    assert entry.title in response.content.decode()


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_a_list_is_valid_full_and_empty(client, kind, language):
    empty = client.get(f"/{language}/{kind}s/")
    parse(empty)
    entry = MAKERS[kind](builders.tie().partner)
    full = client.get(f"/{language}/{kind}s/")
    parse(full)
    assert f"/{language}/{kind}s/{entry.key}/" in full.content.decode()
    assert not full.cookies


@pytest.mark.parametrize("kind", MAKERS)
def test_an_empty_list_says_what_would_stand_there(client, kind):
    assert "as soon as staff publish one" in html_of(client, kind)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("length", [5, 50])
def test_a_list_costs_five_queries_however_long(
    client, kind, length, django_assert_max_num_queries
):
    # Cities, sources, layers, reviews, who is bound, whence each was cut; two ask the version.
    more = 6 if kind == "commitment" else 0
    partner = builders.tie().partner
    for _ in range(length):
        entry = MAKERS[kind](partner)
        Participation.objects.create(
            entry=entry.entry_ptr, role="owes", organisation=builders.organisation()
        )
    with django_assert_max_num_queries(5 + more):
        assert client.get(f"/en/{kind}s/").status_code == 200
    with django_assert_max_num_queries(10 if kind == "commitment" else 6):
        assert client.get(f"/en/{kind}s/?city={partner.key}").status_code == 200


@pytest.mark.parametrize("kind", MAKERS)
def test_a_page_that_passes_from_dated_to_undated_costs_one_query_more(
    client, kind, django_assert_max_num_queries
):
    partner = builders.tie().partner
    for start in ("2020", "", "2021", ""):
        MAKERS[kind](partner, start=start)
    with django_assert_max_num_queries(10 if kind == "commitment" else 6):
        assert client.get(f"/en/{kind}s/?order=oldest").status_code == 200


def test_every_entry_leads_back_to_the_list_of_its_kind(client):
    for kind, make in MAKERS.items():
        entry = make(builders.city())
        html = client.get(f"/en/{kind}s/{entry.key}/").content.decode()
        assert f'href="/en/{kind}s/"' in html.partition("<h1>")[0]


def test_words_stand_in_their_own_shape_and_deeds_do_not(client):
    place = builders.city()
    builders.event(place)
    assert 'class="said"' not in html_of(client, "event")
    builders.event(place, type="claim", claimed_form="sister")
    builders.event(place, type="list", stated_count=16)
    builders.event(place, type="assessment")
    html = html_of(client, "event")
    assert html.count('class="said"') == 3
    assert html.count("said, not signed") == 3
    assert "What it says the tie is" in html
    assert "<dd>16</dd>" in html


def test_a_promise_without_a_review_is_not_yet_assessed_and_never_broken(client):
    builders.commitment(builders.city(), due="2001")
    row = html_of(client, "commitment").partition('<ol class="board">')[2]
    assert "not yet assessed" in row
    assert "not delivered" not in row
    assert "as last reviewed" not in row


def test_a_promise_shows_its_last_verdict_with_the_day(client):
    promise = builders.commitment(builders.city())
    review(promise, "delivered", on="2025-01")
    review(promise, "stalled", on="2023")
    review(promise, "not_started", on="")
    row = html_of(client, "commitment").partition('<ol class="board">')[2]
    assert "delivered" in row
    assert "as last reviewed in January 2025" in row
    assert "stalled" not in row
    assert promise.title in html_of(client, "commitment", "verdict=delivered")
    assert promise.title not in html_of(client, "commitment", "verdict=stalled")
    assert promise.title not in html_of(client, "commitment", "verdict=not_assessed")


def test_promises_are_found_by_when_they_are_due(client):
    today, place = timezone.localdate(), builders.city()
    made = {
        "past": builders.commitment(place, due=today - timedelta(days=1)),
        "ahead": builders.commitment(place, due=today),
        "none": builders.commitment(place, due_words_en="soon"),
    }
    half_over = builders.commitment(place, due=str(today.year))
    for wanted in made:
        html = html_of(client, "commitment", f"due={wanted}")
        assert [due for due, one in made.items() if f">{one.title}<" in html] == [wanted]
        assert (f">{half_over.title}<" in html) == (wanted == "ahead")


def test_who_owes_a_promise_is_named_only_where_the_name_is_public(client):
    promise = builders.commitment(builders.city())
    for shown, name in ((True, "Open Name"), (False, "Closed Name")):
        Participation.objects.create(
            entry=promise.entry_ptr,
            role="owes",
            person=Person.objects.create(name_en=name),
            office_en=f"office of {name[:4]}",
            name_shown=shown,
        )
    Participation.objects.create(entry=promise.entry_ptr, role="present", words_en="a guest")
    html = html_of(client, "commitment")
    assert "Open Name" in html
    assert "office of Clos" in html
    assert "Closed Name" not in html
    assert "a guest" not in html
