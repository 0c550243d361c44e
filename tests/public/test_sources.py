"""The list of sources and the page of each: what rests on it, and only what is public."""

import pytest
from django.db import connection

from diplomacy.registry.models import CityFigure, CommitmentReview, Source, TieCitation
from diplomacy.registry.queries.promises import board_promises
from diplomacy.registry.queries.sources import public_sources
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db


def html_of(client, source=None, query="", language="en"):
    key = f"{source.key}/" if source else ""
    return client.get(f"/{language}/sources/{key}?{query}").content.decode()


@pytest.fixture
def used():
    """A source on which one of everything rests that a page shows."""
    made, tie = builders.source(), builders.tie()
    entry = builders.event(tie.partner, sources=[made])
    builders.layer(tie).ties.update(source=made)
    TieCitation.objects.create(relationship=tie, about="origin", source=made)
    CityFigure.objects.create(city=tie.partner, value=1234567, as_of="2016", source=made)
    point = builders.difference(entry)
    point.statements.update(source=made)
    promise = builders.commitment(tie.partner)
    CommitmentReview.objects.create(
        commitment=promise, verdict="delivered", words_en="Built.", source=made
    )
    return made, (entry.title, "Figures from it", "1,234,567", point.point, promise.title)


def test_a_page_shows_all_that_rests_on_its_source(client, used):
    source, expected = used
    html = html_of(client, source)
    assert [words for words in expected if words not in html] == []
    assert html.count("why this city") == 1


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_pages_are_valid_in_every_language(client, used, language):
    for path in ("sources/", f"sources/{used[0].key}/"):
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 200
        parse(response)
        assert not response.cookies


def test_nothing_hidden_counts_or_shows_on_the_page_of_its_source(client):
    place, source = builders.tie().partner, builders.source()
    builders.event(place, sources=[source])
    hidden = builders.event(place, sources=[source], publication="draft")
    point = builders.difference(hidden)
    point.statements.update(source=source)
    html = html_of(client, source)
    assert hidden.title not in html
    assert point.point not in html
    assert "1 entry rests on it" in html_of(client)


def test_a_source_of_drafts_alone_is_as_if_it_never_was(client):
    source = builders.source()
    builders.event(builders.city(), sources=[source], publication="draft")
    assert client.get(f"/en/sources/{source.key}/").status_code == 404
    assert client.get(f"/id/{source.key}/").status_code == 404
    assert source.title not in html_of(client)


def test_every_source_that_a_page_names_has_a_page_of_its_own(client, used):
    tie = builders.tie(aim="sister", aim_said_by="both")
    builders.layer(tie)
    TieCitation.objects.create(relationship=tie, about="aim", source=builders.source())
    builders.difference(tie)
    promise = builders.commitment(tie.partner)
    CommitmentReview.objects.create(
        commitment=promise, verdict="stalled", words_en="It stands.", source=builders.source()
    )
    pages = [f"/en/cities/{tie.partner.key}/", f"/en/commitments/{promise.key}/", "/en/"]
    found = {
        address
        for page in pages
        for address in addresses(client.get(page))
        if address.startswith("/en/sources/s")
    }
    assert len(found) > 4
    assert {client.get(address).status_code for address in found} == {200}


@pytest.mark.parametrize(
    ("fields", "followed"),
    [
        ({}, ["https://post.test/a"]),
        ({"linked": False}, []),
        ({"archived_url": "https://kept.test/a"}, ["https://kept.test/a", "https://post.test/a"]),
        ({"linked": False, "archived_url": "https://kept.test/a"}, ["https://kept.test/a"]),
        ({"url": ""}, []),
    ],
)
def test_a_mirror_is_cited_without_a_link(client, fields, followed):
    source = builders.source(**({"url": "https://post.test/a"} | fields))
    builders.event(builders.city(), sources=[source])
    response = client.get(f"/en/sources/{source.key}/")
    assert sorted(one for one in addresses(response) if ".test/" in one) == followed
    said = "Cited without a link" if source.url else "No address is recorded."
    assert (said in response.content.decode()) == (not followed)
    assert (">cited without a link<" in html_of(client)) == (not followed)


def test_sources_are_found_by_words_kind_and_language(client):
    inside = builders.source(
        title="گزارش سفر", publisher="روزنامهٔ کتاب", language="fa", kind="own_news"
    )
    outside = builders.source()
    for source in (inside, outside):
        builders.event(builders.city(), sources=[source])
    # Arabic letters find Persian ones.
    for query in ("words=كتاب+گزارش", "kind=own_news", "language=fa", "words=سفر&kind=own_news"):
        html = html_of(client, query=query)
        assert inside.title in html, query
        assert outside.title not in html, query
    assert "Nothing answers to all of these" in html_of(client, query="words=zzz")


@pytest.mark.parametrize(
    "query", ["words=%00", "kind=x&language=x", "after=x", "words=" + "a" * 900]
)
def test_the_list_ignores_what_it_cannot_read(client, query):
    source = builders.source()
    builders.event(builders.city(), sources=[source])
    assert source.title in html_of(client, query=query)


def test_the_list_runs_from_the_latest_and_ends_with_the_undated(client):
    dates = ["", "2024-05", "[..2018-02-06]", "2025", "2024-05-02"]
    made = {date: builders.source(date=date) for date in dates}
    for source in made.values():
        builders.event(builders.city(), sources=[source])
    html = html_of(client)
    # What is only "not after" a day may be as old as can be: it stands with the undated.
    places = {date: html.index(f">{source.title}<") for date, source in made.items()}
    assert sorted(dates, key=places.get)[:3] == ["2025", "2024-05-02", "2024-05"]


def test_a_walk_through_the_pages_meets_every_source_once(client):
    for number in range(70):
        date = ["", "2020", "2021-03"][number % 3]
        builders.event(builders.city(), sources=[builders.source(date=date)])
    met, address = [], "/en/sources/"
    while address:
        page = parse(client.get(address))
        met += [link.get("href") for link in page.iterfind(".//main//h3/a")]
        following = page.find(".//a[@rel='next']")
        address = "/en/sources/" + following.get("href") if following is not None else ""
    assert len(met) == len(set(met)) == 70


def test_an_empty_list_says_what_would_stand_there(client):
    builders.home_city()
    assert "No source is public yet" in html_of(client)


def test_a_former_key_of_a_source_leads_to_its_new_address(client, used):
    source = used[0]
    old = f"/en/sources/{source.key}/"
    source.key = "renamed"
    source.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/en/sources/renamed/")
    assert client.get("/id/renamed/")["Location"] == "/fa/sources/renamed/"


@pytest.mark.parametrize("length", [5, 50])
def test_the_pages_cost_the_same_however_much_rests_on_a_source(
    client, length, django_assert_max_num_queries
):
    source, tie = builders.source(), builders.tie()
    for number in range(length):
        entry = builders.event(tie.partner, sources=[source, builders.source()])
        builders.difference(entry).statements.update(source=source)
        CityFigure.objects.create(city=tie.partner, value=number, source=source)
        other = builders.tie()
        TieCitation.objects.create(relationship=other, about="origin", source=source)
        builders.layer(other).ties.update(source=source)
    with django_assert_max_num_queries(13):
        assert client.get(f"/en/sources/{source.key}/").status_code == 200
    with django_assert_max_num_queries(7):
        assert client.get("/en/sources/").status_code == 200


def test_a_count_of_entries_is_the_number_of_those_listed(client, used):
    assert public_sources().get(pk=used[0].pk).entries == 1
    assert Source.objects.published().count() == len(
        [a for a in addresses(client.get("/en/sources/")) if a.startswith("/en/sources/s")]
    )


def test_no_way_of_a_source_is_read_for_all_sources_beforehand():
    for rows in (Source.objects.published(), board_promises()):
        plan = rows.explain(**({"verbose": True} if connection.vendor == "postgresql" else {}))
        assert "hashed" not in plan, plan
        assert "LIST SUBQUERY" not in plan, plan
