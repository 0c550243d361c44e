"""Ties by layers and sectors, the page of a layer, and a history narrowed by either."""

import re

import pytest

from diplomacy.registry.models import CommitmentReview, Entry
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


def text_of(response):
    return " ".join("".join(parse(response).itertext()).split())


def shown(response):
    """Return how many entries the history of a tie shows."""
    items = [item for item in parse(response).iter("li") if item.get("id", "").startswith("e-")]
    return len(items)


@pytest.fixture
def tie():
    """A tie in which a source sees a layer; a field stands under it, with all kinds of entries."""
    tie = builders.tie()
    partner = tie.partner
    layer = builders.layer(tie, key="cultural")
    promise = builders.commitment(partner, key="promise")
    said = builders.three("words", "انجام شد", "It was done", "已经完成")
    CommitmentReview.objects.create(commitment=promise, verdict="delivered", on="2022", **said)
    visit = builders.delegation(partner, key="visit")
    builders.area(builders.agreement(partner), visit, promise, layer=layer, key="heritage")
    chamber = builders.organisation(kind="chamber", key="chamber")
    builders.took_part(visit, organisation=chamber, side="ours")
    builders.event(partner, key="elsewhere")
    source = tie.layers.get().source
    builders.event(partner, type="assessment", title_en="Behind it", sources=[source])
    return tie


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["layers/", "layers/cultural/"])
def test_both_pages_are_valid_in_every_language_with_and_without_fields(
    client, tie, path, language
):
    for _ in range(2):
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 200
        assert parse(response).find(".//h1").text.strip()
        tie.layers.get().layer.areas.update(layer=None)


def test_every_number_of_the_tables_leads_to_so_many_entries(client, tie):
    page = parse(client.get("/en/layers/"))
    links = [
        link
        for cell in page.iter("td")
        for link in cell.iter("a")
        if "#timeline" in link.get("href") and "year=" not in link.get("href")
    ]
    assert len(links) >= 9
    for link in links:
        number = int(re.search(r"\d+", link.text)[0])
        assert shown(client.get(link.get("href").partition("#")[0])) == number, link.get("href")


def test_the_last_entry_leads_to_its_year(client, tie):
    assert f"/en/cities/{tie.partner.key}/?year=2020#timeline" in addresses(
        client.get("/en/layers/")
    )


def test_a_promise_counts_as_delivered_beside_how_many_were_promised(client, tie):
    builders.commitment(tie.partner)
    builders.commitment(tie.partner, force="readiness")
    assert "recorded as delivered: 1 of 2 promised" in text_of(client.get("/en/layers/"))


def test_a_layer_stands_beside_the_source_that_sees_it(client, tie):
    said = text_of(client.get("/en/layers/"))
    assert f"seen here, according to Source: {tie.layers.get().source.publisher}" in said


def test_without_a_field_under_a_layer_the_page_says_whose_decision_that_is(client, tie):
    assert "cannot be counted yet" not in text_of(client.get("/en/layers/"))
    tie.layers.get().layer.areas.update(layer=None)
    said = text_of(client.get("/en/layers/"))
    assert "no field of work has been placed under one" in said
    assert "layer=" not in "".join(addresses(client.get("/en/layers/")))
    assert "Nothing can be listed under this layer yet" in text_of(
        client.get("/en/layers/cultural/")
    )


def test_entries_that_stand_in_several_layers_are_listed(client, tie):
    assert "Where layers meet" not in text_of(client.get("/en/layers/"))
    visit = Entry.objects.get(key="visit")
    visit.area_rows.create(area=builders.area(layer=builders.layer()))
    hidden = builders.delegation(tie.partner, publication="draft", key="hidden")
    for row in visit.area_rows.all():
        hidden.area_rows.create(area=row.area)
    page = client.get("/en/layers/")
    assert "Where layers meet" in text_of(page)
    found = addresses(page)
    assert "/en/delegations/visit/" in found
    assert "/en/delegations/hidden/" not in found
    assert "/en/commitments/promise/" not in found


def test_a_sector_of_no_tie_is_named_as_not_recorded(client, tie):
    said = text_of(client.get("/en/layers/"))
    assert "In no tie is anything recorded under: City hall, Universities," in said
    assert "it does not say that nothing happened" in said


def test_ties_of_which_nothing_is_recorded_stand_under_the_tables(client, tie):
    silent = builders.tie().partner
    quoted = builders.tie().partner
    builders.event(quoted, type="claim")
    said = text_of(client.get("/en/layers/"))
    assert f"Nothing is recorded yet of the ties with: {silent.name_en}" in said
    assert f"but what was said of the ties with: {quoted.name_en}" in said


def test_a_draft_and_what_only_a_district_did_are_in_no_number(client, tie):
    before = client.get("/en/layers/").content
    district = builders.tie(home_end=builders.city())
    builders.delegation(tie.partner, publication="draft")
    builders.delegation(district.partner)
    assert client.get("/en/layers/").content == before


def test_the_page_of_a_layer_tells_what_was_said_done_and_promised_in_it(client, tie):
    page = client.get("/en/layers/cultural/")
    said = text_of(page)
    assert "Behind it" in said
    assert "delivered" in said
    assert "reviewed in 2022" in said
    found = addresses(page)
    assert "/en/delegations/visit/" in found
    assert "/en/commitments/promise/" in found
    assert "/en/commitments/?layer=cultural" in found
    assert f"/en/cities/{tie.partner.key}/?sector=business#timeline" in found
    assert "/en/events/elsewhere/" not in found


def test_several_ties_of_a_layer_can_be_compared_the_leading_one_first(client, tie):
    assert "/en/timeline/?c=" not in "".join(addresses(client.get("/en/layers/cultural/")))
    leading = builders.tie(leading=True)
    leading.layers.create(layer=tie.layers.get().layer, source=builders.source())
    compared = f"/en/timeline/?c={leading.partner.key},{tie.partner.key}"
    assert compared in addresses(client.get("/en/layers/cultural/"))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("layer=cultural", 3),
        ("layer=cultural&kind=delegation", 1),
        ("layer=cultural&sector=business", 1),
        ("sector=business", 1),
        ("sector=business&kind=agreement", 0),
        ("sector=no_body", 3),
        ("sector=no_body&layer=cultural&year=2020", 2),
        ("layer=never-was", 0),
        ("sector=never-was", 5),
    ],
)
def test_a_history_is_narrowed_by_layer_and_sector_together_with_the_rest(
    client, tie, query, number
):
    assert shown(client.get(f"/en/cities/{tie.partner.key}/?{query}")) == number


def test_layer_and_sector_stand_in_words_and_can_be_dropped_alone(client, tie):
    layer = tie.layers.get().layer
    page = client.get(f"/en/cities/{tie.partner.key}/?layer=cultural&sector=business")
    said = text_of(page)
    assert f"Layer: {layer.name_en}" in said
    assert "Sector: Business" in said
    assert "1 of 5 entries" in said
    assert "?sector=business#timeline" in addresses(page)
    assert "?layer=cultural#timeline" in addresses(page)


def test_each_choice_tells_how_many_entries_it_holds_and_only_where_there_is_one(client, tie):
    html = client.get(f"/en/cities/{tie.partner.key}/").content.decode()
    assert "Business (1)" in html
    assert "No body named (3)" in html
    assert f"{tie.layers.get().layer.name_en} (3)" in html
    plain = builders.tie().partner
    builders.delegation(plain)
    html = client.get(f"/en/cities/{plain.key}/").content.decode()
    assert 'name="layer"' not in html
    assert 'name="sector"' not in html


@pytest.mark.parametrize("count", [2, 20])
def test_both_pages_cost_the_same_however_much_there_is(
    client, count, django_assert_max_num_queries
):
    layer = builders.layer(key="cultural")
    field = builders.area(layer=layer)
    for _ in range(count):
        tie = builders.aiming_tie()
        seen = tie.layers.create(layer=layer, source=builders.source())
        for made in (builders.agreement(tie.partner), builders.commitment(tie.partner)):
            made.area_rows.create(area=field)
            builders.took_part(made, organisation=builders.organisation())
        builders.event(tie.partner, type="assessment", sources=[seen.source])
    for path, most in (("layers/", 10), ("layers/cultural/", 13)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/en/{path}").status_code == 200
