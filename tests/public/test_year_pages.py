"""Years of both calendars: the list, one year, and the ways between them."""

import pytest

from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


def rows(response) -> set[str]:
    return {entry.title_en for entry in response.context["page"].rows}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "?calendar=gregorian", "2024/", "1403/", "1350/"])
def test_every_page_is_valid_in_every_language(client, path, language):
    builders.event(start="2024-09-25")
    builders.event(start="1989")
    builders.event(start="")
    response = client.get(f"/{language}/years/{path}")
    assert response.status_code == 200
    assert parse(response).find(".//h1") is not None
    assert not response.cookies


@pytest.mark.parametrize(
    ("start", "year", "inside"),
    [
        ("2024-03-19", 1402, True),  # the last day of the Solar Hijri year
        ("2024-03-20", 1402, False),
        ("2024-03-20", 1403, True),
        ("2024-12-31", 2024, True),
        ("2025-01-01", 2024, False),
        ("1403-10-11", 2024, True),
        ("1403-10-12", 2024, False),
    ],
)
def test_a_year_holds_its_first_and_its_last_day(client, start, year, inside):
    made = builders.event(start=start)
    assert (made.title_en in rows(client.get(f"/en/years/{year}/"))) == inside


@pytest.mark.parametrize(
    ("start", "year", "open_to_others"),
    [
        ("2024", 2024, False),
        ("2024", 1403, True),  # its middle lies there
        ("1403", 1403, False),
        ("[2023..2025]", 2024, True),
        ("[..2025]", 2025, True),
        ("[2025-10..]", 2025, True),
        ("2024-09", 2024, False),
    ],
)
def test_a_partial_date_belongs_to_one_year_and_says_when_it_may_lie_in_another(
    client, start, year, open_to_others
):
    made = builders.event(start=start)
    page = client.get(f"/en/years/{year}/")
    assert rows(page) == {made.title_en}
    assert ("may lie in another year" in page.content.decode()) == open_to_others


def test_the_counts_of_a_year_equal_what_the_list_shows(client):
    for make in (builders.agreement, builders.delegation, builders.event, builders.event):
        make(start="2024-05")
    builders.event(start="2024-05", publication="draft")
    page = client.get("/en/years/2024/")
    counted = page.context["detail"].counted
    assert counted.total == len(page.context["page"].rows) == 4
    for kind, count in counted.counts:
        narrowed = client.get(f"/en/years/2024/?kind={kind.value}")
        assert len(narrowed.context["page"].rows) == count
        assert narrowed.context["detail"].counted == counted


def test_the_list_counts_the_same_as_the_pages_of_the_years(client):
    for start in ("2024-03-19", "2024-03-20", "2024", "1989-05-06", "[..2019]"):
        builders.event(start=start)
    for calendar in ("solar_hijri", "gregorian"):
        listed = client.get(f"/en/years/?calendar={calendar}").context["years"]
        assert sum(one.total for one in listed) == 5
        for one in listed:
            detail = client.get(f"/en/years/{one.year.number}/").context["detail"]
            assert detail.counted.total == one.total


def test_the_list_is_in_the_first_calendar_of_the_language(client):
    builders.event(start="2024-05-05")
    assert "/fa/years/1403/" in addresses(client.get("/fa/years/"))
    assert "/en/years/2024/" in addresses(client.get("/en/years/"))
    assert "/en/years/2024/" in addresses(client.get("/en/years/?calendar=%00"))


def test_a_long_silence_and_what_is_undated_are_stated_in_the_list(client):
    for start in ("2024-05", "2010-05", ""):
        builders.event(start=start)
    html = client.get("/en/years/").content.decode()
    assert "13 years without a recorded entry" in html
    assert "1 entry without a known date stands in no year." in html


def test_a_year_leads_to_the_nearest_years_that_hold_something(client):
    for start in ("2010-05", "2018-05", "2024-05"):
        builders.event(start=start)
    builders.event(start="2020-05", publication="draft")
    found = addresses(client.get("/en/years/2018/"))
    assert {"/en/years/2010/", "/en/years/2024/"} <= found
    assert {"/en/years/1396/", "/en/years/1397/"} <= found
    assert "/en/years/2020/" not in found


def test_a_year_without_entries_says_what_would_stand_there(client):
    assert "No entry is recorded here" in client.get("/en/years/2011/").content.decode()
    assert "No dated entry is recorded here" in client.get("/en/years/").content.decode()


@pytest.mark.parametrize("number", ["0000", "0404", "1199", "3000", "9999", "12", "20245", "abcd"])
def test_a_year_that_no_date_can_have_is_not_there(client, number):
    assert client.get(f"/en/years/{number}/").status_code == 404


def test_the_years_of_a_timeline_are_linked(client):
    partner = builders.tie().partner
    builders.event(partner, start="2024-05-05")
    builders.event(partner, start="2300-05-05")  # a slip of the pen, Solar Hijri 1679
    assert "/en/years/2024/" in addresses(client.get(f"/en/cities/{partner.key}/"))
    persian = addresses(client.get(f"/fa/cities/{partner.key}/?order=oldest"))
    assert "/fa/years/1403/" in persian
    assert "/fa/years/1679/" not in persian


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_and_a_year_cost_the_same_however_much_there_is(
    client, count, django_assert_max_num_queries
):
    for number in range(count):
        builders.agreement(builders.city(), start=f"{1990 + number % 30}")
        builders.agreement(builders.city(), start="2024-05-05")
    for path, most in (("years/", 5), ("years/2024/", 11), ("years/1403/", 11)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/en/{path}").status_code == 200
