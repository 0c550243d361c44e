"""A file of any length is made in the same memory."""

import gc
import tracemalloc
from pathlib import Path

import pytest
from django.db import connection, models

from diplomacy.opendata import streaming
from diplomacy.registry.models import Citation, Entry, EntryCity, Event
from tests import builders

pytestmark = pytest.mark.django_db

STATM = Path("/proc/self/statm")
PAGE = 4096  # bytes
MEGABYTE = 1024 * 1024


@pytest.fixture
def _only_ours_is_collected() -> None:
    """Collecting what other tests left in Django's stores would take its time for each block."""
    gc.collect()
    gc.freeze()


def copies(record: models.Model, number: int, **changed: str) -> None:
    """Write a row of one table again so many times; `i` counts them in what is `changed`."""
    table = record._meta.db_table
    columns = [field.column for field in record._meta.local_concrete_fields]
    if isinstance(record._meta.pk, models.AutoField):
        columns = [name for name in columns if name != "id" or "id" in changed]
    values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})"
            f' INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}", n'
            f' WHERE "{table}"."{record._meta.pk.column}" = {record.pk}'
        )


def many_events(first: int, number: int, city) -> None:
    """Write events that name the city, with a source each, past the memory of this process."""
    made = builders.event(city, summary_en="A long sentence. " * 9)
    row, said = made.city_rows.get(), made.citations.get()
    pk = f"{first} + i"
    copies(Entry.objects.get(pk=made.pk), number, id=pk, key=f"'many-{first}-' || i")
    copies(Event.objects.get(pk=made.pk), number, entry_ptr_id=pk)
    copies(EntryCity.objects.get(pk=row.pk), number, entry_id=pk)
    copies(Citation.objects.get(pk=said.pk), number, entry_id=pk)


def read(client, address: str, measure=lambda: 0) -> tuple[int, int]:
    """Return how many lines a file has, and the most that was measured meanwhile."""
    lines, most = 0, 0
    for part in client.get(address):
        lines += part.count(b"\r\n")
        most = max(most, measure())
    return lines, most


@pytest.mark.usefixtures("_only_ours_is_collected")
@pytest.mark.parametrize(
    "form", ["csv", *(pytest.param(form, marks=pytest.mark.once) for form in ("json", "xlsx"))]
)
def test_nothing_is_held_of_the_rows_that_are_sent(client, monkeypatch, form):
    def collected(*args):
        gc.collect()  # not when Python finds time for it: here the peak is to be exact
        return in_order(*args)

    in_order = streaming.in_order
    monkeypatch.setattr(streaming, "in_order", collected)
    monkeypatch.setattr(streaming, "AT_ONCE", 20)
    monkeypatch.setattr(streaming, "BLOCK", 2000)
    few, many = builders.city(), builders.city()
    many_events(10_000, 60, few)
    many_events(20_000, 300, many)
    for city in (few, many):  # what is kept from then on
        read(client, f"/api/v1/timeline.{form}?city={city.key}")
    # The rows themselves would make it four times as much; sqlite3 keeps its last 128 statements.
    assert least_peak(client, form, many) < least_peak(client, form, few) * 1.3


def least_peak(client, form, city) -> int:
    """Return the smallest of three: whatever is loaded or kept meanwhile comes only once."""
    peaks = []
    for _ in range(3):
        gc.collect()
        tracemalloc.start()
        read(client, f"/api/v1/timeline.{form}?city={city.key}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return min(peaks)


def resident() -> int:
    return int(STATM.read_text().split()[1]) * PAGE


@pytest.mark.slow
@pytest.mark.once  # a minute, and what is held is Python's
@pytest.mark.skipif(not STATM.exists(), reason="the memory of a process is read as Linux tells it")
def test_60000_rows_take_the_memory_of_5000(client):
    few, many = builders.city(), builders.city()
    many_events(1_000_000, 5_000, few)
    many_events(2_000_000, 60_000, many)
    peaks = []
    for city, number in ((few, 5_001), (many, 60_001)):
        address = f"/api/v1/timeline.csv?city={city.key}&lang=en"
        lines, most = read(client, address, resident)
        assert lines == number + 1
        peaks.append(most)
    # A row that is held takes a kilobyte at least.
    assert peaks[1] - peaks[0] < 16 * MEGABYTE
