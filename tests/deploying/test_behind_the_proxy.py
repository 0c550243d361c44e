"""gunicorn behind nginx over TLS, by the commands of the containers: what goes through, and how."""

import gzip
import re
import socket

import pytest

from diplomacy.headers import HEADERS

from .proxied import STYLE, carries_the_header_set, own_page

# The mark for the database is for the fixture, which fills it once.
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]


def test_readers_get_the_home_page_and_files_over_tls(site):
    assert site.get("/").headers["Location"] == "/fa/"
    home = site.get("/fa/", {"Accept-Encoding": "gzip"})
    assert home.status == 200
    assert carries_the_header_set(home)
    assert b'lang="fa"' in gzip.decompress(home.body)
    sheet = re.search(r'href="(/styles/[^"]+)"', gzip.decompress(home.body).decode())[1]
    assert site.get(sheet, {"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    for _time in range(2):  # from the register, from the proxy
        style = site.get("/static/some.css")
        assert (style.status, style.body) == (200, STYLE)
        assert style.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert site.healthy() == 0


def test_by_http_one_is_led_to_the_site_whatever_host_is_asked_for(site):
    for headers in ({}, {"Host": "evil.example.org"}, {"X-Forwarded-Proto": "https"}):
        answer = site.get("/fa/cities/?a=b%20c", headers, plain=True)
        assert answer.status == 308
        assert answer.headers["Location"] == f"{site.url}/fa/cities/?a=b%20c"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in answer.headers
    assert site.get("/healthz", plain=True).body == b"ok\n"
    (site.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (site.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_bytes(b"proof")
    assert site.get("/.well-known/acme-challenge/token", plain=True).body == b"proof"
    with socket.create_connection(("127.0.0.1", site.https_port), 10) as plain:
        plain.sendall(b"GET /fa/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert f"Location: {site.url}/fa/".encode() in plain.recv(4096)


def test_what_a_visitor_claims_of_scheme_host_and_id_is_not_believed(site):
    claims = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example.org",
        "X-Forwarded-Port": "81",
        "Forwarded": "host=evil.example.org;proto=http",
        "X-Request-ID": "chosen-by-somebody",
    }
    answer = site.get("/en/", claims)
    assert answer.status == 200
    assert carries_the_header_set(answer)
    assert b"evil.example.org" not in answer.body
    assert site.url in answer.text
    assert site.get("/en/", {"Host": "evil.example.org"}).status == 400
    log = (site.folder / "web.log").read_text("utf-8")
    assert answer.headers["X-Request-ID"] in log
    assert "chosen-by-somebody" not in log
    assert "127.0.0.1" not in log


def test_no_header_moves_the_register_to_another_place_even_past_the_proxy(site):
    with socket.socket(socket.AF_UNIX) as past:
        past.connect(str(site.socket))
        past.sendall(
            b"GET /moved/en/ HTTP/1.0\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
            b"SCRIPT_NAME: /moved\r\n\r\n"
        )
        assert past.recv(64).split()[1] == b"404"


def test_the_doctor_finds_nothing_wrong_with_the_site_as_it_is_served(site):
    asked = [one for one in site.examined() if one["about"] in ("site", "documents")]
    told = " ".join(one["told"] for one in asked)
    for well in (
        f"{site.url} answers",
        "led to https",
        "The proxy sends those that the site allows",
    ):
        assert well in told
    assert [one for one in asked if one["level"] != "OK"] == []


def test_limits_count_by_the_address_that_the_proxy_sees(site):
    asked = [
        site.get("/api/v1/cities/", {"X-Forwarded-For": f"192.0.2.{number}"}).status
        for number in range(12)  # five in a minute, by each of two processes
    ]
    assert set(asked) == {200, 429}
    assert site.get("/api/v1/cities/", source="127.0.0.2").status == 200


def test_behind_another_proxy_the_address_that_it_saw_counts_and_no_other_word(site):
    with site.behind("127.0.0.0/8") as edge:
        asked = [
            edge.get("/api/v1/cities/", {"X-Forwarded-For": f"192.0.2.{number}"}).status
            for number in range(100, 112)
        ]
        assert set(asked) == {200}
        asked = [
            edge.get("/api/v1/cities/", {"X-Forwarded-For": f"192.0.2.{number}, 192.0.2.99"}).status
            for number in range(12)
        ]
        assert set(asked) == {200, 429}


def test_what_is_too_large_is_refused_by_the_proxy(site):
    large = bytes(1024 * 1024 + 1)  # readers send a megabyte, staff what a file may hold
    answer = site.post("/fa/corrections/", large)
    assert answer.status == 413
    assert own_page(answer)
    assert site.post("/fa/desk/records/", large).status != 413
    # What lies about its length is refused by its word, what comes in pieces as they come.
    rest = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    head, desk = b"POST /fa/corrections/" + rest, b"POST /fa/desk/records/" + rest
    assert site.raw(desk + b"Content-Length: 20000000\r\n\r\n").startswith(b"HTTP/1.1 413")
    assert site.raw(head + b"Content-Length: 99999999999\r\n\r\n").startswith(b"HTTP/1.1 413")
    piece = b"%x\r\n" % len(large) + large + b"\r\n0\r\n\r\n"
    answered = site.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + piece)
    assert answered.startswith(b"HTTP/1.1 413")


def test_what_cannot_be_read_gets_a_page_in_three_languages(site):
    answer = site.get("/fa/" + "a" * 9000)
    assert answer.status == 414
    assert own_page(answer)
    broken = site.raw(b"GET /fa/ HTTP/1.1\r\nHost: a b\r\n\r\n")
    assert broken.startswith(b"HTTP/1.1 400")
    assert HEADERS["Content-Security-Policy"].encode() in broken
    both = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /"
    smuggled = site.raw(b"POST /fa/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + both)
    assert smuggled.startswith(b"HTTP/1.1 400")


def test_attempts_to_sign_in_are_limited_before_they_reach_the_register(site):
    page = "/en/desk/sign-in/"
    statuses = []
    for number in range(40):
        answer = site.post(
            page, {"username": "x"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        )
        statuses.append(answer.status)
    assert 429 not in statuses[:20]
    assert statuses[-1] == 429
    assert own_page(answer)
    assert answer.headers["Retry-After"] == "30"
    assert site.get(page).status == 200  # reading is not counted
    assert site.post(page, {"username": "x"}, source="127.0.0.2").status != 429
