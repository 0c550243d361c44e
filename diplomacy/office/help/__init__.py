"""The help of the desk, as data: a page for every screen, in the order of the index."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from . import daily, keeping, own, recording, reports, review, tables, tie_reviews, visits
from .pages import KEYS, Key, Page

__all__ = ["GROUPS", "KEYS", "PAGES", "Group", "Key", "Page", "page_of_screen"]


class Group(Struct, frozen=True):
    label: Promise
    pages: tuple[Page, ...]


GROUPS = (
    Group(_("Every day"), (*daily.PAGES, *visits.PAGES)),
    Group(_("Recording"), recording.PAGES),
    Group(_("Review and history"), (*review.PAGES, *reports.PAGES, *tie_reviews.PAGES)),
    Group(_("Tables"), tables.PAGES),
    Group(_("For administrators"), keeping.PAGES),
    Group(_("Your account and signing in"), own.PAGES),
)
PAGES: dict[str, Page] = {page.slug: page for group in GROUPS for page in group.pages}


def _by_screen() -> Iterator[tuple[str, Page]]:
    for page in PAGES.values():
        for screen in page.screens:
            yield screen, page


_BY_SCREEN = dict(_by_screen())


def page_of_screen(name: str) -> Page | None:
    """Return the help of the screen with this url name, None where there is none of its own."""
    return _BY_SCREEN.get(name)
