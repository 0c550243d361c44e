"""What public pages cost, over a constant page of the same bytes, by how large the register is.

    ROWS=1000,20000 python3 run.py test --sqlite tests/benchmarks/pages.py -s -n0

makes a register of made-up records (`manage make_sample`) of each size and prints for each page:
its statements, and its time over that of a constant page of the same bytes through the same
middleware, in one process and in turns (median of medians). *Fresh*: something was written just
before; *kept*: nothing was. Where the constant page itself varies by more than a tenth from round
to round, the machine is too noisy, and that is said. Nothing fails here: machines are not quiet.
"""

import gc
import os
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from diplomacy.registry.models import DataVersion
from diplomacy.registry.sample import make_sample
from diplomacy.urls import handler404, handler500
from diplomacy.urls import urlpatterns as addresses

__all__ = ["handler404", "handler500"]

SIZES = [int(size) for size in os.environ.get("ROWS", "1000,20000").split(",")]
ROUNDS, CALLS = 5, 7
NOISE = 0.1
CONSTANT = "/constant/"
HOT = "sample-babi"  # the place of the hot tie: the first after the home city

PAGES = {
    "home": "/en/",
    "tie, with 1 % of all": f"/en/cities/{HOT}/",
    "comparison": "/en/timeline/",
    "list": "/en/events/",
    "list of one city": f"/en/events/?city={HOT}",
    "search, one hit": "/en/search/?q=n0x77",
    "search, no hit": "/en/search/?q=zzzzzz",
    "search, two letters": "/zh-hans/search/?q=样巴",
    "search, without ZWNJ": "/fa/search/?q=نمونهبابا",
    "API": "/api/v1/events/",
    "feed": "/en/feed.atom",
}
bodies: dict[str, bytes] = {}


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(bodies[request.META["HTTP_X_LIKE"]])


urlpatterns = [path(CONSTANT.strip("/") + "/", constant), *addresses]


@pytest.fixture(params=SIZES)
def rows(request, db) -> Iterator[int]:
    with transaction.atomic():
        make_sample(request.param, 42, lambda line: None)
        yield request.param
        transaction.set_rollback(True)


def test_pages(rows, settings):
    settings.ROOT_URLCONF = __name__
    settings.API_PER_MINUTE = 0
    client = Client()
    tell(f"\n{connection.vendor}, {rows:,} entries{'statements':>12}{'fresh':>8}{'kept':>8}")
    spread = 0.0
    for name, address in PAGES.items():
        bodies[name] = client.get(address).content
        DataVersion.bump()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
            statements = len(asked)
        fresh, one = ratio(client, name, address, DataVersion.bump)
        kept, other = ratio(client, name, address, lambda: None)
        spread = max(spread, one, other)
        tell(f"{name:30}{statements:>10}{fresh:>10.1f}{kept:>8.1f}")
    if spread > NOISE:
        tell(f"Too noisy: the constant page varies by {spread:.0%} from round to round.")


def ratio(
    client: Client, name: str, address: str, before: Callable[[], None]
) -> tuple[float, float]:
    """Return the page's time over the constant one's, and how far the latter spreads."""
    pages, constants = [], []
    gc.disable()
    for _ in range(ROUNDS):
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(CALLS):
            before()
            taken[0].append(seconds(client, address))
            taken[1].append(seconds(client, CONSTANT, HTTP_X_LIKE=name))
        pages.append(median(taken[0]) / median(taken[1]))
        constants.append(median(taken[1]))
    gc.enable()
    return median(pages), max(constants) / min(constants) - 1


def seconds(client: Client, address: str, **sent: str) -> float:
    began = perf_counter()
    client.get(address, **sent)
    return perf_counter() - began


def tell(line: str) -> None:
    print(line)  # noqa: T201
