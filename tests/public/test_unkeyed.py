"""What one asker sends changes nothing for the next, and staff are answered as anybody is."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import resolve

from diplomacy.accounts.roles import Role
from tests import builders
from tests.canaries import Canaries, hidden_around_a_tie
from tests.registry.admin.conftest import member

from .test_canary import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MARK = "zqmarker"
LINK = re.compile(rb'(?:href|action)="[^"]*"')
# Nothing of these chooses an answer: what they say may stand in none.
HEADERS = {
    "accept-charset": MARK,
    "cookie": f"sessionid={MARK}; csrftoken={MARK}; django_language=zh-hans; {MARK}={MARK}",
    "authorization": f"Bearer {MARK}",
    "forwarded": f"for={MARK};host={MARK}.example;proto=https",
    "origin": f"https://{MARK}.example",
    "referer": f"https://{MARK}.example/{MARK}",
    "user-agent": MARK,
    "via": MARK,
    "x-forwarded-for": MARK,
    "x-forwarded-host": f"{MARK}.example",
    "x-forwarded-port": "4444",
    "x-forwarded-prefix": f"/{MARK}",
    "x-forwarded-scheme": MARK,
    "x-forwarded-server": f"{MARK}.example",
    "x-host": f"{MARK}.example",
    "x-http-method-override": "DELETE",
    "x-original-url": f"/{MARK}",
    "x-rewrite-url": f"/{MARK}",
    "x-request-id": MARK,
    "save-data": "on",
}
# Said back to whoever asked, and to nobody else: each answer has its own.
OWN = {"X-Request-ID"}


def places() -> Iterator[str]:
    """Yield one address for each name in the URLconf.

    Left out are the form with a token of its own, and workbooks, which note when they were packed.
    """
    by_name = {resolve(place).view_name: place for place in addresses()}
    del by_name["public:corrections"], by_name["public:report-xlsx"]
    yield from by_name.values()
    yield from ("/", "/robots.txt", "/sitemap.xml", "/api/v1/", "/api/v1/ties/", "/api/v1/ties.csv")


def said(client: Client, place: str, **asked) -> tuple:
    answer = client.get(place, **asked)
    body = answer.getvalue()
    headers = {name: value for name, value in answer.headers.items() if name not in OWN}
    return answer.status_code, headers, sorted(answer.cookies), body


@pytest.fixture
def register() -> Iterator[None]:
    hidden_around_a_tie(Canaries())
    yield
    for cache in caches.all():
        cache.clear()


@pytest.mark.usefixtures("register")
def test_staff_who_ask_first_leave_nothing_for_a_visitor():
    """Ask each page as an administrator, then as a visitor, then as the first one again."""
    chief, visitor = Client(), Client()
    chief.force_login(member(Role.ADMINISTRATOR))
    for place in places():
        as_chief = said(chief, place)
        as_visitor = said(visitor, place)
        assert as_chief == as_visitor, place
        status, headers, cookies, body = as_visitor
        assert status < 500
        assert (cookies, headers.get("Set-Cookie")) == ([], None), place
        assert b"administrator" not in body.lower() or place.endswith(("/about/method/", "/"))
        vary = headers.get("Vary", "").lower()
        assert "cookie" not in vary, place


@pytest.mark.usefixtures("register")
def test_no_header_that_chooses_nothing_shows_or_stays():
    for place in places():
        clean = said(Client(), place)
        marked = said(Client(), place, headers=HEADERS)
        again = said(Client(), place)
        assert MARK not in f"{marked[1]}{marked[2]}", place
        assert MARK.encode() not in marked[3], place
        assert again == clean, place
        assert marked[3] == clean[3], place


@pytest.mark.usefixtures("register")
def test_where_a_header_chooses_the_answer_says_so():
    """Hold caches on the way to it: what differs by a header names the header."""
    chosen = {"accept-language": ("en", "zh-hans"), "accept": ("text/html", "application/json")}
    for place in [*list(places())[::4], "/api/v1/", "/api/v1/ties/"]:
        for header, (one, other) in chosen.items():
            first, second = (said(Client(), place, headers={header: v}) for v in (one, other))
            if first != second:
                assert header in first[1].get("Vary", "").lower(), (place, header)


@pytest.mark.usefixtures("register")
def test_no_parameter_that_is_unknown_shows_or_stays():
    for place in list(places())[::2]:
        clean = said(Client(), place)
        for query in (
            f"{MARK}=1",
            f"utm_source={MARK}",
            f"a;{MARK}",
            f"%00{MARK}=x",
            f"{MARK}[]=1",
        ):
            marked = said(Client(), f"{place}?{query}")
            assert marked[0] < 500, place
            # Faults of the API name what they refuse, and links to the same page in another
            # language keep the query: both are said to whoever asked, and to nobody else.
            told = LINK.sub(b"", marked[3]) if marked[0] != 400 else b""
            assert MARK.encode() not in told, (place, query)
            assert MARK not in str(marked[1]) or marked[0] in (301, 302), (place, query)
        assert said(Client(), place) == clean, place


@pytest.mark.usefixtures("register")
def test_a_body_and_another_method_change_nothing():
    for place in list(places())[::3]:
        clean = said(Client(), place)
        fat = Client().generic("GET", place, f"{MARK}={MARK}", "application/x-www-form-urlencoded")
        assert MARK.encode() not in fat.getvalue(), place
        head = Client().head(place)
        assert (head.status_code, head.getvalue()) == (clean[0], b""), place
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "XQ"):
            answer = Client(raise_request_exception=False).generic(method, place, MARK)
            allowed = (302, 403, 405) if place == "/" else (403, 405)
            assert answer.status_code in allowed, (place, method)
            assert MARK.encode() not in answer.getvalue()
        assert said(Client(), place) == clean, place


def test_a_session_without_rights_reads_what_a_visitor_reads():
    partner = builders.tie().partner
    hidden = builders.event(partner, publication="draft", title_en="Only for staff")
    viewer = Client()
    viewer.force_login(member(Role.VIEWER))
    for place in (f"/en/events/{hidden.key}/", f"/en/cities/{partner.key}/", "/en/feed.atom"):
        assert said(viewer, place) == said(Client(), place)
