"""Whoever forges the name of the site gets it into no link: requests as no client sends them."""

import re
import socket
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from diplomacy.accounts import letters
from tests import builders
from tests.accounts.people import person
from tests.accounts.test_passwords import AtOnce

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

SITE = "https://register.test"
EVIL = "evil.example"
OURS = "Host: register.test"
# The target of the request line (of which {} is the path), and the headers.
FORGED = {
    "Host": ("{}", f"Host: {EVIL}"),
    "Host with our name before it": ("{}", f"Host: register.test.{EVIL}"),
    "Host with our name as a user": ("{}", f"Host: register.test@{EVIL}"),
    "Host with our name as a port": ("{}", f"Host: {EVIL}:register.test"),
    "two hosts": ("{}", f"Host: {EVIL}", OURS),
    "two hosts, ours first": ("{}", OURS, f"Host: {EVIL}"),
    "an address in the request line": (f"http://{EVIL}{{}}", OURS),
    "both": (f"http://{EVIL}{{}}", f"Host: {EVIL}"),
    "X-Forwarded-Host": ("{}", OURS, f"X-Forwarded-Host: {EVIL}"),
    "X-Forwarded-Port": ("{}", OURS, "X-Forwarded-Port: 6666"),
    "X-Forwarded-Proto": ("{}", OURS, "X-Forwarded-Proto: gopher"),
    "X-Forwarded-Server": ("{}", OURS, f"X-Forwarded-Server: {EVIL}"),
    "Forwarded": ("{}", OURS, f"Forwarded: for=192.0.2.1;host={EVIL};proto=gopher"),
    "X-Host": ("{}", OURS, f"X-Host: {EVIL}", f"X-HTTP-Host-Override: {EVIL}"),
    "X-Original-URL": ("{}", OURS, f"X-Original-URL: //{EVIL}/", f"X-Rewrite-URL: //{EVIL}/"),
    "Referer": ("{}", OURS, f"Referer: https://{EVIL}/", f"Origin: https://{EVIL}"),
}
# Those that the server takes, so that every address has to withstand them.
OFTEN = ("X-Forwarded-Host", "Forwarded", "X-Forwarded-Port", "an address in the request line")
FORGOTTEN = "/en/desk/forgotten/"
FOUND = (EVIL, "6666", "gopher")
DIGESTS = re.compile(r"(?im)^(x-request-id|etag): .*$")  # hold any number by chance


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["register.test"]
    builders.tie(builders.city(key="partner"))
    builders.event(builders.city(key="other"), key="meeting", start="2020-05-06")
    return urlsplit(live_server.url)


def ask(site, target: str, *headers: str, method: str = "GET", body: str = "") -> tuple[int, str]:
    """Send the lines as they are; return the status, and all that came, headers included."""
    lines = [f"{method} {target} HTTP/1.1", *headers, "Connection: close"]
    if body:
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
    with socket.create_connection((site.hostname, site.port), timeout=30) as line:
        line.sendall("\r\n".join([*lines, "", body]).encode())
        came = b""
        while piece := line.recv(65536):
            came += piece
    said = DIGESTS.sub("", came.decode("utf-8", "replace"))
    return int(came.split(b" ", 2)[1]), said


ADDRESSES = (
    "/en/",
    "/en/cities/partner/",
    "/en/cities/partner/embed/",
    "/en/cities/partner",
    "/en/feed.atom",
    "/en/calendar.ics",
    "/en/about/open-data/",
    "/en/desk/",
    "/en/desk/sign-in/",
    "/en/desk/forgotten/",
    "/en/nothing/",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/robots.txt",
    "/id/partner/",
    f"/oembed?url={SITE}/en/cities/partner/",
    "/api/v1/",
    "/api/v1/events/?per_page=1",
    "/api/v1/events.json",
)


def test_no_forged_name_of_the_site_comes_back(site):
    for how, (target, *headers) in FORGED.items():
        for address in ADDRESSES if how in OFTEN else ADDRESSES[:3]:
            status, came = ask(site, target.format(address), *headers)
            assert status in (200, 301, 302, 303, 400, 404), (how, address)
            assert [word for word in FOUND if word in came] == [], (how, address)


def test_links_are_those_of_the_site_whoever_asks(site):
    for address in ("/en/cities/partner/", "/en/feed.atom", "/sitemap-pages.xml", "/robots.txt"):
        status, came = ask(site, address, OURS)
        assert (status, f"{SITE}/" in came) == (200, True), address
        assert f"http://{site.netloc}" not in came
        assert "testserver" not in came


def test_the_link_to_a_new_password_leads_to_the_site(site, settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(letters, "_outgoing", AtOnce())
    _, page = ask(site, FORGOTTEN, OURS)
    cookie = page.partition("csrftoken=")[2].partition(";")[0]
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    for number, (target, *headers) in enumerate(FORGED.values()):
        person(f"clerk{number}", email=f"clerk{number}@example.org")
        sent = f"csrfmiddlewaretoken={token}&email=clerk{number}%40example.org"
        headers += [f"Cookie: csrftoken={cookie}"]
        status, _ = ask(site, target.format(FORGOTTEN), *headers, method="POST", body=sent)
        assert status in (200, 302, 400, 403, 404, 429)
    assert mail.outbox
    for letter in mail.outbox:
        assert f"{SITE}/fa/desk/password/" in letter.body
        assert [word for word in FOUND if word in letter.body + letter.from_email] == []


@pytest.mark.django_db
def test_who_comes_by_http_is_led_to_the_site_and_believed_by_no_claim(settings):
    settings.ALLOWED_HOSTS = ["register.test"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "register.test"
    claims = ({}, {"x-forwarded-proto": "https"}, {"host": EVIL}, {"x-forwarded-host": EVIL})
    for claim in claims:
        answer = Client().get("/en/cities/", headers={"host": "register.test"} | claim)
        assert (answer.status_code, answer.url) == (301, f"{SITE}/en/cities/")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for scheme, status in (("https", 200), ("http", 301), ("", 301)):
        headers = {"host": "register.test", "x-forwarded-proto": scheme}
        assert Client().get("/en/cities/", headers=headers).status_code == status, scheme
