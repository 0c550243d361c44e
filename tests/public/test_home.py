"""The first page."""

from datetime import date

import pytest

from diplomacy.registry.models import City
from diplomacy.registry.queries.overview import latest
from tests import builders
from tests.public.pages import addresses, parse, words_in

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


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
        assert len(client.get(f"/en/cities/?{tally.query}").context["ties"]) == tally.count


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


def test_a_visit_made_this_year_is_told_before_the_middle_of_the_year():
    partner = builders.tie().partner
    visit = builders.delegation(partner, start="2026", progress="completed")
    builders.delegation(partner, start="2026", progress="planned")
    builders.event(partner, start="2026")
    assert [entry.key for entry in latest(date(2026, 1, 9))] == [visit.key]


@pytest.mark.parametrize("progress", ["planned", "announced", "postponed", "cancelled"])
def test_a_visit_whose_day_passed_unrecorded_is_not_told_as_done(client, progress):
    partner = builders.tie().partner
    deed = builders.event(partner, type="gift", start="2020-01-01")
    builders.delegation(partner, progress=progress, start="2021-01-01")
    assert titles(client.get("/en/")) == [deed.title_en]


def test_the_feed_says_how_firm_a_commitment_is(client):
    builders.commitment(builders.tie().partner, force="possibility", start="2021-01-01")
    (row,) = parse(client.get("/en/")).findall(".//*[@class='feed']/li")
    assert "possibility" in "".join(row.itertext())


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


@pytest.fixture
def on_the_map():
    """Return a tie with coordinates, leading, of a home city with coordinates."""
    builders.home_city(latitude=50, longitude=10)
    return builders.tie(builders.city(latitude=30, longitude=110), leading=True)


def drawn(client, code: str = "en"):
    """Return the wide picture of the map, None where the page has none."""
    return parse(client.get(f"/{code}/")).find(f".//*[@class='map']/{SVG}svg[@class='wide']")


def names(picture) -> list[str]:
    return [text.text for text in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("code", "home", "partner"),
    [
        ("en", "Testabad", "Partnerville"),
        ("fa", "آزمون‌آباد", "یارشهر"),
        ("zh-hans", "测试城", "伙伴市"),
    ],
)
def test_the_map_names_home_and_partners_in_the_language_of_the_page(
    client, on_the_map, code, home, partner
):
    assert home in names(drawn(client, code))
    assert any(partner in name for name in names(drawn(client, code)))


def test_the_map_says_in_words_what_it_shows_and_where_the_table_is(client, on_the_map):
    picture = drawn(client)
    assert picture.get("role") == "img"
    title, words = (picture.find(SVG + tag) for tag in ("title", "desc"))
    assert picture.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert "Testabad" in title.text
    assert "1 partner" in words.text
    page = client.get("/en/")
    assert "#all" in addresses(page)
    assert parse(page).find(".//*[@id='all']") is not None


def test_the_ground_of_the_map_is_sent_once_and_hidden_nowhere(client, on_the_map):
    page = parse(client.get("/en/"))
    for name in ("land", "ways", "tile"):
        assert len(page.findall(f".//*[@id='{name}']")) == 1
    uses = [use.get("href") for use in page.findall(f".//*[@class='map']//{SVG}use")]
    assert uses.count("#land") == uses.count("#ways") == 2
    assert page.find(f".//*[@class='map']//{SVG}defs") is None


def test_a_tie_without_coordinates_stands_in_the_table_only(client, on_the_map):
    builders.tie(builders.city("Nowhere"))
    page = client.get("/en/").content.decode()
    assert "1 tie without a recorded place" in page
    assert "Nowhere" not in names(drawn(client))
    assert "Nowhere" in page


def test_what_only_a_list_or_a_claim_names_has_no_line_on_the_map(client, on_the_map):
    signed = builders.tie(builders.city(latitude=40, longitude=30)).partner
    builders.agreement(signed, instrument="mou", start="2016-01-01")
    builders.event(on_the_map.partner, type="list", claimed_form="sister", start="2016-01-01")
    page = client.get("/en/")
    assert {way.look for way in page.context["map"].ways} == {"mou"}
    assert {mark.look for mark in page.context["map"].wide.marks} == {"mou", "none"}
    assert "Where no line leads, no tie in force is recorded." in page.content.decode()


def test_an_unpublished_tie_is_not_on_the_map(client, on_the_map):
    builders.tie(builders.city("Hidden", latitude=40, longitude=20), publication="draft")
    assert "Hidden" not in names(drawn(client))


@pytest.mark.parametrize("at_home", [True, False])
def test_without_coordinates_there_is_no_map(client, at_home):
    given = {"latitude": 50, "longitude": 10}
    builders.home_city(**(given if at_home else {}))
    builders.tie(builders.city(**({} if at_home else given)))
    assert drawn(client) is None
    assert "Natural Earth" not in client.get("/en/").content.decode()


def test_a_district_that_is_a_partner_is_on_the_map(client, on_the_map):
    whole = builders.city(latitude=0, longitude=0)
    builders.tie(builders.city("Quarter", kind="district", parent=whole, latitude=45, longitude=20))
    assert "Quarter" in names(drawn(client))


def test_the_map_is_not_mirrored(client, on_the_map):
    places = [
        [use.get("transform") for use in drawn(client, code).iter(f"{SVG}use")]
        for code in ("fa", "en")
    ]
    assert places[0] == places[1]


def test_the_map_says_where_its_land_is_from(client, on_the_map):
    assert "Made with Natural Earth" in client.get("/en/").content.decode()


def test_what_lies_ahead_stands_beside_the_latest(client):
    partner = builders.tie().partner
    visit = builders.delegation(partner, progress="planned", start="2099-01-01")
    builders.delegation(partner, progress="planned", start="2099-02", publication="draft")
    page = parse(client.get("/en/"))
    (row,) = page.findall(".//*[@class='up']/li")
    assert row.find("h3/a").text == visit.title_en
    assert partner.name_en in "".join(row.itertext())
    assert row.find(".//time").get("datetime") == "2099-01-01"
    assert row.find(".//*[@class='d-alt']") is not None


def test_where_nothing_lies_ahead_the_page_says_so(client):
    builders.tie()
    assert "No coming visit" in client.get("/en/").content.decode()


def test_the_page_costs_the_same_however_many_ties(client, django_assert_max_num_queries):
    tied(5)
    with django_assert_max_num_queries(9) as few:
        client.get("/en/")
    tied(45)
    with django_assert_max_num_queries(9) as many:
        client.get("/en/")
    assert City.objects.count() == 51
    assert len(few) == len(many)
