"""Whole lists as files: what an answer says of itself, what is refused, what breaks off."""

import json
from collections import deque
from itertools import chain

import pytest
from django.core.cache import caches
from django.utils import timezone

from diplomacy.opendata import streaming, turns
from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.opendata.views import downloads as views
from diplomacy.registry.models import Event
from tests import builders
from tests.opendata.downloading import FORMS, a_little_of_everything, content_of, items_of, keys_of

pytestmark = pytest.mark.django_db

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    caches["limits"].clear()
    turns._held.clear()  # what other tests did not read to its end


@pytest.fixture
def register():
    a_little_of_everything()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", DOWNLOADS)
def test_an_answer_says_what_it_is(client, name, form):
    response = client.get(f"/api/v1/{name}.{form}?lang=en")
    assert response.headers["Content-Type"] == TYPES[form]
    today = timezone.localdate().isoformat()
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="{name}-{today}.{form}"'
    )
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Language"] == "en"
    assert response.streaming
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    # A length is told only of what is whole before it is sent.
    assert ("Content-Length" in response.headers) == (form == "xlsx")
    assert b"".join(response.streaming_content)


def test_json_says_how_many_items_it_holds_at_its_end(client, register):
    body = json.loads(content_of(client, "events", "json", "?lang=fa"))
    assert list(body)[-1] == "count"
    assert body["count"] == len(body["items"]) > 0
    assert body["list"] == "events"
    assert body["language"] == "fa"
    assert body["licence"]["name"]


def test_an_empty_list_is_a_header_alone(client):
    assert len(content_of(client, "people", "csv").decode().splitlines()) == 1
    assert items_of(client, "people") == []
    assert keys_of(client, "people", "xlsx") == []


def test_csv_begins_with_the_mark_that_spreadsheets_ask_for(client):
    assert content_of(client, "events", "csv").startswith(b"\xef\xbb\xbfkey,")


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_read_is_refused_by_name(client, form):
    for query in ("?type=nothing", "?limit=3", "?after=x", "?on=2020", "?x=1"):
        response = client.get(f"/api/v1/events.{form}{query}&lang=en")
        assert response.status_code == 400
        assert response.json()["parameter"] == query[1:].split("=")[0]
        assert "Content-Disposition" not in response.headers


def test_ties_stand_as_on_the_day_asked_for(client):
    partner = builders.city()
    builders.tie(partner)
    builders.agreement(partner, start="2015-01-01", instrument="sister_city")
    before, since = (
        items_of(client, "ties", f"?on={day}")[0]["standing"]["form"]["value"]
        for day in ("2014-01-01", "2016-01-01")
    )
    assert before != since


@pytest.mark.parametrize("address", ["nothing.csv", "EVENTS.csv", "events.ods", "events.csv/"])
def test_another_address_is_not_found(client, address):
    assert client.get(f"/api/v1/{address}").status_code == 404


def test_only_reading_is_answered(client):
    assert client.post("/api/v1/events.csv").status_code == 405
    head = client.head("/api/v1/events.csv")
    assert head.status_code == 200
    assert head.headers["Content-Type"] == TYPES["csv"]
    assert not head.content


def test_who_takes_too_many_is_told_when_to_come_back(client, settings):
    settings.DOWNLOADS_PER_HOUR = 2
    for _ in range(2):
        content_of(client, "events", "csv")
    response = client.get("/api/v1/ties.json?lang=en")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert client.get("/api/v1/ties/").status_code == 200
    assert client.get("/api/v1/ties.json", REMOTE_ADDR="198.51.100.7").status_code == 200


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_process_writes_no_more_lists_at_once_than_leave_a_thread_for_readers(
    client, settings, form
):
    settings.DOWNLOADS_AT_ONCE = 1
    first = client.get(f"/api/v1/events.{form}")
    for other in FORMS:
        refused = client.get(f"/api/v1/ties.{other}?lang=en")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "10"
    assert client.head("/api/v1/ties.csv").status_code == 200
    assert client.get("/api/v1/ties/").status_code == 200
    assert b"".join(first.streaming_content)
    broken_off = client.get(f"/api/v1/ties.{form}")
    assert broken_off.status_code == 200
    for release in broken_off._resource_closers:
        release()  # as `close` does, which would also take this test its connection
    whole = [client.get("/api/v1/ties.xlsx") for _ in range(2)]  # before they are sent
    assert all(b"".join(one.streaming_content) for one in whole)


def test_a_list_that_cannot_be_written_gives_its_turn_back(client, settings, monkeypatch):
    settings.DOWNLOADS_AT_ONCE = 1

    def torn(*asked):
        raise OSError("no space left")

    monkeypatch.setattr(views, "xlsx_of", torn)
    with pytest.raises(OSError, match="no space"):
        client.get("/api/v1/ties.xlsx")
    assert content_of(client, "ties", "csv")


def test_a_list_longer_than_a_sheet_is_refused_as_such(client, register, monkeypatch):
    monkeypatch.setattr(views, "MOST_IN_SHEET", 2)
    response = client.get("/api/v1/events.xlsx?lang=en")
    assert response.status_code == 400
    assert response.json()["message"].startswith("An Excel sheet holds 2 rows and these are")
    assert len(keys_of(client, "events", "csv")) > 2


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_that_breaks_off_does_not_pass_for_a_whole_one(
    client, register, monkeypatch, caplog, form
):
    in_order, calls = streaming.in_order, []

    def failing(*args):
        calls.append(args)
        if len(calls) > 1:
            raise OSError("the database is gone")
        return in_order(*args)

    monkeypatch.setattr(streaming, "AT_ONCE", 2)
    monkeypatch.setattr(streaming, "in_order", failing)
    found = bytearray()
    with pytest.raises(OSError, match="gone"):
        deque(map(found.extend, client.get(f"/api/v1/events.{form}?lang=en")), maxlen=0)
    text = found.decode()
    assert text.endswith("This file broke off and is not whole: please download it again.")
    assert "A download broke off" in caplog.text
    if form == "json":
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)


def test_what_is_withdrawn_while_a_file_is_sent_is_not_in_it(client, register, monkeypatch):
    monkeypatch.setattr(streaming, "AT_ONCE", 2)
    monkeypatch.setattr(streaming, "BLOCK", 1)
    keys = keys_of(client, "events", "csv")
    parts = iter(client.get("/api/v1/events.csv"))
    begun = [next(parts), next(parts), next(parts)]
    gone = Event.objects.get(key=keys[-1])
    gone.publication = "withdrawn"
    gone.save()
    text = b"".join(chain(begun, parts)).decode()
    assert keys[0] in text
    assert gone.key not in text


def test_a_file_costs_the_same_queries_for_5_rows_and_for_50(client, django_assert_max_num_queries):
    partner = builders.city()
    builders.tie(partner)
    costs = []
    for more in (5, 45):
        for _ in range(more):
            made = builders.event(partner)
            builders.took_part(made, organisation=builders.organisation())
        with django_assert_max_num_queries(30) as asked:
            content_of(client, "events", "csv")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_crawlers_are_kept_out_of_files_but_not_of_the_description(client):
    text = client.get("/robots.txt").content.decode()
    for pattern in ("/api/*.csv", "/api/*.json?", "/api/*.xlsx"):
        assert f"Disallow: {pattern}\n" in text
