"""Readers are answered by the replica, whoever works here by the primary, and nobody waits."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import connections, router, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from diplomacy.headers import let_be_read
from diplomacy.registry.models import City
from diplomacy.serving.database_setup import REPLICA
from diplomacy.serving.replica.choosing import ReplicaMiddleware, only_reads
from diplomacy.serving.replica.watching import Watch
from diplomacy.urls import handler404, handler500
from diplomacy.urls import urlpatterns as addresses
from tests import builders
from tests.office import drill

from .pairs import InStep, WithoutReplica

__all__ = ["handler404", "handler500"]

# A replica of PostgreSQL, which takes a while to make, is tried in test_replica_live.
pytestmark = pytest.mark.once

LIMITS = "diplomacy.serving.database_limits.DatabaseLimitsMiddleware"
SECONDS = 3600


class Watched:
    """The watch that the site of the tests has at the moment."""

    now: Watch


def replica_middleware(get_response):
    return ReplicaMiddleware(get_response, Watched.now)


def name() -> str:
    return City.objects.get(key="partner").name_en


def shown(request: HttpRequest) -> HttpResponse:
    return HttpResponse(name())


def in_transaction(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        inside = name()
    return HttpResponse(f"{inside}, {name()}")


def after_a_write(request: HttpRequest) -> HttpResponse:
    before = name()
    City.objects.filter(key="partner").update(name_zh="新")
    return HttpResponse(f"{before}, {name()}")


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return let_be_read(StreamingHttpResponse(name().encode() for _ in range(2)))


def of_what_was_read(request: HttpRequest) -> HttpResponse:
    """Write what was read elsewhere, with its rows."""
    city = City.objects.get(key="partner")
    city.name_zh = "新"
    city.save()
    city.aliases.create(text="Alias")
    return HttpResponse(city._state.db)


urlpatterns = [
    path("shown/", shown),
    path("in-transaction/", in_transaction),
    path("after-a-write/", after_a_write),
    path("streamed/", streamed),
    path("of-what-was-read/", of_what_was_read),
    path("data/shown/", shown),
    path("en/documents/shown/", shown),
    *addresses,
]


@pytest.fixture
def replica(transactional_db, tmp_path, settings) -> Iterator:
    """Return a second database, in which the partner still has the name of before."""
    builders.home_city()
    builders.tie(builders.city(key="partner", name_en="Before"))
    with drill.empty_place(tmp_path) as place:
        connections.settings[REPLICA] = place.connection.settings_dict
        connections[REPLICA] = place.connection
        City.objects.filter(key="partner").update(name_en="After")
        Watched.now = Watch(InStep, SECONDS)
        Watched.now.look(InStep())
        settings.ROOT_URLCONF = __name__
        settings.DATABASE_ROUTERS = ["diplomacy.serving.replica.choosing.Router"]
        middleware = list(settings.MIDDLEWARE)
        middleware.insert(middleware.index(LIMITS) + 1, f"{__name__}.replica_middleware")
        settings.MIDDLEWARE = middleware
        try:
            yield place.connection
        finally:
            del connections[REPLICA], connections.settings[REPLICA]


def get(address: str, client: Client | None = None, **headers: str) -> str:
    answer = (client or Client()).get(address, headers=headers)
    assert answer.status_code == 200
    return answer.getvalue().decode()


def test_a_reader_is_answered_by_the_replica(replica):
    assert get("/shown/") == "Before"
    assert "Before" in get("/en/cities/partner/")
    assert "After" not in get("/api/v1/cities/partner/")


def test_a_long_answer_is_read_where_it_began(replica):
    assert get("/streamed/") == "BeforeBefore"
    assert router.db_for_read(City) == "default", "and nothing of it is left behind"


@pytest.mark.parametrize("address", ["/data/shown/", "/en/documents/shown/"])
def test_whether_a_file_may_leave_is_asked_of_the_primary(replica, address):
    assert get(address) == "After"


def test_whoever_is_signed_in_is_answered_by_the_primary(replica):
    client = Client()
    client.force_login(get_user_model().objects.create_user("clerk"))
    assert get("/shown/", client) == "After"
    assert get("/shown/", authorization="Bearer x") == "After"


@pytest.mark.parametrize(
    ("method", "address", "reads"),
    [
        ("get", "/en/", True),
        ("head", "/fa/cities/", True),
        ("get", "/api/v1/cities/", True),
        ("post", "/en/corrections/", False),
        ("options", "/api/v1/cities/", False),
        ("get", "/en/desk/sign-in/", False),
        ("get", "/zh-hans/admin/", False),
        ("get", "/calendar/token.ics", False),
        ("get", "/data/register.zip", False),
        ("get", "/fa/documents/1/", False),
    ],
)
def test_only_what_everybody_may_read_is_read_from_it(method, address, reads):
    assert only_reads(getattr(RequestFactory(), method)(address)) is reads


def test_a_session_of_any_kind_is_not_looked_into(settings):
    asked = RequestFactory()
    asked.cookies[settings.SESSION_COOKIE_NAME] = "made up"
    assert not only_reads(asked.get("/en/"))


def test_a_transaction_reads_the_primary_and_so_does_all_after_a_write(replica):
    assert get("/in-transaction/") == "After, Before"
    assert get("/after-a-write/") == "Before, After"


def test_what_was_read_from_the_replica_is_written_to_the_primary(replica):
    assert get("/of-what-was-read/") == "default"
    city = City.objects.get(key="partner")
    assert (city.name_zh, city.aliases.count()) == ("新", 1)
    with replica.cursor() as cursor:
        cursor.execute("SELECT name_zh FROM registry_city WHERE key = 'partner'")
        assert cursor.fetchone() != ("新",)


def test_commands_read_and_migrate_the_primary_alone(replica):
    assert name() == "After"
    assert [router.allow_migrate(alias, "registry") for alias in ("default", REPLICA)] == [
        True,
        False,
    ]


def test_where_the_replica_fails_the_primary_answers_the_same_request(replica, caplog):
    with replica.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_city RENAME TO registry_gone")
    assert get("/shown/") == "After"
    assert "After" in get("/en/cities/partner/")
    told = [one.getMessage() for one in caplog.records if one.levelname in ("WARNING", "ERROR")]
    assert told == ["The replica failed a reader (OperationalError)."] * 2


def test_where_it_fails_before_any_view_is_asked_the_primary_answers_too(replica, caplog):
    with replica.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_dataversion RENAME TO registry_gone")
    assert "After" in get("/en/cities/partner/")
    told = [one.getMessage() for one in caplog.records if one.levelname in ("WARNING", "ERROR")]
    assert told == ["The replica failed a reader (OperationalError)."]


def test_a_replica_that_is_away_is_left_alone_until_it_was_asked_anew(replica):
    replica.close()
    replica.settings_dict = replica.settings_dict | {"NAME": "/nowhere/at/all"}
    assert get("/shown/") == "After"
    assert not Watched.now._standing.may_be_read(0.0)
    Watched.now.look(InStep())
    assert Watched.now.may_be_read()


def test_a_replica_of_which_nothing_is_known_is_not_read(replica):
    Watched.now = Watch(WithoutReplica, SECONDS)
    assert get("/shown/") == "After"
