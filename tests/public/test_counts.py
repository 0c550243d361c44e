"""How many ties: every number with its criterion and its day, beside what others state."""

import pytest
from django.utils import timezone

from diplomacy.public.stated_chart import stated_chart
from diplomacy.public.time_direction import Directions
from diplomacy.registry.models import Identity
from diplomacy.registry.queries.counts import counts, stated_counts
from tests import builders
from tests.public.pages import parse, words_in

pytestmark = pytest.mark.django_db


def listed(number: int | None, **fields):
    """Return a list that states how many sister cities there are."""
    given = {"type": "list", "claimed_form": "sister", "level": "third_party"}
    return builders.event(builders.home_city(), **(given | {"stated_count": number} | fields))


def numbers(page, form: str) -> list[tuple[str, str]]:
    """Return address and text of every number of ours on the page."""
    return [
        (link.get("href"), "".join(link.itertext()))
        for link in parse(page).findall(".//td[@class='num']/a")
        if form in link.get("href")
    ]


@pytest.fixture
def ties():
    for instrument in ("sister", "sister", "mou"):
        partner = builders.city()
        builders.tie(partner)
        builders.agreement(partner, instrument=instrument)
    pending = builders.city()
    builders.tie(pending, aim="sister", aim_said_by="both")
    builders.agreement(pending)


def test_each_number_leads_to_as_many_ties(client, ties):
    page = client.get("/en/about/counts/")
    found = numbers(page, "")
    assert ("/en/cities/?form=sister", "2") in found
    assert ("/en/cities/?way=on", "1") in found
    for address, number in found:
        assert client.get(address).context["filter"].found == int(number), address


def test_the_first_number_says_what_it_counts_and_on_which_day(client, ties):
    said = " ".join(client.get("/en/about/counts/").content.decode().split())
    assert "<b>2</b> ties with a sister-city pact in force as of" in said


def test_the_tie_of_a_district_is_in_no_number(client, ties):
    district = builders.city(kind="district", parent=builders.home_city())
    partner = builders.city()
    builders.tie(partner, home_end=district)
    paper = builders.agreement(partner, instrument="sister", parties=False)
    for place in (district, partner):
        builders.Participation.objects.create(entry=paper, role="party", city=place)
    page = client.get("/en/about/counts/")
    assert page.context["counts"].ties == 4
    assert page.context["counts"].sisters == 2


def test_a_stated_number_changes_none_of_ours(ties):
    before = counts(timezone.localdate())
    listed(99)
    assert counts(timezone.localdate()) == before


def test_stated_numbers_stand_oldest_first_and_undated_ones_last():
    undated = listed(13, start="")
    late, early = listed(16, start="2025-06-30"), listed(10, start="2004")
    listed(None)
    listed(11, publication="draft")
    assert stated_counts() == (early, late, undated)


def test_a_stated_number_stands_with_publisher_and_entry(client):
    found = listed(18, start="2016-09-12", sources=[builders.source(publisher="The Lister")])
    page = client.get("/en/about/counts/")
    html = page.content.decode()
    assert "The Lister" in html
    assert f"/en/events/{found.key}/" in html
    assert page.context["chart"] is None


@pytest.mark.parametrize("page_from_right", [False, True])
def test_the_points_run_as_the_page_reads_or_as_is_forced(page_from_right):
    listed(10, start="2004-05-11")
    listed(16, start="2025-06-30")
    western, eastern = (
        stated_chart(stated_counts(), "en", Directions(page_from_right, time))
        for time in (False, True)
    )
    early, late = western.points
    assert early.x < late.x
    assert early.y > late.y
    assert [point.x for point in eastern.points] == [
        pytest.approx(western.width - point.x) for point in western.points
    ]
    assert western.names == eastern.names
    assert (western.names > western.end) is page_from_right


def test_the_page_draws_in_the_direction_that_the_register_forces(client):
    listed(10, start="2004-05-11")
    listed(16, start="2025-06-30")
    Identity.objects.create(city=builders.home_city(), time_direction="rtl")
    early, late = client.get("/en/about/counts/").context["chart"].points
    assert early.x > late.x


def test_without_ties_and_lists_the_page_says_what_would_stand_there(client):
    builders.home_city()
    html = client.get("/en/about/counts/").content.decode()
    assert "No tie is published yet" in html
    assert "No list with a number is recorded" in html


@pytest.mark.parametrize("code", ["fa", "zh-hans"])
def test_the_page_speaks_one_language(client, ties, code):
    listed(18, sources=[builders.source(language="fa", publisher="ناشر", title="گزارش")])
    listed(3, start="2004")
    language = {"fa": "fa", "zh-hans": "zh-Hans"}[code]
    found = words_in(client.get(f"/{code}/about/counts/"), r"[A-Za-z]{2,}", language)
    assert set(found) <= {"Cookie"}


def test_the_page_costs_the_same_however_many_ties(client, ties, django_assert_max_num_queries):
    for _ in range(6):
        partner = builders.city()
        builders.tie(partner)
        builders.agreement(partner)
        listed(4)
    with django_assert_max_num_queries(10):
        client.get("/en/about/counts/")


def test_a_lower_aim_is_not_on_the_way_to_a_sister_city_pact(client, ties):
    partner = builders.city()
    builders.tie(partner, aim="friendship", aim_said_by="both")
    builders.agreement(partner)
    page = client.get("/en/about/counts/")
    assert ("/en/cities/?way=on", "1") in numbers(page, "way")
