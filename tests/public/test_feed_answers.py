"""Atom feeds: how they are handed out, page by page, and to whom."""

from datetime import date

import pytest

from diplomacy.accounts.models import User
from diplomacy.registry import publishing
from diplomacy.registry.models import City, CooperationArea, Entry
from tests import builders
from tests.public.subscribing import HOSTILE, LANGUAGES, feed_of, links_of, published, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(settings) -> City:
    """A city with a published tie."""
    settings.SITE_URL = "https://register.test"
    return builders.tie().partner


def titles(response) -> list[str]:
    return [item.title for item in feed_of(response).entries]


def test_the_pages_of_a_feed_hold_every_entry_once(client, partner):
    for number in range(120):
        builders.event(partner, title_en=f"E{number}", published_at=published(number // 7))
    path, seen, pages = "/en/feed.atom", [], 0
    while path:
        found = feed_of(client.get(path))
        seen += [item.title for item in found.entries]
        pages += 1
        links = links_of(found.feed)
        assert ("previous" in links) == (pages > 1)
        back, path = links.get("previous"), links.get("next", "")
        path = path.removeprefix("https://register.test")
    assert pages == 3
    assert sorted(seen) == sorted(f"E{number}" for number in range(120))
    assert titles(client.get(back.removeprefix("https://register.test"))) == seen[50:100]


@pytest.mark.parametrize("rows", [5, 50])
def test_a_feed_costs_five_statements_at_most_however_long(
    client, partner, django_assert_num_queries, rows
):
    entries = [builders.event(partner, published_at=published(n)) for n in range(rows)]
    area = builders.area(*entries)
    for path, statements in (
        ("feed.atom", 4),
        (f"cities/{partner.key}/feed.atom", 4),
        (f"areas/{area.key}/feed.atom", 5),
    ):
        with django_assert_num_queries(statements):
            assert len(titles(client.get(f"/en/{path}"))) == rows


def test_a_city_and_an_area_have_only_their_own(client, partner):
    ours = builders.event(partner, title_en="Ours", published_at=published())
    builders.event(builders.city(), title_en="Another", published_at=published())
    area = builders.area(ours)
    for path in (f"cities/{partner.key}", f"areas/{area.key}"):
        assert titles(client.get(f"/en/{path}/feed.atom")) == ["Ours"]


def test_a_city_without_a_tie_has_a_feed_as_it_has_a_page(client, partner):
    named = builders.city()
    builders.event(named, title_en="Ours", published_at=published())
    assert titles(client.get(f"/en/cities/{named.key}/feed.atom")) == ["Ours"]


def _all_but_published(partner) -> None:
    author = User.objects.create_user("somebody", role="administrator")
    for state in ("draft", "in_review", "withdrawn"):
        hidden = builders.event(partner, title_en="CANARY", publication=state)
        Entry.objects.filter(pk=hidden.pk).update(published_at=published(9))
        tell(hidden, date(2025, 1, 1))
    shown = Entry.objects.published().get().leaf
    copy = publishing.revise(shown, author)
    copy.title_en = "CANARY"
    copy.published_at = published(9)
    copy.save()
    builders.took_part(shown, person=builders.person(name_en="CANARY"), name_shown=False)
    Entry.objects.filter(pk=shown.pk).update(staff_note="CANARY")


def test_a_feed_is_the_same_to_the_byte_whatever_is_not_published(client, partner):
    meeting = builders.event(partner, published_at=published())
    area = builders.area(meeting)
    paths = ["feed.atom", f"cities/{partner.key}/feed.atom", f"areas/{area.key}/feed.atom"]
    before = [client.get(f"/{code}/{path}") for code in LANGUAGES for path in paths]
    _all_but_published(partner)
    client.force_login(User.objects.get(username="somebody"))
    after = [client.get(f"/{code}/{path}") for code in LANGUAGES for path in paths]
    assert [r.content for r in before] == [r.content for r in after]
    assert [r["ETag"] for r in before] == [r["ETag"] for r in after]
    assert not any(b"CANARY" in r.content for r in after)


def test_hostile_words_stay_words(client, partner):
    City.objects.filter(pk=partner.pk).update(name_en=HOSTILE)
    words = {"title_en": HOSTILE, "summary_en": HOSTILE}
    found = builders.source(publisher=HOSTILE, title=HOSTILE)
    builders.event(partner, published_at=published(), sources=[found], **words)
    response = client.get(f"/en/cities/{partner.key}/feed.atom")
    item = feed_of(response).entries[0]
    shown = HOSTILE.replace("\x0b", " ").replace("\x1b", " ").replace("\ufffe", " ")
    assert " ".join(item.title.split()) == " ".join(shown.split())
    assert b"<script" not in response.content
    assert "<script" not in item.content[0].value


def test_a_feed_is_for_programs_on_any_site_and_sets_no_cookie(client, partner):
    builders.event(partner, published_at=published())
    response = client.get("/en/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=600"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    again = client.get("/en/feed.atom", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert again["ETag"] == response["ETag"]
    assert client.head("/en/feed.atom")["ETag"] == response["ETag"]
    assert client.post("/en/feed.atom").status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "x=1",
        "x",
        "page=2",
        "after=",
        "after=zz",
        "before=zz",
        "after=%00",
        "after=%ff",
        "after=1&before=2",
        "after=" + "a" * 3000,
        "after=WyIwMDAxLTAxLTAxIiwiOTkiXQ",  # a day without its zone
        "after=WyIwMDAxLTAxLTAxIDAwOjAwOjAwKzE0OjAwIiwiOTkiXQ",  # before the first day of all
    ],
)
@pytest.mark.parametrize("of", ["", "cities", "areas"])
def test_what_cannot_be_meant_is_told_on_a_page(client, partner, query, of):
    area = builders.area(builders.event(partner, published_at=published()))
    key = {"": "", "cities": f"cities/{partner.key}/", "areas": f"areas/{area.key}/"}[of]
    response = client.get(f"/fa/{key}feed.atom?{query}")
    assert response.status_code == 400
    assert "text/html" in response["Content-Type"]
    assert 'lang="fa"' in response.content.decode()


def test_what_is_not_public_has_no_feed_and_what_moved_has_a_new_one(client, partner):
    hidden = builders.tie(publication="draft").partner
    gone = builders.tie(publication="withdrawn", withdrawn_reason_en="A mistake").partner
    area = builders.area(builders.event(partner, published_at=published()))
    alone = builders.area()
    for path, status in (
        (f"cities/{hidden.key}", 404),
        ("cities/nowhere", 404),
        (f"cities/{gone.key}", 410),
        (f"areas/{alone.key}", 404),
    ):
        assert client.get(f"/en/{path}/feed.atom").status_code == status
    old = partner.key, area.key
    for record in (partner, CooperationArea.objects.get(pk=area.pk)):
        record.key = f"new-{record.pk}"
        record.save()
    for place, key in zip(("cities", "areas"), old, strict=True):
        response = client.get(f"/en/{place}/{key}/feed.atom?after=x")
        assert response.status_code == 301
        assert response["Location"].startswith(f"/en/{place}/new-")
        assert response["Location"].endswith("/feed.atom?after=x")


def test_an_empty_register_has_an_empty_feed(client):
    found = feed_of(client.get("/en/feed.atom"))
    assert (found.entries, found.feed.updated) == ([], "1970-01-01T00:00:00Z")
    assert found.feed.title == found.feed.author_detail.name == "Register of city ties"


def test_addresses_come_from_the_site_and_not_from_the_request(client, partner, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.test"]
    builders.event(partner, published_at=published())
    response = client.get("/en/feed.atom", headers={"host": "elsewhere.test"})
    assert b"elsewhere.test" not in response.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_tell_of_their_feeds_and_calendars(client, partner, language):
    area = builders.area(builders.event(partner, published_at=published()))
    here = f"/{language}/"
    city, field = f"cities/{partner.key}/", f"areas/{area.key}/"
    for page, feed, calendar in (
        ("", "feed.atom", "calendar.ics"),
        (city, f"{city}feed.atom", f"{city}calendar.ics"),
        (field, f"{field}feed.atom", ""),
    ):
        html = client.get(here + page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" href="{here}{feed}">' in html
        assert f'<a href="{here}{feed}">' in html
        links = (
            f'<link rel="alternate" type="text/calendar" href="{here}{calendar}">',
            f'<a href="webcal://register.test{here}{calendar}">',
        )
        assert all((link in html) == bool(calendar) for link in links)
