"""Fields of work and layers: their lists, their pages, and the ways that lead there."""

import pytest

from diplomacy.registry.models import EntryArea
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


def expect(entry, area):
    EntryArea.objects.create(entry=entry.entry_ptr, area=area, standing="expected")


@pytest.fixture
def area():
    """A field on which one partner's paper agrees and which another's visit expects."""
    paper = builders.agreement(builders.tie().partner)
    visit = builders.delegation(builders.tie().partner)
    made = builders.area(paper, key="heritage")
    expect(visit, made)
    return made


@pytest.fixture
def layer():
    """A layer that a source sees in a tie, with an assessment by that source and one by another."""
    tie = builders.tie()
    made = builders.layer(tie, key="cultural")
    source = tie.layers.get().source
    builders.event(tie.partner, type="assessment", title_en="Behind it", sources=[source])
    builders.event(tie.partner, type="assessment", title_en="Elsewhere")
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["areas/", "areas/heritage/", "layers/", "layers/cultural/"])
def test_every_page_is_valid_in_every_language(client, area, layer, path, language):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert parse(response).find(".//h1").text.strip()
    assert not response.cookies


def test_a_list_of_areas_counts_what_is_agreed_and_what_is_only_expected(client, area):
    html = client.get("/en/areas/").content.decode()
    assert "agreed or touched in 1 entry" in html
    assert "expected in 1 entry" in html
    assert "2 ties" in html


def test_only_a_paper_agrees_on_an_area_and_anything_else_touches_it(client):
    partner = builders.tie().partner
    area = builders.area(builders.agreement(partner), builders.delegation(partner))
    html = client.get(f"/en/areas/{area.key}/").content.decode()
    assert html.count('<span class="part">agreed</span>') == 1
    assert html.count('<span class="part">touched</span>') == 1


def test_areas_are_narrowed_by_the_partner_whose_entries_touch_them(client, area):
    other = builders.tie().partner
    builders.area(builders.agreement(other), name_en="Energy")
    html = client.get(f"/en/areas/?city={other.key}").content.decode()
    assert "Energy" in html
    assert area.name_en not in html
    assert "An unknown value" in client.get("/en/areas/?city=nowhere").content.decode()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", 2), ("standing=agreed", 1), ("standing=expected", 1), ("kind=delegation", 1)],
)
def test_the_page_of_an_area_lists_its_entries_and_narrows_them(client, area, query, numbers):
    assert len(client.get(f"/en/areas/heritage/?{query}").context["page"].rows) == numbers


def test_the_page_of_an_area_shows_where_the_ties_stand_that_it_marks(client, area):
    ties = client.get("/en/areas/heritage/").context["touched"].ties
    assert [tie.standing.form.value for tie in ties] == ["mou", "contact"]


def test_an_area_that_only_a_draft_touches_is_as_if_it_never_was(client, area):
    hidden = builders.area(builders.event(publication="draft"))
    assert hidden.name_en not in client.get("/en/areas/").content.decode()
    page, never = client.get(f"/en/areas/{hidden.key}/"), client.get("/en/areas/never-was/")
    assert page.status_code == never.status_code == 404
    assert page.content.replace(hidden.key.encode(), b"never-was") == never.content


def test_what_a_draft_says_of_an_area_is_not_counted(client, area):
    draft = builders.event(builders.tie().partner, publication="draft")
    expect(draft, area)
    page = client.get("/en/areas/heritage/")
    assert page.context["area"].expected == 1
    assert len(page.context["touched"].ties) == 2


def test_a_layer_stands_beside_the_source_that_sees_it(client, layer):
    html = client.get("/en/layers/cultural/").content.decode()
    assert layer.ties.get().source.publisher in html


def test_only_assessments_by_that_source_stand_behind_a_layer(client, layer):
    html = client.get("/en/layers/cultural/").content.decode()
    assert "Behind it" in html
    assert "Elsewhere" not in html


def test_a_layer_of_a_draft_tie_is_not_public(client, layer):
    hidden = builders.layer(builders.tie(publication="draft"))
    assert client.get(f"/en/layers/{hidden.key}/").status_code == 404


def test_areas_and_layers_are_linked_where_they_are_named(client, area, layer):
    paper = area.entry_rows.first().entry
    tie = layer.ties.get().relationship
    assert "/en/areas/heritage/" in addresses(client.get(f"/en/agreements/{paper.key}/"))
    partner = paper.city_rows.get().city
    assert "/en/areas/heritage/" in addresses(client.get(f"/en/cities/{partner.key}/"))
    assert "/en/layers/cultural/" in addresses(client.get(f"/en/cities/{tie.partner.key}/"))


def test_a_permanent_address_leads_to_them_and_a_former_key_moves(client, area, layer):
    assert client.get("/id/heritage/")["Location"] == "/fa/areas/heritage/"
    assert client.get("/id/cultural/")["Location"] == "/fa/layers/cultural/"
    area.key = "fabric"
    area.save()
    moved = client.get("/en/areas/heritage/")
    assert (moved.status_code, moved["Location"]) == (301, "/en/areas/fabric/")


@pytest.mark.parametrize("path", ["areas", "layers"])
def test_an_empty_list_says_what_would_stand_there(client, path):
    response = client.get(f"/en/{path}/")
    parse(response)
    assert "Here stand" in response.content.decode()


@pytest.mark.parametrize("count", [5, 50])
def test_lists_and_pages_cost_the_same_however_much_there_is(
    client, count, django_assert_max_num_queries
):
    field = builders.area(key="heritage")
    made = builders.layer(key="cultural")
    for _ in range(count):
        tie = builders.tie()
        paper = builders.agreement(tie.partner)
        expect(paper, field)
        builders.area(paper, layer=made)
        tie.layers.create(layer=made, source=builders.source())
    for path, most in (
        ("areas/", 8),
        ("layers/", 10),
        ("areas/heritage/", 12),
        ("layers/cultural/", 13),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(f"/en/{path}").status_code == 200
