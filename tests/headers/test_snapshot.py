"""The headers of every kind of answer stand in two files, so that a change shows in a diff.

Where a change is meant, take over what the test wrote under var/headers.
"""

import re
import runpy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe

import pytest
from django.conf import settings as own
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver

from diplomacy import urls
from diplomacy.headers import HEADERS
from diplomacy.opendata.bundle.making import make_bundle
from diplomacy.serving.request_log import route_of
from tests.accounts.people import person
from tests.headers import register
from tests.headers.asks import FEW, OTHERS, Ask, named, routes
from tests.inline import inline_code
from tests.registry.admin.conftest import member

pytestmark = [pytest.mark.django_db, pytest.mark.once]

Answers = list[tuple[Ask, HttpResponse]]

HERE = Path(__file__).resolve().parent
USUAL = {*HEADERS, "Strict-Transport-Security"}
# What differs from one answer to the next of the same kind.
NO_MATTER = {"Content-Length", "X-Request-ID"}
VARYING = (
    (re.compile(r'"[0-9a-f-]{9,64}"'), '"…"'),
    (re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"), "…"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "…"),
    (re.compile(r"^(Retry-After: )\d+"), r"\1…"),
    (re.compile(r"^(Set-Cookie: [^=]+=)[^;]+"), r"\1…"),
    (re.compile("Max-Age=43(200|199)"), "Max-Age=43200"),
)
STAFF = re.compile(r"/en/(desk|admin)(/|$)")

PRODUCTION = {
    "ALLOWED_HOSTS": "register.example",
    "SITE_URL": "https://register.example",
    "BEHIND_PROXY": "yes",
    "SECRET_KEY": token_urlsafe(50),
}
OF_SECURITY = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_")


@pytest.fixture
def site(printing, settings, tmp_path):
    settings.ROOT_URLCONF = "tests.headers.asks"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.OPEN_DATA_ROOT = tmp_path
    member("administrator")
    register.make(person())
    make_bundle(tmp_path)


@pytest.fixture
def in_production(site, monkeypatch):
    """Give the site what the settings say of security where the public is served."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    read = runpy.run_path(str(own.BASE_DIR / "diplomacy" / "settings.py"))
    with override_settings(**{name: read[name] for name in read if name.startswith(OF_SECURITY)}):
        yield


def answers(asks: Iterable[Ask], secure: bool = False) -> Iterator[tuple[Ask, HttpResponse]]:
    """Yield the answer to each request; where it has a tag, one to who knows that as well."""
    staff = Client(raise_request_exception=False)
    staff.force_login(member("administrator"))
    known = set()
    for ask in asks:
        reader = Client(raise_request_exception=False, enforce_csrf_checks=not ask.proven)
        client = staff if ask.by_staff else reader
        response = ask.answer(client, secure)
        yield ask, response
        kind = frozenset(lines(response))
        if "ETag" in response.headers and ask.method == "get" and kind not in known:
            known.add(kind)
            tag = {"if-none-match": response.headers["ETag"]}
            again = replace(ask, headers=ask.headers | tag, label="(unchanged)")
            yield again, again.answer(client, secure)


def too_often(settings) -> Iterator[tuple[Ask, HttpResponse]]:
    """Yield the answers to who asks for open data more often than is allowed."""
    settings.API_PER_MINUTE = settings.DOWNLOADS_PER_HOUR = 1
    client = Client()
    for address in ("/api/v1/ties/", "/api/v1/ties.csv"):
        ask = Ask(address, label="(too often)")
        yield ask, [ask.answer(client, secure=False) for _ in range(3)][-1]


def lines(response: HttpResponse) -> set[str]:
    """Return the headers of the answer, a line each, without what differs every time."""
    headers = [f"{name}: {text}" for name, text in response.headers.items()]
    headers += [f"Set-Cookie: {morsel.OutputString()}" for morsel in response.cookies.values()]
    return {unvaried(line) for line in headers if line.partition(":")[0] not in NO_MATTER}


def unvaried(line: str) -> str:
    for pattern, instead in VARYING:
        line = pattern.sub(instead, line)
    return line


def written(found: Answers) -> str:
    """Return the usual headers once, then who departs from them, and how."""
    page = next(response for ask, response in found if ask.address == "/en/")
    usual = {line for line in lines(page) if line.partition(":")[0] in USUAL}
    groups = defaultdict(list)
    for ask, response in found:
        its = lines(response)
        names = {line.partition(":")[0] for line in its}
        lacking = {line.partition(":")[0] for line in usual} - names
        departs = (*sorted(its - usual), *(f"(no {name})" for name in sorted(lacking)))
        groups[departs].append(f"{response.status_code} {ask}")
    told = ["Every answer, unless its kind says otherwise:", *sorted(usual), ""]
    for departs, asked in sorted(groups.items(), key=lambda group: group[1][0]):
        told += [*(f"  {one}" for one in asked), *departs, ""]
    return "\n".join(told)


def hold(name: str, found: Answers) -> None:
    """Compare with the file; leave what was found where it can be taken over."""
    text, kept = written(found), (HERE / name).read_text("utf-8")
    if kept != text:
        beside = own.VAR_DIR / "headers" / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8")
    assert text.splitlines() == kept.splitlines()


def test_every_answer_of_a_site_for_this_machine_has_the_headers_in_the_file(site, settings):
    found = [*answers([*named(), *OTHERS]), *too_often(settings)]
    reached = {route_of(response.wsgi_request) for _ask, response in found}
    known = dict(routes(get_resolver(urls)))
    assert {one for one in known if not known[one].startswith("admin:")} - reached == set()
    assert [str(ask) for ask, response in found if response.cookies and not is_staff(ask)] == []
    assert [(str(ask), faults) for ask, response in found if (faults := code_in(response))] == []
    hold("http.txt", found)


def test_every_kind_of_answer_of_a_public_site_has_the_headers_in_the_file(in_production):
    found = list(answers([*named(FEW), *OTHERS], secure=True))
    [(_, by_http)] = answers([Ask("/en/cities/?order=name", label="(by http)")])
    assert (by_http.status_code, by_http.url) == (
        301,
        "https://register.example/en/cities/?order=name",
    )
    hold("https.txt", [*found, (Ask("/en/cities/?order=name", label="(by http)"), by_http)])


def code_in(response: HttpResponse) -> list[str]:
    """Return what the page has inline, or has from elsewhere."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return inline_code(response.content.decode()) if is_page and not response.streaming else []


def is_staff(ask: Ask) -> bool:
    return bool(STAFF.match(ask.address))
