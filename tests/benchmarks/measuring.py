"""What a page costs: time beside a constant page, statements, bytes."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.accounts.models import User
from diplomacy.registry.models import Entry

from .addresses import twin
from .asking import Answer, ask, forget
from .pages import Page, hostile, ordinary_tie, pages

OF_ACCOUNTS = "accounts_", "django_session"  # tables that no page for readers asks
VERSION = {"sqlite": "sqlite_version()", "postgresql": "current_setting('server_version')"}


@dataclass(frozen=True, slots=True)
class Effort:
    """How often a page is asked for in a round: a slow one no more than fits into the seconds."""

    calls: int = 30
    seconds: float = 0.3
    clock: str = "perf_counter"  # or "process_time"

    def now(self) -> float:
        return getattr(time, self.clock)()


MOST = 20  # seconds that a page may take in all rounds: one that is as slow is known well enough


class Subject:
    """A page that is measured again and again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.environ = {"HTTP_COOKIE": signed_in()} if page.staff else {}
        forget()
        self.answer = self.asked()
        if self.answer.status != page.status:
            raise ValueError(f"{page.address} was answered {self.answer.status}")
        kind = self.answer.headers["Content-Type"]
        self.twin = twin(quote(page.name), kind, self.answer.body)
        self._spent = 0.0

    def asked(self, **environ: str) -> Answer:
        return ask(self.page.address, **self.environ, **environ)

    def described(self) -> dict[str, Any]:
        """Return what is counted once: statements, those about accounts, bytes."""
        forget()
        fresh, kept = self._statements(), self._statements()
        etag = self.answer.headers.get("ETag")
        return {
            "name": self.page.name,
            "address": self.page.address,
            "search": self.page.search,
            "staff": self.page.staff,
            "status": self.answer.status,
            "bytes": len(self.answer.body),
            "statements": len(fresh),
            "statements_kept": len(kept),
            "of_accounts": sum(any(t in sql for t in OF_ACCOUNTS) for sql in fresh),
            "cookies": "Set-Cookie" in self.answer.headers,
            "can_be_known": bool(etag) and self.asked(HTTP_IF_NONE_MATCH=etag).status == 304,
        }

    def _statements(self) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            self.asked()
        return [one["sql"] for one in asked]

    def round(self, effort: Effort) -> dict[str, tuple[float, float]]:
        """Return for each state the median seconds of the page and of its constant twin."""
        if self._spent > MOST:
            return {}
        began = time.perf_counter()
        found = self._states(effort)
        self._spent += time.perf_counter() - began
        return found

    def _states(self, effort: Effort) -> dict[str, tuple[float, float]]:
        found = {"fresh": self._in_turns(self.asked, forget, effort)}
        if self.page.staff:
            return found
        self.asked()
        found["kept"] = self._in_turns(self.asked, nothing, effort)
        if etag := self.answer.headers.get("ETag"):
            known = partial(self.asked, HTTP_IF_NONE_MATCH=etag)
            found["known"] = self._in_turns(known, nothing, effort)
        return found

    def _in_turns(
        self, call: Callable[[], Any], before: Callable[[], None], effort: Effort
    ) -> tuple[float, float]:
        if before is nothing:
            effort = replace(effort, seconds=effort.seconds / 3)
        return in_turns(call, partial(ask, self.twin), before, effort)


def in_turns(
    one: Callable[[], Any], other: Callable[[], Any], before: Callable[[], None], effort: Effort
) -> tuple[float, float]:
    """Return the median seconds of both, called in turns while no garbage is collected."""
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    try:
        while not taken[0] or (len(taken[0]) < effort.calls and sum(taken[0]) < effort.seconds):
            before()
            for call, into in zip((one, other), taken, strict=True):
                began = effort.now()
                call()
                into.append(effort.now() - began)
    finally:
        gc.enable()
    return median(taken[0]), median(taken[1])


def nothing() -> None:
    """Leave the site as it is."""


def register() -> dict[str, Any]:
    """Return on what the pages are made."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VERSION[connection.vendor]}")
        (version,) = cursor.fetchone()
    return {
        "version": f"{connection.display_name} {version}",
        "entries": Entry.objects.count(),
        "published": Entry.objects.published().count(),
    }


def subjects() -> list[Subject]:
    return [Subject(page) for page in pages()]


def abuse(effort: Effort) -> list[dict[str, Any]]:
    """Return each dear question with its time over that of an ordinary tie's page, both fresh."""
    tie, found = Subject(ordinary_tie()), []
    for page in hostile():
        subject = Subject(page)
        dear, plain = in_turns(subject.asked, tie.asked, forget, effort)
        found.append({**subject.described(), "seconds": dear, "ratio": dear / plain})
    return found


def signed_in() -> str:
    """Return the cookie of an administrator, who is made where there is none."""
    user = User.objects.filter(username="bench").first()
    client = Client()
    client.force_login(user or User.objects.create_superuser("bench"))
    return client.cookies.output(attrs=[], header="").strip()
