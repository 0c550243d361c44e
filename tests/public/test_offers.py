"""Open to residents: on the page of a tie and of an event, and in a list of its own."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from diplomacy.registry.models import EntryLink
from tests import builders
from tests.public.pages import addresses, facts, parse

pytestmark = pytest.mark.django_db

URL = "https://apply.test/here"


@pytest.fixture
def at(monkeypatch):
    """Return what sets the moment, by the clock of UTC; the register is kept in Tehran."""

    def set_moment(*moment: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=UTC))

    set_moment(2026, 6, 15, 8)
    return set_moment


@pytest.fixture
def partner(at):
    return builders.tie().partner


def html_of(client, path: str) -> str:
    return client.get(path).content.decode()


def stands(client, **fields) -> str:
    """Return where the page of an offer says that it stands."""
    event = builders.offer(builders.city(), **fields)
    section = parse(client.get(f"/en/events/{event.key}/")).find(".//section[@class]/p/strong")
    return "" if section is None else section.text


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-06-01", "2026-06-18", "closes in 3 days"),
        ("2026-06-01", "2026-06-16", "closes tomorrow"),
        ("2026-06-01", "2026-06-15", "closes today"),
        ("2026-06-15", "", "closes today"),
        ("2026-06-01", "2026-06-14", "closed since the end of 14 June 2026"),
        ("2026-05", "", "closed since the end of May 2026"),
        ("2026-06-16", "2026-06-18", "opens tomorrow"),
        ("2026-06-18", "", "opens in 3 days"),
        ("2026-08", "", "opens later"),
        ("2026-06", "2026-07", "open now"),  # nobody counts days to a month
        ("2026-06-01", "2027-06-01", "open now"),
        ("", "", ""),
    ],
)
def test_an_event_says_until_when_it_is_open(client, at, start, end, words):
    assert stands(client, start=start, end=end) == words


def test_the_last_day_ends_at_midnight_where_the_register_is_kept(client, at):
    days = {"start": "2026-06-01", "end": "2026-06-15"}
    at(2026, 6, 15, 20, 29)
    assert stands(client, **days) == "closes today"
    at(2026, 6, 15, 20, 31)
    assert stands(client, **days) == "closed since the end of 15 June 2026"


def test_an_offer_says_where_to_take_part_while_it_lasts(client, partner):
    now = builders.offer(partner, start="2026-06-15", offer_url=URL)
    over = builders.offer(partner, start="2026-06-14", offer_url=URL)
    page = parse(client.get(f"/en/events/{now.key}/"))
    (link,) = [one for one in page.iter("a") if one.get("href") == URL]
    assert link.get("rel") == "external nofollow noreferrer"
    assert URL not in addresses(client.get(f"/en/events/{over.key}/"))


def test_an_event_that_was_superseded_is_no_longer_open(client, partner):
    old, new = builders.offer(partner, start="2026-06-20", offer_url=URL), builders.event(partner)
    EntryLink.objects.create(entry=new.entry_ptr, to=old.entry_ptr, kind="supersedes")
    response = client.get(f"/en/events/{old.key}/")
    assert "no longer open" in response.content.decode()
    assert URL not in addresses(response)
    assert not any("offers" in str(block) for block in facts(response))


def test_machines_read_of_an_offer_with_its_days(client, partner):
    event = builders.offer(partner, start="2026-06-01", end="2026-06-20", offer_url=URL)
    (main,) = [
        one["mainEntity"]
        for block in facts(client.get(f"/en/events/{event.key}/"))
        for one in block.get("@graph", ())
        if "mainEntity" in one
    ]
    assert main["offers"] == {
        "@type": "Offer",
        "url": URL,
        "availabilityStarts": "2026-06-01",
        "availabilityEnds": "2026-06-20",
    }


def test_the_page_of_a_tie_shows_what_is_open_and_nothing_where_nothing_is(client, partner):
    path = f"/en/cities/{partner.key}/"
    builders.offer(partner, start="2026-06-14", offer_url=URL)
    assert "Open to you now" not in html_of(client, path)
    assert "offers" not in html_of(client, path).split("</head>")[0].split("styles/")[1]
    event = builders.offer(partner, start="2026-06-20", offer="call", offer_url=URL)
    html = html_of(client, path)
    assert "Open to you now" in html
    assert "opens in 5 days" in html
    assert {f"/en/events/{event.key}/", URL, "/en/open/"} <= addresses(client.get(path))


def test_a_narrowed_history_shows_it_too_and_another_tie_does_not(client, partner):
    builders.offer(partner, start="2026-06-20")
    other = builders.tie().partner
    assert "Open to you now" in html_of(client, f"/en/cities/{partner.key}/?kind=agreement")
    assert "Open to you now" not in html_of(client, f"/en/cities/{other.key}/")


def test_the_list_can_be_narrowed_to_one_kind(client, partner):
    call = builders.offer(partner, start="2026-06-20", offer="call")
    visit = builders.offer(partner, start="2026-06-15", offer="exchange")
    paths = [f"/en/events/{event.key}/" for event in (call, visit)]
    html = html_of(client, "/en/open/")
    assert html.index(paths[1]) < html.index(paths[0])
    assert paths[1] not in html_of(client, "/en/open/?offer=call")
    assert paths[1] in html_of(client, "/en/open/?offer=no")


def test_events_can_be_narrowed_to_past_offers_but_only_where_there_is_one(client, partner):
    other = builders.event(partner)
    assert 'name="offer"' not in html_of(client, "/en/events/")
    past = builders.offer(partner, start="2020", offer="call")
    html = html_of(client, "/en/events/?offer=call")
    assert 'name="offer"' in html
    assert past.title_en in html
    assert other.title_en not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [("fa", "۳ روز دیگر بسته می‌شود"), ("en", "closes in 3 days"), ("zh-hans", "3天后截止")],
)
def test_the_list_is_valid_html_in_each_language_with_both_calendars(
    client, partner, language, words
):
    builders.offer(partner, start="2026-06-01", end="2026-06-18", offer_url=URL)
    response = client.get(f"/{language}/open/")
    parse(response)
    html = response.content.decode()
    assert words in html
    assert {"fa": "۲۸ خرداد ۱۴۰۵", "en": "28 Khordad 1405", "zh-hans": "2026年6月18日"}[
        language
    ] in html
    assert not response.cookies


def test_where_nothing_is_open_the_list_says_what_would_stand_there(client, at):
    assert "Nothing open to residents is recorded now" in html_of(client, "/en/open/")


@pytest.mark.parametrize("number", [5, 50])
def test_the_pages_cost_the_same_however_many_offers(
    client, partner, number, django_assert_max_num_queries
):
    for _ in range(number):
        builders.offer(partner, start="2026-06-20")
    with django_assert_max_num_queries(5):
        client.get("/en/open/")
    with django_assert_max_num_queries(21):
        client.get(f"/en/cities/{partner.key}/")


def test_the_home_page_says_how_much_is_open_only_where_something_is(client, partner):
    builders.offer(partner, start="2026-06-14")
    assert "Open to you now" not in html_of(client, "/en/")
    builders.offer(partner, start="2026-06-01", end="2026-06-15")
    builders.offer(partner, start="2026-06-20")
    assert "Open to you now: 2" in html_of(client, "/en/")
    assert "/en/open/" in addresses(client.get("/en/"))
