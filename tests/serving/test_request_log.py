"""Each request has an id and a line in the log, and no line tells of a person."""

import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from diplomacy.serving.log_lines import JSONLine, PlainLine
from diplomacy.urls import urlpatterns as addresses

GIVEN = "0123456789abcdef0123456789abcdef"
log = logging.getLogger("diplomacy.test")


def failing(request: HttpRequest, word: str) -> HttpResponse:
    log.warning("before the fault")
    raise ValueError(f"{word} is not what 'sara@example.org' typed\nand a second line")


def streaming(request: HttpRequest) -> StreamingHttpResponse:
    def parts():
        log.warning("while it is made")
        yield b"x"

    return StreamingHttpResponse(parts())


urlpatterns = [
    path("fail/<str:word>/", failing),
    path("stream/", streaming),
    *addresses,
]


class Lines(logging.Handler):
    """Keeps each line as it would be written, at the moment when it is."""

    def __init__(self) -> None:
        super().__init__()
        self.json, self.plain = [], []

    def emit(self, record: logging.LogRecord) -> None:
        self.json.append(JSONLine().format(record))
        self.plain.append(PlainLine().format(record))

    @property
    def told(self) -> list[dict]:
        return [json.loads(line) for line in self.json]


@pytest.fixture
def lines(settings):
    settings.ROOT_URLCONF = __name__
    handler = Lines()
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


def get(address: str, **more):
    return Client(raise_request_exception=False).get(address, **more)


def test_a_line_tells_how_what_was_asked_ended_and_how_long_it_took(lines):
    answer = get("/")
    [line] = lines.told
    assert line.pop("time").endswith("+00:00")
    assert 0 <= line.pop("ms") < 5000
    assert line == {
        "level": "INFO",
        "logger": "diplomacy.access",
        "message": "answered",
        "request": answer["X-Request-ID"],
        "method": "GET",
        "route": "",
        "status": 302,
    }


def test_every_line_of_a_request_has_the_id_of_its_answer(lines):
    answers = [get("/fail/x/"), get("/fail/y/")]
    ids = [answer["X-Request-ID"] for answer in answers]
    assert len(set(ids)) == 2
    found = [line["request"] for line in lines.told]
    assert found == [ids[0]] * 3 + [ids[1]] * 3
    assert {line["route"] for line in lines.told if "route" in line} == {"fail/<str:word>/"}


def test_what_a_long_answer_says_while_it_is_made_has_the_id_too(lines):
    answer = get("/stream/")
    assert b"".join(answer) == b"x"
    assert [line.get("request") for line in lines.told] == [answer["X-Request-ID"]] * 2
    log.warning("afterwards")
    assert "request" not in lines.told[-1]


def test_the_id_of_a_proxy_is_taken_where_there_is_a_proxy(settings):
    named = {"headers": {"X-Request-ID": GIVEN}}
    assert get("/", **named)["X-Request-ID"] != GIVEN
    settings.TRUSTED_PROXIES = 1
    assert get("/", **named)["X-Request-ID"] == GIVEN


@pytest.mark.parametrize(
    "given",
    ["", "short", "x" * 65, "192.168.100.200", "sara@example.org", "a" * 20 + "\x1b[2J", "ش" * 20],
)
def test_an_id_that_is_not_well_formed_is_replaced(settings, given):
    settings.TRUSTED_PROXIES = 1
    assert get("/", HTTP_X_REQUEST_ID=given)["X-Request-ID"] != given


ATTACKS = [
    "/fail/a%0A2026-01-01 ERROR forged/",
    "/fail/a%1B[2J%1B]0;title%07/",
    "/fail/a%E2%80%AE/?token=s3cr3t-value&q=sara",
    "/nothing/%0d%0aforged/?email=sara@example.org",
]


@pytest.mark.parametrize("address", ATTACKS)
def test_nothing_from_outside_makes_a_line_or_moves_a_cursor(lines, address, db):
    get(
        address,
        HTTP_USER_AGENT="agent\nforged",
        HTTP_COOKIE="sessionid=s3cr3tsession",
        REMOTE_ADDR="203.0.113.77",
        HTTP_X_FORWARDED_FOR="203.0.113.78",
        HTTP_HOST="testserver",
    )
    assert lines.json
    for line in lines.json:
        assert line.isascii()
        assert line.isprintable()
    for text in [*lines.json, *lines.plain]:
        for secret in ("forged", "s3cr3t", "sara", "203.0.113", "token", "example.org"):
            assert secret not in text
        assert all(sign == "\n" or sign.isprintable() for sign in text)


def test_no_password_name_token_or_cookie_reaches_the_log(lines, db):
    client = Client(raise_request_exception=False)
    page = client.get("/en/desk/sign-in/")
    named = {"username": "sarasample", "password": "correct horse s3cr3t"}
    client.post("/en/desk/sign-in/", named)
    client.get("/calendar/s3cr3tcalendarkey0123456789.ics")
    client.get("/en/desk/password/MQ/c2x9ab-0f3de0f3de0f3de0f3de0f3des3cr3t/")
    client.get("/en/search/?q=sarasample")
    client.get("/en/", HTTP_HOST="sarasample.example")
    text = "\n".join([*lines.json, *lines.plain])
    kept = [cookie.value for cookie in page.cookies.values()]
    for word in ["sarasample", "s3cr3t", "correct horse", *filter(None, kept)]:
        assert word not in text
    routes = [line["route"] for line in lines.told if "route" in line]
    assert "en/desk/password/<uidb64>/<token>/" in routes
    assert len(routes) == 6


def test_an_error_is_told_with_its_kind_and_place(lines):
    get("/fail/x/")
    [error] = [line["error"] for line in lines.told if "error" in line]
    assert error[0]["kind"] == "builtins.ValueError"
    assert error[0]["message"] == "x is not what '[…]' typed"
    assert error[0]["stack"][-1].endswith(" failing")


def test_probes_and_files_that_are_answered_leave_no_line(lines):
    get("/healthz")
    assert lines.json == []
    Client().post("/healthz")
    assert [(line["route"], line["status"]) for line in lines.told] == [("healthz", 405)]
