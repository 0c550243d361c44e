"""The site with a true replica: who is answered from where, and what nobody notices."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from diplomacy.office.backup import Site
from tests.office.drill import address, environment

from .live import SECONDS, Answer, Live
from .standby import Asked, Standby, ask

pytestmark = pytest.mark.slow

BOUND = 3  # DATABASE_REPLICA_SECONDS of the site
PAGES = ["/en/cities/partner/", "/fa/cities/", "/zh-hans/timeline/", "/api/v1/cities/"]


@pytest.fixture
def standby(on_postgresql, register) -> Iterator[Standby]:
    made = Standby()
    made.start()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def site(register, standby) -> Iterator[Live]:
    with Live(register, **variables(standby, register)).served() as served:
        yield served


def variables(standby: Standby, place: Site) -> dict[str, str]:
    return {
        "DATABASE_REPLICA_URL": standby.address(place.connection.settings_dict["NAME"]),
        "DATABASE_REPLICA_SECONDS": str(BOUND),
        "LOG_LEVEL": "INFO",
    }


class Asking:
    """Asks the site, and says which server it asked then."""

    def __init__(self, site: Live, standby: Standby) -> None:
        self.variables = variables(standby, site.place)
        self.site, self.name = site, site.place.connection.settings_dict["NAME"]
        self._asked = Asked(self.name, standby)

    def get(self, path: str, **headers: str) -> tuple[Answer, set[str]]:
        before = self._asked.now()
        answer = self.site.get(path, **headers)
        after = self._asked.now()
        return answer, {server for server in after if after[server] != before[server]}

    def wait_until_read(self, page: str = PAGES[0]) -> None:
        """Ask until the replica alone is asked: a busy machine may look at it too late."""
        end = time.monotonic() + 30
        while True:
            answer, asked = self.get(page)
            assert answer.status == 200
            if asked == {"replica"}:
                return
            assert time.monotonic() < end, f"{page}: {asked}\n{self.site.log[-3000:]}"
            time.sleep(0.2)

    def on_primary(self, statement: str) -> list[tuple]:
        return ask(address(self.name), statement)


def test_a_site_with_a_replica(site, standby):
    asking = Asking(site, standby)
    asking.wait_until_read()
    who_is_answered_from_where(asking)
    what_is_written_is_read_again(asking)
    the_doctor_finds_it_well(asking)
    one_that_is_behind_is_not_read(asking, standby)
    one_that_is_frozen_holds_nobody_up(asking, standby)
    one_that_is_away_is_not_missed(asking, standby)
    assert '"level": "ERROR"' not in site.log


def who_is_answered_from_where(asking: Asking) -> None:
    for page in PAGES:
        asking.wait_until_read(page)
    session = {"Cookie": "sessionid=whatever"}
    assert asking.get(PAGES[0], **session)[1] == {"primary"}
    assert asking.get(PAGES[0], Authorization="Bearer x")[1] == {"primary"}
    answer, asked = asking.get("/en/desk/sign-in/")
    assert (answer.status, "replica" in asked) == (200, False)
    assert asking.get("/en/documents/not-there/")[1] == {"primary"}


def what_is_written_is_read_again(asking: Asking) -> None:
    """A correction is stored by the primary, about what the reader saw on the replica."""
    (token,) = asking.site.forms(1)
    assert asking.site.correct(token).status == 303
    assert asking.on_primary("SELECT count(*) FROM registry_correction") == [(1,)]


def the_doctor_finds_it_well(asking: Asking) -> None:
    told = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment(asking.site.place), **asking.variables},
        capture_output=True,
        check=False,  # other things are missing on a site for a test
        text=True,
    )
    found = [one for one in json.loads(told.stdout) if one["about"] == "replica"]
    assert [one["level"] for one in found] == ["OK", "OK", "WARN", "OK"], found
    assert "max_standby_streaming_delay = 1s" in found[2]["advice"]


def one_that_is_behind_is_not_read(asking: Asking, standby: Standby) -> None:
    ((key,),) = asking.on_primary("SELECT key FROM registry_entry WHERE kind = 'event'")
    page = f"/en/events/{key}/"
    assert asking.get(page)[0].status == 200
    with standby.held_back():
        asking.on_primary(
            "WITH raised AS (UPDATE registry_dataversion SET number = number + 1)"
            " UPDATE registry_entry SET publication = 'withdrawn', withdrawn_on = '2026-01-01',"
            f" withdrawn_reason_en = 'It was wrong.' WHERE key = '{key}'"
        )
        began = asked = time.monotonic()
        while asking.site.get(page).status == 200:
            assert asked - began < BOUND, "whoever asked so late can still read it"
            time.sleep(0.1)
            asked = time.monotonic()
        assert asking.site.get(page).status == 410
        time.sleep(max(0.0, began + BOUND - time.monotonic()))
        assert asking.get(PAGES[0])[1] == {"primary"}
        time.sleep(1.5)
        assert f"it is more than {BOUND} seconds behind" in asking.site.log
    asking.wait_until_read()
    assert asking.site.get(page).status == 410


def one_that_is_frozen_holds_nobody_up(asking: Asking, standby: Standby) -> None:
    with standby.frozen(asking.name):
        answers = [asking.site.get(page) for page in PAGES * 3]
    assert {answer.status for answer in answers} == {200}, asking.site.log[-3000:]
    assert max(answer.seconds for answer in answers) < SECONDS + 2
    asking.wait_until_read()


def one_that_is_away_is_not_missed(asking: Asking, standby: Standby) -> None:
    standby.stop()
    answers = [asking.site.get(page) for page in PAGES * 3]
    assert {answer.status for answer in answers} == {200}, asking.site.log[-3000:]
    assert max(answer.seconds for answer in answers) < SECONDS + 2
    asking.site.wait_for("/readyz", 200, 5)
    standby.start()
    asking.wait_until_read()
    assert "The replica is read again." in asking.site.log
