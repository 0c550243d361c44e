"""The first page."""

import pytest

from diplomacy.registry.models import City
from tests import builders
from tests.public.pages import addresses, parse, words_in

pytestmark = pytest.mark.django_db


def tied(number: int) -> None:
    for index in range(number):
        partner = builders.city()
        builders.tie(partner, leading=index < 3)
        builders.area(builders.agreement(partner))


def titles(page) -> list[str]:
    return ["".join(h.itertext()).strip() for h in parse(page).findall(".//*[@class='feed']//h3")]


def test_an_empty_register_says_what_to_do(client):
    page = client.get("/en/").content.decode()
    assert "createsuperuser" in page
    assert "/en/admin/" in page


@pytest.mark.parametrize("code", ["fa", "zh-hans"])
def test_an_empty_register_says_it_in_the_language_of_the_page(client, code):
    language = {"fa": "fa", "zh-hans": "zh-Hans"}[code]
    assert set(words_in(client.get(f"/{code}/"), r"[A-Za-z]{2,}", language)) <= {"Cookie"}


def test_a_home_city_without_ties_says_what_would_stand_here(client):
    builders.home_city()
    assert "No tie is published yet" in client.get("/en/").content.decode()


def test_a_home_city_without_ties_says_what_to_do_next(client):
    builders.home_city()
    page = client.get("/en/").content.decode()
    assert "createsuperuser" in page
    assert "/en/admin/" in page
    assert "start_register" not in page


def test_a_register_with_a_tie_tells_readers_nothing_of_commands(client):
    tied(1)
    assert "createsuperuser" not in client.get("/en/").content.decode()


def test_each_tally_leads_to_as_many_ties(client):
    sister, pending, paper = (builders.city() for _ in range(3))
    for partner in (sister, paper):
        builders.tie(partner)
    builders.tie(pending, aim="sister", aim_said_by="both")
    builders.agreement(sister, instrument="sister")
    builders.agreement(pending)
    builders.agreement(paper)
    found = client.get("/en/").context["overview"].tallies
    assert {(t.query, t.count) for t in found} == {
        ("form=sister", 1),
        ("form=mou", 2),
        ("way=on", 1),
    }
    for tally in found:
        assert client.get(f"/en/cities/?{tally.query}").context["found"] == tally.count


def test_a_leading_tie_has_a_card_with_its_last_deed(client):
    partner = builders.city()
    builders.tie(partner, leading=True)
    visit = builders.delegation(partner, start="2021-03-04")
    builders.event(partner, type="claim", start="2022-01-01")
    builders.delegation(partner, progress="announced", start="2022-02-01")
    builders.event(partner, start="2099-01-01")
    builders.event(partner, start="")
    (card,) = client.get("/en/").context["overview"].cards
    assert card.last.pk == visit.pk


def test_the_feed_is_newest_first_and_leaves_out_what_lies_ahead(client):
    partner = builders.city()
    builders.tie(partner)
    for year in (2019, 2021, 2020, 2099):
        builders.event(partner, start=str(year), title_en=str(year))
    assert titles(client.get("/en/")) == ["2021", "2020", "2019"]


def test_a_date_open_at_its_start_is_no_news(client):
    partner = builders.tie(leading=True).partner
    deed = builders.event(partner, start="2020-01-01")
    builders.event(partner, start="[..2024]")
    assert titles(client.get("/en/")) == [deed.title_en]


def test_the_feed_tells_what_was_done_not_what_was_said(client):
    partner = builders.tie().partner
    deed = builders.event(partner, type="gift", start="2020-01-01")
    builders.event(partner, type="claim", claimed_form="sister", start="2021-01-01")
    builders.event(partner, type="assessment", start="2022-01-01")
    assert titles(client.get("/en/")) == [deed.title_en]


def test_what_is_not_published_shows_nowhere(client):
    partner = builders.city()
    builders.tie(partner, publication="draft", leading=True)
    builders.tie(leading=True)
    builders.event(partner, publication="draft", title_en="Secret meeting")
    page = client.get("/en/")
    assert len(page.context["overview"].ties) == 1
    assert "Secret" not in page.content.decode()
    assert f"/en/cities/{partner.key}/" not in addresses(page)


def test_ties_of_a_district_are_not_the_citys(client):
    home = builders.home_city()
    builders.tie(home_end=builders.city(kind="district", parent=home))
    assert client.get("/en/").context["overview"].ties == ()


def test_the_page_costs_the_same_however_many_ties(client, django_assert_max_num_queries):
    tied(5)
    with django_assert_max_num_queries(10) as few:
        client.get("/en/")
    tied(45)
    with django_assert_max_num_queries(10) as many:
        client.get("/en/")
    assert City.objects.count() == 51
    assert len(few) == len(many)
