"""A database that does not answer is told as such, in three languages, with when to come back."""

import errno
import json
import sqlite3

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from diplomacy.serving.outages import Outage, outage_in
from diplomacy.urls import handler500
from diplomacy.urls import urlpatterns as addresses
from tests.public.pages import parse
from tests.test_headers import HEADER_SET

__all__ = ["handler500"]


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("no word of it is looked at")
    error.sqlite_errorcode = code
    return error


FULL = of_sqlite(sqlite3.SQLITE_FULL)
AWAY = [
    of_sqlite(sqlite3.SQLITE_BUSY),
    of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    of_sqlite(sqlite3.SQLITE_LOCKED),
    of_sqlite(sqlite3.SQLITE_CANTOPEN),
    of_sqlite(sqlite3.SQLITE_IOERR),
    of_sqlite(sqlite3.SQLITE_READONLY),
    psycopg.OperationalError("connection refused"),
    psycopg.InterfaceError("the connection is closed"),
    psycopg.errors.AdminShutdown(),
    psycopg.errors.CannotConnectNow(),
    psycopg.errors.TooManyConnections(),
    psycopg.errors.QueryCanceled(),
    psycopg.errors.LockNotAvailable(),
    psycopg.errors.IdleInTransactionSessionTimeout(),
    psycopg.errors.DeadlockDetected(),
    psycopg.errors.ReadOnlySqlTransaction(),
]
NO_ROOM = [FULL, psycopg.errors.DiskFull(), OSError(errno.ENOSPC, "No space left on device")]
FAULTS = [
    of_sqlite(sqlite3.SQLITE_ERROR),  # no such table
    sqlite3.ProgrammingError("Cannot operate on a closed database."),
    psycopg.errors.UndefinedTable(),
    psycopg.errors.UniqueViolation(),
    psycopg.errors.InFailedSqlTransaction(),
    PermissionError(errno.EACCES, "Permission denied"),
    RuntimeError("a fault of ours"),
]


def wrapped(error: Exception) -> Exception:
    """Return the error as Django passes it on."""
    try:
        raise OperationalError("in Django's words") from error
    except OperationalError as outer:
        return outer


def test_an_outage_is_known_by_its_code_also_inside_other_errors():
    assert {outage_in(wrapped(error)) for error in AWAY} == {Outage.DATABASE}
    assert {outage_in(wrapped(error)) for error in NO_ROOM} == {Outage.FULL}
    assert {outage_in(error) for error in [*FAULTS, None, ProgrammingError("x")]} == {None}


def down(request: HttpRequest, kind: str) -> HttpResponse:
    raise wrapped({"away": AWAY[0], "full": FULL}[kind])


urlpatterns = [
    *(path(f"{code}/down/<str:kind>/", down) for code in ("fa", "en", "zh-hans")),
    path("en/desk/down/<str:kind>/", down),
    path("api/v1/down/<str:kind>/", down),
    *addresses,
]


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


# Without the mark django_db any query raises.
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("fa", "دفتر اکنون در دسترس نیست"),
        ("en", "The register cannot be reached just now"),
        ("zh-hans", "登记册暂时无法访问"),
    ],
)
def test_readers_are_told_to_come_back_in_their_language(visitor, code, title):
    page = visitor.get(f"/{code}/down/away/")
    assert page.status_code == 503
    assert parse(page).find(".//h1").text == title
    assert page["Retry-After"] == "30"
    assert page["Cache-Control"] == "no-store"
    assert not page.cookies
    assert {name: page.headers.get(name) for name in HEADER_SET} == HEADER_SET


def test_who_sends_something_is_told_that_it_may_not_be_saved(visitor):
    text = visitor.post("/en/down/away/", {"a": "b"}).content.decode()
    assert "may not have been saved" in text
    assert "may not have been saved" not in visitor.get("/en/down/away/").content.decode()


def test_who_sends_something_to_a_full_disk_is_told_that_it_was_not_saved(visitor):
    page = visitor.post("/en/down/full/", {"a": "b"})
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "What you sent was not saved" in page.content.decode()


def test_nobody_keeps_the_answer_to_staff(visitor):
    page = visitor.get("/en/desk/down/away/")
    assert page["Cache-Control"] == "private, no-store"


def test_programs_are_told_in_the_shape_of_every_fault(visitor):
    for language, word in [
        ("en", "database"),
        ("zh-hans", "数据库"),
        ("xx", "پایگاه"),
        ("", "پایگاه"),
    ]:
        answer = visitor.get("/api/v1/down/away/", {"lang": language})
        told = json.loads(answer.content)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert answer["Content-Type"] == "application/json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert (told.pop("status"), told.pop("retry_after")) == (503, 30)
        assert word in told.pop("message")
        assert told == dict.fromkeys(["parameter", "allowed", "withdrawn_on", "reason"])
