"""The bundle of open data that is kept: what may be said of it, and whether it may be handed out.

A bundle holds what was public on its day. Whatever was taken back since must not leave in it: the
note beside it lists what can be taken back, and all of that has to be public still. Asked of the
records and not told by the acts that take back, so that no way of writing can be forgotten.
"""

import json
import os
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Model, QuerySet
from msgspec import Struct
from msgspec.structs import asdict

from diplomacy.registry.models import (
    DataVersion,
    Delegation,
    Difference,
    Entry,
    OpenQuestion,
    Participation,
    Person,
    Publication,
    Relationship,
    Source,
)

NOTE = "bundle.json"
BLANKED = "blanked"  # the reason that history gives for it

Held = dict[str, list]


class OpenBundle(Struct, frozen=True):
    """A bundle: its file beside the note, what it holds and when that was read."""

    name: str
    made_at: datetime
    size: int
    sha256: str
    records: int
    tables: int
    rows: int

    @property
    def day(self) -> date:
        """The day of its data, which its name tells."""
        return date.fromisoformat(self.name.removesuffix(".zip")[-10:])

    @property
    def file(self) -> Path:
        return Path(settings.OPEN_DATA_ROOT) / self.name

    def is_file(self, found: os.stat_result) -> bool:
        """Tell whether a file is that of this bundle, not of one that took its place."""
        moment = int(self.made_at.timestamp()) * 10**9
        return (found.st_size, found.st_mtime_ns) == (self.size, moment)

    def opened(self) -> IO[bytes] | None:
        """Return the file to read, None where a newer bundle has just taken its place."""
        try:
            file = self.file.open("rb")
        except OSError:
            return None
        if self.is_file(os.fstat(file.fileno())):
            return file
        file.close()
        return None


def open_bundle() -> OpenBundle | None:
    """Return the bundle that is kept, None where none is. No query."""
    return _told(_note())


def may_be_handed_out(bundle: OpenBundle) -> bool:
    """Tell whether all that the bundle holds is public still.

    One query where nothing was written since the last time it was asked, else seven more, each of
    them for the numbers of one table.
    """
    version = DataVersion.current()
    text = _note()
    return _is_public_still(text, version) if _told(text) == bundle else False


def what_can_be_taken_back() -> Held:
    """Return what is public now and need not stay so, by numbers of records; ten queries."""
    sources = _linked().filter(pk__in=Source.objects.published().values("pk"))
    return {
        "entries": _numbers(Entry.objects.published()),
        "ties": _numbers(Relationship.objects.published()),
        "differences": _numbers(Difference.objects.published()),
        "questions": _numbers(OpenQuestion.objects.published()),
        "names": sorted([list(pair) for pair in _names()]),
        "costs": _numbers(_costs()),
        "links": _numbers(sources),
        "blanked": [_times_blanked()],
    }


def note(bundle: OpenBundle, held: Held) -> str:
    """Return the text of the note beside a bundle."""
    said = asdict(bundle) | {"made_at": bundle.made_at.isoformat(), "held": held}
    return json.dumps(said, separators=(",", ":"))


def _note() -> str:
    try:
        return (Path(settings.OPEN_DATA_ROOT) / NOTE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _told(text: str) -> OpenBundle | None:
    """Return the bundle of a note, None where its file is not there or another one."""
    try:
        said = json.loads(text)
        del said["held"]
        bundle = OpenBundle(**said | {"made_at": datetime.fromisoformat(said["made_at"])})
        file = bundle.file.stat()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return bundle if bundle.is_file(file) else None


@lru_cache(maxsize=1)
def _is_public_still(text: str, version: int) -> bool:
    held = json.loads(text)["held"]
    return (
        held["blanked"] == [_times_blanked()]
        and _all_in(held["entries"], _numbers(Entry.objects.published()))
        and _all_in(held["ties"], _numbers(Relationship.objects.published()))
        and _all_in(held["differences"], _numbers(Difference.objects.published()))
        and _all_in(held["questions"], _numbers(OpenQuestion.objects.published()))
        and _all_in(map(tuple, held["names"]), _names())
        and _all_in(held["costs"], _numbers(_costs()))
        and _all_in(held["links"], _numbers(_linked()))
    )


def _all_in(held: Iterable, public: Iterable) -> bool:
    return set(held) <= set(public)


def _numbers(found: QuerySet[Model]) -> list[int]:
    return sorted(found.order_by().values_list("pk", flat=True).distinct())


def _names() -> list[tuple[int, int]]:
    """Return the entries and people where a public entry shows a name."""
    shown = Participation.objects.filter(
        name_shown=True, person__isnull=False, entry__publication=Publication.PUBLISHED
    )
    return list(shown.order_by().values_list("entry_id", "person_id"))


def _costs() -> QuerySet[Delegation]:
    return Delegation.objects.published().filter(cost_shown=True, cost__isnull=False)


def _linked() -> QuerySet[Source]:
    return Source.objects.filter(linked=True).exclude(url="")


def _times_blanked() -> int:
    """Return how often a person was blanked: texts everywhere may have lost a name with it."""
    return Person.history.filter(history_change_reason=BLANKED).count()
