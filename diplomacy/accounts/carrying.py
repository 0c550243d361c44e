"""What somebody had typed when their session was found to be gone, carried past the sign-in.

It travels in the page itself: the server keeps nothing of a person who is not signed in.
"""

import re
from collections.abc import Iterator
from typing import Self

from django.http import HttpRequest, QueryDict
from msgspec import Struct

from diplomacy.headers import STAFF_PATH

# Tokens are given anew, and a password is typed anew.
NOT_CARRIED = re.compile(r"^csrfmiddlewaretoken$|password", re.IGNORECASE)


class Carried(Struct, frozen=True):
    """The form that was sent to `address`; `typed` is urlencoded, without its `files`."""

    address: str
    typed: str
    files: bool

    @classmethod
    def of_form(cls, request: HttpRequest) -> Self | None:
        """Return the form that was posted to a page of the staff; None for any other address."""
        address = request.get_full_path()
        if not STAFF_PATH.match(address):
            return None
        typed = request.POST.copy()
        for name in list(typed):
            if NOT_CARRIED.search(name):
                del typed[name]
        return cls(address, typed.urlencode(), bool(request.FILES))

    @classmethod
    def of_sign_in(cls, request: HttpRequest) -> Self | None:
        """Return what the sign-in form brings along; None if nothing, or for elsewhere."""
        address, typed = request.POST.get("next", ""), request.POST.get("typed")
        if typed is None or not STAFF_PATH.match(address):
            return None
        return cls(address, typed, "files" in request.POST)

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of each field; Django's own limits hold for their number."""
        for name, values in QueryDict(self.typed).lists():
            if not NOT_CARRIED.search(name):
                yield from ((name, value) for value in values)
