"""What a line of the desk is: one sentence, why it stands there, and what it is about."""

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Count, Q, QuerySet, Window
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import Entry

Paths = dict[str, tuple[str, ...]]
KEY: Paths = {"key": ()}


class Group(models.TextChoices):
    """Why something needs attention, most urgent first."""

    OVERDUE = "overdue", _("Overdue promises")
    TERMS = "terms", _("Agreements near their end or their notice")
    REPORTS = "reports", _("Reports of visits due")
    REVIEW = "review", _("Awaiting your review")
    SENT_BACK = "sent_back", _("Sent back to you")
    CORRECTIONS = "corrections", _("Corrections from readers")
    PROMISES = "promises", _("Promises due soon")
    UNASSESSED = "unassessed", _("Promises not yet assessed")
    REVIEWED_LONG_AGO = "reviewed_long_ago", _("Promises reviewed long ago")
    DIFFERENCES = "differences", _("Open differences between sources")
    SILENT = "silent", _("Ties turned quiet or dormant")
    UNSOURCED = "unsourced", _("Without a source")
    UNTRANSLATED = "untranslated", _("Without English or Chinese")
    ANNIVERSARIES = "anniversaries", _("Anniversaries ahead")


class Line(Struct, frozen=True):
    """One thing that needs attention.

    `title` names it, `why` is a short sentence with the days in words, `day` is the day that it
    is about (a due day, an expiry), None where there is none. `stage` changes when the line has
    something new to say ("90", "30", "overdue"), so that a reminder of it is sent again.
    `noun` and `key` name the record: "agreement", "tie", "difference", …; `pk` is its primary
    key. `places` are the partners that it names, `stressed` marks a round anniversary.
    """

    group: Group
    noun: str
    key: str
    title: str
    why: str
    day: date | None = None
    stage: str = ""
    pk: int | None = None
    places: tuple[str, ...] = ()
    stressed: bool = False

    @property
    def id(self) -> str:
        """Return what tells the line from all others, however its wording changes."""
        return f"{self.group.value}:{self.noun}:{self.key}"

    @property
    def is_of_entry(self) -> bool:
        return self.noun in Entry.Kind.values


class Attention(Struct, frozen=True):
    """The lines of one group, most urgent first; `more` is how many are not among them."""

    group: Group
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def in_all(self) -> int:
        return len(self.lines) + self.more


class Asked(Struct, frozen=True):
    """Who asks on which day, and for how much.

    At most `limit` lines of a group. `without` are the ids of lines to leave out, `only` the
    ids of those that are wanted, None for all.
    """

    user: AbstractBaseUser
    on: date
    limit: int
    without: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def take(self, rows: QuerySet, group: Group, paths: Paths = KEY) -> "Taken":
        """Return the first of `rows` that are wanted in the group, and how many more there are.

        `paths`: where a key stands → the nouns of the lines that have theirs there, () for any.
        One query.
        """
        rows = rows.exclude(_named(self.without, group, paths))
        if self.only is not None:
            rows = rows.filter(_named(self.only, group, paths))
        found = list(rows.annotate(in_all=Window(Count("pk")))[: self.limit])
        return Taken(found, found[0].in_all - len(found) if found else 0)

    def cut(self, lines: Collection[Line], group: Group) -> Attention:
        """Return the wanted ones of lines that no database could choose, in their order."""
        wanted = [line for line in lines if line.id not in self.without]
        if self.only is not None:
            wanted = [line for line in wanted if line.id in self.only]
        return Attention(group, tuple(wanted[: self.limit]), max(0, len(wanted) - self.limit))


class Taken(Struct, frozen=True):
    """Rows of one group, and how many are not among them."""

    rows: list
    more: int

    def lines(self, group: Group, line_of) -> Attention:
        """Return the group with `line_of` each row."""
        return Attention(group, tuple(line_of(row) for row in self.rows), self.more)


def _named(ids: Collection[str], group: Group, paths: Paths) -> Q:
    """Return the condition that a row is named by one of the ids of lines of the group."""
    named = Q(pk__in=[])
    lines = [line.split(":") for line in ids if line.count(":") == 2]
    for path, nouns in paths.items():
        keys = [
            key for name, noun, key in lines if name == group.value and (not nouns or noun in nouns)
        ]
        named |= Q(**{f"{path}__in": keys})
    return named
