"""What is kept of public pages is what would be made anew, for whoever shows no sign of himself."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from diplomacy.headers import HEADERS
from diplomacy.registry.models import DataVersion, Entry
from diplomacy.serving.kept_pages import Kept, KeptPagesMiddleware, Shelf, State
from diplomacy.serving.request_log import route_of
from tests import builders

pytestmark = pytest.mark.django_db

ONE, OTHER = State(1, date(2026, 1, 1)), State(2, date(2026, 1, 1))


@pytest.fixture
def tie():
    made = builders.tie()
    builders.agreement(made.partner)
    return made


@pytest.fixture
def page(tie) -> str:
    return f"/en/cities/{tie.partner.key}/"


def test_a_second_reader_costs_one_statement_and_sees_the_same(
    page, client, django_assert_num_queries
):
    made = client.get(page)
    with django_assert_num_queries(1):
        kept = client.get(page)
    assert kept.content == made.content
    of_each = {"X-Request-ID"}
    assert {n: v for n, v in kept.items() if n not in of_each} == {
        n: v for n, v in made.items() if n not in of_each
    }
    assert HEADERS.items() <= dict(kept.headers).items()


def test_who_has_the_page_is_told_so_without_its_being_made(
    page, client, django_assert_num_queries
):
    etag = client.get(page).headers["ETag"]
    with django_assert_num_queries(1):
        known = client.get(page, headers={"If-None-Match": etag})
    assert known.status_code == 304
    assert not known.content
    assert known.headers["ETag"] == etag
    assert known.headers["Cache-Control"] == "no-cache"


def test_what_is_published_stands_on_the_page_at_once(page, tie, client):
    before = client.get(page)
    event = builders.event(tie.partner, publication="draft")
    assert event.title_en not in client.get(page).content.decode()
    event.publication = "published"
    event.save()
    after = client.get(page, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert event.title_en in after.content.decode()


def test_what_is_taken_back_is_gone_at_once(tie, client):
    event = builders.event(tie.partner)
    pages = [f"/en/events/{event.key}/", f"/en/cities/{tie.partner.key}/"]
    tags = [client.get(page).headers["ETag"] for page in pages]
    Entry.objects.filter(pk=event.pk).update(publication="withdrawn", withdrawn_on="2026-01-02")
    event.city_rows.update(public=False)
    own, of_city = (
        client.get(page, headers={"If-None-Match": tag})
        for page, tag in zip(pages, tags, strict=True)
    )
    assert own.status_code == 410
    assert of_city.status_code == 200
    assert event.title_en not in of_city.content.decode()


def test_a_draft_changes_nothing_that_a_reader_can_see(page, tie, client):
    before = client.get(page)
    builders.event(tie.partner, publication="draft", title_en="Hidden")
    after = client.get(page, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304


def test_a_write_that_is_taken_back_leaves_the_page_kept(
    page, tie, client, django_assert_num_queries
):
    client.get(page)
    with transaction.atomic():
        builders.event(tie.partner)
        transaction.set_rollback(True)
    with django_assert_num_queries(1):
        client.get(page)


@pytest.mark.parametrize("sign", [{"Cookie": "a=b"}, {"Authorization": "Basic eDp5"}])
def test_who_shows_a_sign_of_himself_neither_fills_it_nor_is_answered_from_it(page, client, sign):
    client.get(page, headers=sign)
    assert not is_kept(client, page, {})
    assert not is_kept(client, page, sign)
    assert is_kept(client, page, {})


def test_a_prefix_that_a_visitor_made_up_stands_in_the_links_of_no_other_reader(page, client):
    client.get(page, SCRIPT_NAME="/elsewhere")
    assert not is_kept(client, page, {})
    assert b"/elsewhere" not in client.get(page).content


def test_the_log_names_a_page_that_was_kept_as_it_names_one_that_was_made(page, client):
    routes = {route_of(client.get(page).wsgi_request) for _ in range(2)}
    assert routes == {"en/cities/<slug:key>/"}


def test_what_staff_ask_for_first_is_what_readers_would_get(page, admin_client, client):
    seen = admin_client.get(page)
    assert not is_kept(client, page, {})
    assert client.get(page).content == seen.content


def is_kept(client, page, headers) -> bool:
    with CaptureQueriesContext(connection) as asked:
        client.get(page, headers=headers)
    return len(asked) == 1


def test_the_form_for_corrections_is_never_kept(client):
    builders.home_city()
    one, two = (client.get("/en/corrections/").content for _ in range(2))
    assert one != two  # the tokens


def test_a_query_is_answered_anew_but_who_has_the_answer_is_told_so(page, client):
    asked = f"{page}?year=2020"
    one = client.get(asked)
    assert one.headers["Cache-Control"] == "no-cache"
    again = client.get(asked, headers={"If-None-Match": one.headers["ETag"]})
    assert again.status_code == 304


def test_a_foreign_host_is_refused_a_page_that_is_kept(page, client):
    client.get(page)
    assert client.get(page, headers={"Host": "elsewhere.test"}).status_code == 400


def test_head_is_answered_as_get_is(page, client):
    asked = client.get(page)
    told = client.head(page)
    assert told.headers["ETag"] == asked.headers["ETag"]
    assert told.headers["Content-Length"] == asked.headers["Content-Length"]


def test_what_is_no_page_is_not_kept(client):
    builders.home_city()
    for address in ("/en/nothing-here/", "/en/agreements/nothing/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert not is_kept(client, address, {})


def test_of_two_first_writes_at_once_the_second_raises_the_version_too(monkeypatch):
    def somebody_was_first(rows, pk, **given):
        return rows.create(pk=pk, number=7), False

    monkeypatch.setattr(type(DataVersion.objects), "get_or_create", somebody_was_first)
    DataVersion.bump()
    assert DataVersion.current() > 7


def test_a_page_during_whose_making_something_was_written_is_sent_and_not_kept(rf):
    made = []

    def make(request):
        made.append(request)
        if len(made) == 1:
            DataVersion.bump()
        return HttpResponse(f"page {len(made)}")

    answered = KeptPagesMiddleware(make)
    bodies = [answered(rf.get("/en/")).content for _ in range(3)]
    assert bodies == [b"page 1", b"page 2", b"page 2"]


def test_a_page_of_a_state_that_is_past_is_not_kept():
    shelf = Shelf()
    assert shelf.find(ONE, "/en/") is None
    shelf.find(OTHER, "/en/")
    shelf.keep(ONE, "/en/", Kept(b"old", ()))
    assert shelf.find(OTHER, "/en/") is None
    assert shelf.find(ONE, "/en/") is None


def test_a_page_of_yesterday_is_not_shown_today():
    shelf = Shelf()
    shelf.find(ONE, "/en/")
    shelf.keep(ONE, "/en/", Kept(b"as of today", ()))
    assert shelf.find(ONE, "/en/")
    assert shelf.find(State(1, date(2026, 1, 2)), "/en/") is None


def test_no_more_is_kept_than_there_is_room_for_the_least_read_goes_first():
    shelf = Shelf(most=10)
    shelf.find(ONE, "a")
    for name in "abc":
        shelf.keep(ONE, name, Kept(b"1234", ()))
        shelf.find(ONE, "a")
    assert [bool(shelf.find(ONE, name)) for name in "abc"] == [True, False, True]
    shelf.keep(ONE, "a", Kept(b"12345678", ()))
    assert [bool(shelf.find(ONE, name)) for name in "ac"] == [True, False]
