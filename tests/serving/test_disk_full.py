"""No room is left: what is sent is refused in clear words, reading goes on, and it passes."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from diplomacy.registry.models import Correction
from tests import builders
from tests.public.correcting import FORM, send

from .live import SECONDS, STYLE, Live


@pytest.fixture
def no_more_pages(on_sqlite) -> Iterator[list]:
    """Return what says whether the database may grow; SQLite then says that the disk is full."""
    yield []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def grow_to(pages: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {pages}")


def test_what_finds_no_room_is_not_saved_and_says_so(no_more_pages, monkeypatch):
    builders.home_city()
    monkeypatch.setattr("diplomacy.public.tokens.LEAST_AGE", -1)
    client = Client(raise_request_exception=False)
    pages = [client.get(FORM) for _ in range(6)]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page is free
    grow_to(1)  # no less than there are
    answers = [send(client, page, words="long " * 700) for page in pages]
    refused = [answer for answer in answers if answer.status_code != 303]
    assert refused, "a page holds one, and the first may be there already"
    for answer in refused:
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "What you sent was not saved" in answer.content.decode()
    assert Correction.objects.count() == len(pages) - len(refused)
    assert client.get("/en/").status_code == 200
    grow_to(1_000_000)
    assert send(client, pages[-1], words="long " * 700).status_code == 303


class SmallDisk:
    """A file system of 24 MB in memory, which takes the rights of an administrator."""

    def __init__(self, place: Path) -> None:
        self.filling = place / "filling"
        self.place = place

    def fill(self) -> None:
        with suppress(OSError), self.filling.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        assert shutil.disk_usage(self.place).free == 0

    def clear(self) -> None:
        self.filling.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk | None]:
    """Mount the disk where the site will stand; None where nobody may mount anything."""
    place = tmp_path / "place"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    done = (
        subprocess.run(mount, capture_output=True, check=False) if shutil.which("mount") else None
    )
    if done is None or done.returncode:
        yield None
        return
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_read_and_takes_writes_again_once_there_is_room(on_sqlite, disk, live):
    if disk is None:  # the test above shows the same with a database that may not grow
        return
    tokens = live.forms(30)
    live.wait_for("/readyz", 200, 5)
    disk.fill()
    refused = _first_refused(live, tokens)
    assert refused.headers["Retry-After"] == "30"
    assert refused.seconds < SECONDS
    assert "What you sent was not saved" in refused.text
    for path in ("/fa/", "/en/cities/partner/", "/zh-hans/cities/"):
        answer = live.get(path)
        assert (answer.status, answer.seconds < SECONDS) == (200, True)
    assert live.get("/static/some.css").text.encode() == STYLE
    assert live.get("/healthz").status == 200
    live.wait_for("/readyz", 503, 3)
    assert "No space left" not in live.get("/readyz").text
    disk.clear()
    time.sleep(0.1)
    live.wait_for("/readyz", 200, 5)
    assert live.correct(tokens[-1]).status == 303


def _first_refused(live: Live, tokens: list[str]):
    """Send until no room is left, also in what the log of the database had already taken."""
    for token in tokens[:-1]:
        answer = live.correct(token, "long " * 700)
        if answer.status != 303:
            assert answer.status == 503, live.log[-3000:]
            return answer
    raise AssertionError("All was stored on a full disk.")
