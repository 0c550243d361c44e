"""Public pages as they were made for the last reader, as long as nothing was written since.

Only what is asked for without any cookie or Authorization is kept, and only that is answered from
what is kept. Each page stands under the version of the data that was read before it was made: a
write, whatever made it, raises that version in its own transaction, and with it everything that
was kept before is left behind. The version never leaves the server: what a reader sees of a page
is the digest of its body, which a draft does not change (record 57).
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch
from django.utils import timezone
from msgspec import Struct

from diplomacy.headers import LANGUAGE, STAFF_PATH
from diplomacy.registry.models import DataVersion
from diplomacy.serving.replica.choosing import asked_of_the_primary

MEGABYTE = 1024 * 1024
MOST_KEPT = 16 * MEGABYTE  # of bodies, in each process
LARGEST = MEGABYTE  # of one body
# SCRIPT_NAME stands before every link of a page; a server may take it from what a visitor sent.
SIGNS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "QUERY_STRING", "SCRIPT_NAME")

PAGE = re.compile(rf"/({LANGUAGE})/(.*/)?$")  # pictures, feeds and calendars end otherwise


class State(Struct, frozen=True):
    """What all pages depend on: the data, and the day, since pages tell what is due and past."""

    version: int
    day: date

    @classmethod
    def now(cls) -> "State":
        return cls(DataVersion.current(), timezone.localdate())


class Kept(Struct, frozen=True):
    body: bytes
    headers: tuple[tuple[str, str], ...]
    match: ResolverMatch | None = None  # by which the log names the kind of page


class Shelf:
    """The pages of one state, the least recently read given up first. Safe among threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._state: State | None = None
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0

    def find(self, state: State, address: str) -> Kept | None:
        """Return the page as it was made in this state. All of another state are given up."""
        with self._lock:
            if state != self._state:
                self._state, self._size = state, 0
                self._pages.clear()
            kept = self._pages.get(address)
            if kept:
                self._pages.move_to_end(address)
            return kept

    def keep(self, state: State, address: str, page: Kept) -> None:
        """Keep the page, unless others have been asked for in another state since."""
        with self._lock:
            if state != self._state or len(page.body) > LARGEST:
                return
            if former := self._pages.pop(address, None):
                self._size -= len(former.body)
            self._pages[address] = page
            self._size += len(page.body)
            while self._size > self._most:
                _, given_up = self._pages.popitem(last=False)
                self._size -= len(given_up.body)


class KeptPagesMiddleware:
    """Answer readers with pages that were made before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_shared(request):
            return self.get_response(request)
        request.get_host()  # refused where it is none of ours, whether the page is kept or not
        try:
            state = State.now()
        except Error as error:
            if answer := asked_of_the_primary(error):
                return answer
            raise
        if kept := self.shelf.find(state, request.path_info):
            request.resolver_match = kept.match
            return HttpResponse(kept.body, headers=dict(kept.headers))
        response = self.get_response(request)
        if request.method == "GET" and is_for_all(response) and is_still(state):
            page = Kept(response.content, tuple(response.items()), request.resolver_match)
            self.shelf.keep(state, request.path_info, page)
        return response


def is_still(state: State) -> bool:
    """Return whether nothing was written since, so that the page holds one moment."""
    try:
        return State.now() == state
    except Error:
        return False  # the page is there all the same


def may_be_shared(request: HttpRequest) -> bool:
    """Return whether a public page is asked for, with nothing that tells one reader from another.

    Filters and searches are without number: none of them is kept, so none drives a page out.
    """
    return (
        request.method in ("GET", "HEAD")
        and PAGE.match(request.path_info) is not None
        and not STAFF_PATH.match(request.path_info)
        and not any(request.META.get(sign) for sign in SIGNS)
    )


def is_for_all(response: HttpResponseBase) -> bool:
    """Return whether it is a page about whose keeping its view has said nothing."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not {"Cache-Control", "ETag", "Vary"} & set(response.headers)
    )
