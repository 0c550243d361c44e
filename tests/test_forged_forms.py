"""No form is taken that did not come from a page of ours, at no address of the URLconf."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from diplomacy.accounts.roles import Role
from tests import builders
from tests.registry.admin.conftest import member
from tests.test_doors import PATTERNS, address, address_of_admin

pytestmark = pytest.mark.django_db

# The form of corrections sets no cookie: a token in the page protects it (record 28). Open data
# and probes write nothing: tests/opendata hold every method there to what it answers.
WITHOUT_A_COOKIE = {
    "corrections",
    "bundle",
    "index",
    "openapi",
    "download",
    "list",
    "object",
    "unknown",
}

TOKEN = "a" * 32
FORGED = {
    "without a token": ({}, {"origin": "http://testserver"}),
    "with a token of nobody": ({"csrfmiddlewaretoken": "b" * 32}, {"origin": "http://testserver"}),
    "from another site": ({"csrfmiddlewaretoken": TOKEN}, {"origin": "https://elsewhere.example"}),
    "from a name below ours": (
        {"csrfmiddlewaretoken": TOKEN},
        {"origin": "http://evil.testserver"},
    ),
    "from a page without an origin": ({"csrfmiddlewaretoken": TOKEN}, {"origin": "null"}),
}
WRITES = ("INSERT", "UPDATE", "DELETE")


def all_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from all_patterns(one)
        else:
            yield one


def chief() -> Client:
    """Return the browser of an administrator, which has a token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(Role.ADMINISTRATOR))
    client.cookies["csrftoken"] = TOKEN
    return client


def staff_addresses() -> Iterator[str]:
    for name in sorted(PATTERNS):
        if name.startswith("admin:registry_"):
            yield address_of_admin(name)
        elif name.partition(":")[0] in ("accounts", "desk", "ingest") and name != "staff-calendar":
            yield address(name)
    for name in ("add", "changelist"):
        yield reverse(f"admin:accounts_user_{name}")
    for name in ("change", "delete", "history"):
        yield reverse(f"admin:accounts_user_{name}", args=[1])


def test_only_what_no_cookie_opens_does_without_the_token():
    free = {one.name for one in all_patterns(get_resolver()) if exempt(one)}
    assert free == WITHOUT_A_COOKIE


def exempt(pattern: URLPattern) -> bool:
    return getattr(pattern.callback, "csrf_exempt", False)


@pytest.mark.parametrize(
    ("how", "method"),
    [("without a token", "post"), ("from another site", "post"), ("without a token", "put")],
)
def test_a_forged_form_is_refused_at_every_address_of_the_staff(how, method):
    token, headers = FORGED[how]
    client, typed = chief(), {"act": "publish", "post": "yes"} | token
    sent = typed if method == "post" else "act=publish&post=yes"
    for place in staff_addresses():
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(place, sent, headers=headers)
        written = [one["sql"] for one in queries if one["sql"].startswith(WRITES)]
        assert (answer.status_code, written) == (403, []), place


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("kind", ["", "application/json", "text/plain"])
def test_no_way_to_forge_a_form_is_taken(how, kind):
    """Try each at one address: the same middleware stands before all of them."""
    token, headers = FORGED[how]
    client, path = chief(), reverse("accounts:account")
    sent = {"first_name": "Forged", "language": "en", "digest": "never"} | token
    as_kind = {"content_type": kind} if kind else {}
    for method in (client.post, client.put, client.patch, client.delete):
        body = sent if kind in ("", "application/json") else urlencode(sent)
        if method != client.post and not kind:
            body = urlencode(sent)
        answer = method(path, body, headers=headers, **as_kind)
        assert answer.status_code == 403
    assert member(Role.ADMINISTRATOR).first_name == ""


def test_a_page_of_another_site_over_https_is_known_by_its_referer():
    client = chief()
    path, typed = reverse("accounts:account"), {"csrfmiddlewaretoken": TOKEN, "first_name": "X"}
    others = ("https://elsewhere.example/", "https://evil.testserver/", "http://testserver/")
    for referer in ("", *others):
        headers = {"referer": referer} if referer else {}
        assert client.post(path, typed, secure=True, headers=headers).status_code == 403, referer


def test_what_a_page_of_ours_sends_is_taken():
    """Hold the tests above to their word: with its token the same form does what it says."""
    made = builders.event(builders.city(), publication="draft")
    client, path = chief(), reverse("desk:record", args=["event", made.key])
    typed = {"act": "publish"}
    forged, own = FORGED["without a token"], {"origin": "http://testserver"}
    client.post(path, typed | forged[0], headers=forged[1])
    made.refresh_from_db()
    assert made.publication == "draft"
    answer = client.post(path, typed | {"csrfmiddlewaretoken": TOKEN}, headers=own)
    made.refresh_from_db()
    assert (answer.status_code, made.publication) == (302, "published")
