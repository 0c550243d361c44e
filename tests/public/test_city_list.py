"""The list of all ties and its filters."""

import pytest

from diplomacy.registry.queries import overview, touched
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def ties():
    """A sister city of one country with area and layer, a memorandum of another, a bare tie."""
    far = builders.country("far")
    sister, paper, bare = builders.city(), builders.city(country=far), builders.city()
    made = [builders.tie(partner) for partner in (sister, paper, bare)]
    builders.area(builders.agreement(sister, instrument="sister"), key="heritage")
    builders.agreement(paper)
    builders.layer(made[0], key="cultural")
    return made


def shown(page) -> list:
    return [tie.relationship for tie in page.context["ties"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 2]),
        ("country=far", [1]),
        ("form=sister", [0]),
        ("form=none", [2]),
        ("area=heritage", [0]),
        ("layer=cultural", [0]),
        ("form=sister&country=far", []),
    ],
)
def test_a_filter_keeps_the_ties_that_have_every_value(client, ties, query, expected):
    page = client.get(f"/en/cities/?{query}")
    assert shown(page) == [ties[index] for index in expected]
    assert page.context["filter"].found == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        "form=nonsense",
        "area=%00",
        "layer=" + "9" * 5000,
        "country[]=x",
        "after=%ff%00",
        "before=eyJ4Ijp9",
        "form=&form=mou&form=%F0%9F%98%80",
    ],
)
def test_a_hostile_or_unknown_parameter_narrows_nothing(client, ties, query):
    page = client.get(f"/en/cities/?{query}")
    assert page.status_code == 200
    assert len(shown(page)) == 3


def test_an_ignored_value_is_named(client, ties):
    page = client.get("/en/cities/?form=nonsense").content.decode()
    assert "An unknown value was ignored in: Form." in page
    assert "nonsense" not in "".join(parse(client.get("/en/cities/?form=nonsense")).itertext())


def test_a_choice_that_is_unknown_is_told_beside_it(client, ties):
    tree = parse(client.get("/en/cities/?form=nonsense"))
    (field,) = [one for one in tree.iter("select") if one.get("aria-invalid")]
    (told,) = [one for one in tree.iter("span") if one.get("id") == field.get("aria-describedby")]
    assert told.text == "An unknown value was ignored in: Form."


def test_each_value_says_how_many_ties_it_has_whatever_is_chosen(client, ties):
    page = client.get("/fa/cities/?country=far").content.decode()
    assert "(۱)" in page
    options = dict(
        client.get("/en/cities/?country=far").context["filter"].form.fields["form"].choices
    )
    assert options["sister"] == "sister city (1)"
    assert "friendship" not in options


def test_nothing_found_says_what_would_stand_here(client, ties):
    page = client.get("/en/cities/?form=sister&country=far").content.decode()
    assert "No tie answers to all of these" in page


def test_the_list_is_paged_and_keeps_its_filter(client):
    for _ in range(33):
        builders.tie()
    first = client.get("/en/cities/?form=none")
    (link,) = parse(first).findall(".//a[@rel='next']")
    assert "form=none" in link.get("href")
    second = client.get("/en/cities/" + link.get("href"))
    assert len(shown(first)) == 30
    assert len(shown(second)) == 3
    assert not set(shown(first)) & set(shown(second))


def test_the_page_costs_the_same_however_many_ties(client, django_assert_max_num_queries):
    for _ in range(5):
        builders.area(builders.agreement(builders.tie().partner))
    with django_assert_max_num_queries(11) as few:
        client.get("/en/cities/")
    for _ in range(45):
        builders.area(builders.agreement(builders.tie().partner))
    with django_assert_max_num_queries(11) as many:
        client.get("/en/cities/")
    assert len(few) == len(many)


def row_of(page) -> str:
    (row,) = parse(page).findall(".//*[@class='tbl']/tbody/tr")
    return " ".join("".join(row.itertext()).split())


def test_the_day_in_the_list_is_that_of_the_standing_it_names(client):
    tie, procedure = builders.aiming_tie(), builders.procedure("council")
    builders.agreement(tie.partner, instrument="mou", start="2012-03-04")
    builders.step_record(tie, procedure.steps.get(), on="2019-05-06")
    row = row_of(client.get("/en/cities/"))
    assert "towards: sister-city pact" in row
    assert "6 May 2019" in row
    assert "2012" not in row


def test_the_list_says_where_contacts_are_suspended(client):
    partner = builders.tie().partner
    builders.agreement(partner, instrument="sister", start="2000-10-27")
    builders.restriction(partner, start="2023-01-31")
    assert "some contacts are suspended" in row_of(client.get("/en/cities/"))


def test_an_area_that_is_added_while_the_list_is_made_breaks_nothing(client, ties, monkeypatch):
    def areas_of_cities(cities):
        builders.area(builders.event(ties[2].partner))
        return touched.areas_of_cities(cities)

    monkeypatch.setattr(overview, "areas_of_cities", areas_of_cities)
    assert shown(client.get("/en/cities/")) == ties
