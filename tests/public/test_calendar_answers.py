"""Calendars to subscribe to: what an event says, and how the file is handed out."""

from datetime import date

import pytest

from diplomacy.accounts.models import User
from diplomacy.registry import publishing
from diplomacy.registry.models import City, Entry, EntryLink
from tests import builders
from tests.public.subscribing import (
    HOSTILE,
    LANGUAGES,
    calendar_of,
    events_of,
    published,
    tell,
)

pytestmark = pytest.mark.django_db

CALENDAR = "/en/calendar.ics"
APPROXIMATE = f"{CALENDAR}?approximate=yes"


@pytest.fixture
def partner(settings) -> City:
    """A city with a published tie."""
    settings.SITE_URL = "https://register.test"
    return builders.tie().partner


def titles(response) -> list[str]:
    return [event.summary.value for event in events_of(response)]


def test_an_event_says_what_it_is_where_by_whom_and_where_to_read_more(client, partner):
    meeting = builders.event(
        partner,
        start="1403-07-04",
        place=partner,
        venue_en="Town hall",
        summary_en="They met.",
        sources=[builders.source(publisher="The Test Post")],
        published_at=published(),
    )
    event = events_of(client.get(CALENDAR))[0]
    assert event.url.value == f"https://register.test/en/events/{meeting.key}/"
    assert event.location.value == f"Town hall, {partner.name_en}"
    assert event.description.value.split("\n") == [
        "25 September 2024 · 4 Mehr 1403",
        f"meeting · {partner.name_en}",
        "They met.",
        "Sources: The Test Post",
    ]
    assert event.categories.value == ["Events", "meeting"]
    assert (event.transp.value, event.contents["class"][0].value) == ("TRANSPARENT", "PUBLIC")


@pytest.mark.parametrize(
    ("language", "name"),
    [("fa", "پیوندهای آزمون‌آباد"), ("en", "Ties of Testabad"), ("zh-hans", "测试城城市纽带")],
)
def test_a_calendar_is_in_the_language_of_its_address(client, partner, language, name):
    builders.event(partner, **builders.three("title", "الف", "A", "甲"))
    response = client.get(f"/{language}/calendar.ics", headers={"accept-language": "de"})
    found = calendar_of(response)
    assert found.x_wr_calname.value == found.contents["name"][0].value == name
    assert found.source.value == f"https://register.test/{language}/calendar.ics"
    assert found.vevent.summary.value == {"fa": "الف", "en": "A", "zh-hans": "甲"}[language]
    of_tie = calendar_of(client.get(f"/{language}/cities/{partner.key}/calendar.ics"))
    assert of_tie.x_wr_calname.value.endswith(f" | {name}")


def test_an_event_keeps_its_uid_when_words_and_day_change(client, partner):
    meeting = builders.event(partner)
    before = events_of(client.get(CALENDAR))[0]
    meeting.title_en, meeting.start = "Another", "2021-01-01"
    meeting.save()
    after = events_of(client.get(CALENDAR))[0]
    assert before.uid.value == after.uid.value == f"event-{meeting.key}@register.test"
    assert before.dtstart.value != after.dtstart.value


def test_no_two_events_of_a_calendar_have_one_uid(client, partner):
    builders.agreement(partner, expires="2030-01-01", terminated="2031-01-01")
    builders.commitment(partner, due="2030-01-01")
    uids = [event.uid.value for event in events_of(client.get(APPROXIMATE))]
    assert len(uids) == len(set(uids)) == 5


def test_only_a_change_that_readers_are_told_of_moves_the_stamp_of_an_event(client, partner):
    meeting = builders.event(partner, published_at=published())
    before = client.get(CALENDAR).content.decode()
    assert "DTSTAMP:20240506T070809Z\r\n" in before
    assert "SEQUENCE:0\r\n" in before
    meeting.title_en = "Mended"
    meeting.save()
    assert "DTSTAMP:20240506T070809Z\r\n" in client.get(CALENDAR).content.decode()
    tell(meeting, date(2024, 6, 1))
    after = client.get(CALENDAR).content.decode()
    for line in ("DTSTAMP:20240531T203000Z", "LAST-MODIFIED:20240531T203000Z", "SEQUENCE:1"):
        assert f"{line}\r\n" in after


def test_an_event_of_no_known_publication_has_a_stamp_that_stays(client, partner):
    builders.event(partner)
    assert b"DTSTAMP:19700101T000000Z\r\n" in client.get(CALENDAR).content


def test_a_tie_has_only_its_own_days(client, partner):
    builders.event(partner, title_en="Ours")
    elsewhere = builders.city()
    builders.commitment(elsewhere, title_en="Theirs", due="2030-01-01")
    assert titles(client.get(f"/en/cities/{partner.key}/calendar.ics")) == ["Ours"]
    found = titles(client.get(f"/en/cities/{elsewhere.key}/calendar.ics"))
    assert found == ["Said then (undertaking): Theirs", "Due: Theirs"]


def test_a_calendar_is_the_same_to_the_byte_whatever_is_not_published(client, partner):
    author = User.objects.create_user("somebody", role="administrator")
    meeting = builders.event(partner, published_at=published())
    pact = builders.agreement(partner, expires="2030-01-01", published_at=published())
    promise = builders.commitment(partner, due="2030-01-01", published_at=published())
    paths = [f"{code}/{path}" for code in LANGUAGES for path in (
        "calendar.ics", "calendar.ics?approximate=yes", f"cities/{partner.key}/calendar.ics",
    )]  # fmt: skip
    before = [client.get(f"/{path}") for path in paths]
    for shown in (meeting, pact, promise):
        copy = publishing.revise(shown, author)
        copy.title_en, copy.start = "CANARY", "2021-01-01"
        copy.save()
    for state in ("draft", "in_review", "withdrawn"):
        hidden = {"title_en": "CANARY", "publication": state}
        builders.event(partner, **hidden)
        builders.commitment(partner, due="2030-01-01", **hidden)
        renewed = builders.agreement(partner, expires="2030-01-01", **hidden)
        EntryLink.objects.create(entry=renewed.entry_ptr, kind="renews", to=pact.entry_ptr)
        tell(renewed, date(2026, 1, 1))
    builders.took_part(meeting, person=builders.person(name_en="CANARY"), name_shown=False)
    Entry.objects.filter(pk=meeting.pk).update(staff_note="CANARY")
    client.force_login(author)
    after = [client.get(f"/{path}") for path in paths]
    assert [r.content for r in before] == [r.content for r in after]
    assert [r["ETag"] for r in before] == [r["ETag"] for r in after]


def test_hostile_words_stay_words(client, partner):
    City.objects.filter(pk=partner.pk).update(name_en=HOSTILE)
    words = {"title_en": HOSTILE, "summary_en": HOSTILE, "venue_en": HOSTILE}
    found = builders.source(publisher=HOSTILE)
    builders.event(partner, place=City.objects.get(pk=partner.pk), sources=[found], **words)
    response = client.get(f"/en/cities/{partner.key}/calendar.ics")
    assert len(events_of(response)) == 1
    shown = HOSTILE.replace("\r\n", "\n").replace("\x0b", " ").replace("\x1b", " ")
    event = events_of(response)[0]
    assert event.summary.value == shown
    assert shown in event.description.value


@pytest.mark.parametrize("rows", [5, 50])
def test_a_calendar_costs_nine_statements_however_long(
    client, partner, django_assert_num_queries, rows
):
    for _number in range(rows):
        builders.commitment(partner, due="2030-01-01", start="2020-01")
        builders.delegation(partner)
    for path in (CALENDAR, APPROXIMATE, f"/en/cities/{partner.key}/calendar.ics"):
        with django_assert_num_queries(9):
            assert len(events_of(client.get(path))) >= 2 * rows


def test_a_calendar_is_for_programs_on_any_site_and_sets_no_cookie(client, partner):
    response = client.get(CALENDAR)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == "inline; filename=calendar.ics"
    assert response["Cache-Control"] == "public, max-age=600"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    again = client.get(CALENDAR, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(CALENDAR).status_code == 405


@pytest.mark.parametrize(
    "query",
    ["x=1", "approximate=", "approximate=no", "approximate=yes&approximate=yes", "approximate",
     "approximate=yes&x=1", "approximate=%00", "after=1"],
)  # fmt: skip
@pytest.mark.parametrize("of_tie", [False, True])
def test_what_cannot_be_meant_is_told_on_a_page(client, partner, query, of_tie):
    of = f"cities/{partner.key}/" if of_tie else ""
    response = client.get(f"/zh-hans/{of}calendar.ics?{query}")
    assert response.status_code == 400
    assert "text/html" in response["Content-Type"]


def test_what_is_not_public_has_no_calendar_and_what_moved_has_a_new_one(client, partner):
    hidden = builders.tie(publication="draft").partner
    gone = builders.tie(publication="withdrawn").partner
    for city, status in ((hidden, 404), (gone, 410)):
        assert client.get(f"/en/cities/{city.key}/calendar.ics").status_code == status
    old, partner.key = partner.key, "new-key"
    partner.save()
    response = client.get(f"/en/cities/{old}/calendar.ics?approximate=yes")
    assert response.status_code == 301
    assert response["Location"] == "/en/cities/new-key/calendar.ics?approximate=yes"


def test_an_empty_register_has_an_empty_calendar(client):
    response = client.get(CALENDAR)
    assert calendar_of(response).x_wr_calname.value == "Register of city ties"
    assert events_of(response) == []
