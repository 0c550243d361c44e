"""Readers wait a little for the database, staff longer, and a command as long as it takes."""

from contextlib import closing, suppress

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from diplomacy.registry.models import DataVersion
from diplomacy.urls import handler500
from diplomacy.urls import urlpatterns as addresses

__all__ = ["handler500"]

ASKED = {
    "postgresql": [
        f"SELECT current_setting('{name}')"
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    ],
    "sqlite": ["PRAGMA busy_timeout"],
}
READERS = {"postgresql": ["7s", "2s", "1min"], "sqlite": [2000]}
STAFF = {"postgresql": ["0", "9s", "1min"], "sqlite": [9000]}
COMMANDS = {"postgresql": ["0", "0", "0"], "sqlite": [10_000]}


def in_force(connection: BaseDatabaseWrapper = connection) -> list[object]:
    with connection.cursor() as cursor:
        found = []
        for question in ASKED[connection.vendor]:
            cursor.execute(question)
            found.append(cursor.fetchone()[0])
        return found


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(repr(in_force()))


def compiled(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        return HttpResponse(cursor.fetchone()[0])


def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    raise AssertionError("It was not ended.")


def twice(request: HttpRequest) -> HttpResponse:
    """Write what stands there already, and go on in the same transaction."""
    with transaction.atomic():
        DataVersion.objects.get_or_create(pk=1)
        with suppress(IntegrityError), transaction.atomic():
            DataVersion.objects.create(pk=1)
        return view(request)


urlpatterns = [
    path("limits/", view),
    path("limits/twice/", twice),
    path("limits/compiled/", compiled),
    path("calendar/limits/", login_not_required(view)),
    *(path(f"{language}/slow/", slow) for language in ("fa", "en", "zh-hans")),
    path("api/v1/slow/", slow),
    *addresses,
]


@pytest.fixture
def visitor(settings, transactional_db) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.DATABASE_READ_SECONDS, settings.DATABASE_LOCK_SECONDS = 7, 9
    connection.close()  # whatever ran before, its limits end with its connection
    connection.ensure_connection()
    return Client(raise_request_exception=False)


def test_readers_have_limits_and_staff_others_on_the_same_connection(visitor):
    kind = connection.vendor
    answers = [visitor.get("/limits/"), visitor.post("/limits/"), visitor.get("/calendar/limits/")]
    again = visitor.get("/limits/")
    assert [answer.content.decode() for answer in [*answers, again]] == [
        repr(READERS[kind]),
        repr(STAFF[kind]),
        repr(STAFF[kind]),
        repr(READERS[kind]),
    ]


def test_a_write_that_is_refused_leaves_the_rest_of_the_transaction_its_limits(visitor):
    answer = visitor.post("/limits/twice/")
    assert answer.content.decode() == repr(STAFF[connection.vendor])


def test_no_statement_of_a_request_is_compiled_first(on_postgresql, visitor):
    for ask in (visitor.get, visitor.post):
        assert ask("/limits/compiled/").content.decode() == "off"


def test_outside_a_request_there_are_none(visitor):
    visitor.get("/limits/")
    with closing(connection.copy()) as another:
        assert in_force(another) == COMMANDS[connection.vendor]


def test_limits_of_zero_are_none(visitor, settings):
    settings.DATABASE_READ_SECONDS = settings.DATABASE_LOCK_SECONDS = 0
    settings.DATABASE_IDLE_SECONDS = 0
    assert visitor.get("/limits/").content.decode() == repr(COMMANDS[connection.vendor])


SAID = {
    "/fa/slow/": "دفتر اکنون در دسترس نیست",
    "/en/slow/": "The register cannot be reached just now",
    "/zh-hans/slow/": "登记册暂时无法访问",
    "/api/v1/slow/?lang=en": "The site is there, but its database does not answer.",
}


def test_a_page_that_takes_too_long_is_ended_with_a_503(on_postgresql, visitor, settings):
    settings.DATABASE_READ_SECONDS = 1
    for address, said in SAID.items():
        answer = visitor.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30"), address
        assert said in answer.content.decode()
    settings.DATABASE_READ_SECONDS = 10
    assert visitor.get("/limits/").content.decode() == repr(["10s", "2s", "1min"])
