"""What a new row may be a second record of: the same name, or the same city within two weeks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from diplomacy.calendars import PartialDate
from diplomacy.registry.codec import ENTRY_NOUNS, model_of
from diplomacy.registry.models import EntryCity
from diplomacy.registry.models.folding import fold

from .names import Names

DAYS = 14
# Several promises, or papers of several kinds, are made on one day; journeys are not.
_NEAR = frozenset({"delegations", "agreements"})


class Likeness:
    """Finds, for a row of a noun, the keys of records that may be the same thing."""

    def __init__(self, noun: str, names: Names) -> None:
        self.noun = noun
        self.names = names
        self._days: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        if noun in _NEAR:
            for city, day, key, kind in _city_days(noun):
                if day != date.min:
                    self._days[city].append((day.toordinal(), key, kind))

    def of(self, struct: Any, called: Iterable[str]) -> set[str]:
        """Return the keys of records of the noun that share a name, or nearly day and city."""
        namespace = "entries" if self.noun in ENTRY_NOUNS else self.noun
        named = self.names.called(namespace, called)
        if self.noun in ENTRY_NOUNS:
            named &= self._keys
        return (named | set(self._near(struct))) - {struct.key}

    def _near(self, struct: Any) -> Iterator[str]:
        if self.noun not in _NEAR or not struct.start:
            return
        day = PartialDate.parse(struct.start).ordering_day.toordinal()
        kind = getattr(struct, "instrument", "")
        for city in struct.cities:
            for other, key, instrument in self._days[city]:
                if abs(other - day) <= DAYS and instrument == kind:
                    yield key

    @property
    def _keys(self) -> set[str]:
        if not hasattr(self, "_known"):
            self._known = set(model_of(self.noun).objects.values_list("key", flat=True))
        return self._known


def names_in(struct: Any) -> list[str]:
    """Return what a record is called, folded."""
    words = getattr(struct, "title", None) or struct.name
    own = getattr(struct, "own_name", "")
    return [fold(text) for text in (words.fa, words.en, words.zh, own) if text]


def _city_days(noun: str) -> Iterator[tuple[str, date, str, str]]:
    kind = model_of(noun).KIND
    rows = EntryCity.objects.filter(kind=kind, entry__revises=None)
    columns = ["city__key", "day", "entry__key"]
    if noun == "agreements":
        columns.append("entry__agreement__instrument")
    for row in rows.values_list(*columns):
        yield (*row, "")[:4]
