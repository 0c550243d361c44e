"""References in cells: a key, or a name that is exactly that of one record, in any language."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from diplomacy.registry.codec import model_of
from diplomacy.registry.list_words import listed
from diplomacy.registry.models import Entry, FormerAddress
from diplomacy.registry.models.folding import fold
from diplomacy.registry.models.words import columns

from .cells import CellFault

# Noun → what a record may be called by in a cell.
_CALLED: dict[str, tuple[str, ...]] = {
    "countries": tuple(columns("name")),
    "areas": tuple(columns("name")),
    "cities": (*columns("name"), "own_name", "aliases__text"),
    "organisations": tuple(columns("name")),
    "people": (*columns("name"), "own_name", "aliases__text"),
    "sources": ("title", "url"),
    "entries": (*columns("title"), "reference"),
}
_SHOWN = 5  # candidates named in a message


class Names:
    """What each name leads to. One or two queries for each noun asked about."""

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, str]] = {}
        self._named: dict[str, dict[str, set[str]]] = {}

    def add(self, noun: str, keys: Iterable[str]) -> None:
        """Let the keys of a table be named in the table itself."""
        self._load(noun)
        self._keys[noun] |= {key: key for key in keys}

    def find(self, noun: str, text: str) -> str:
        """Return the key of the one record meant. Raises CellFault if none or several are."""
        self._load(noun)
        if key := self._keys[noun].get(text.lower()):
            return key
        found = self._named[noun].get(fold(text), set())
        if not found:
            raise CellFault(
                _("Nothing is called “%(name)s”. Write its key, or its name as recorded.")
                % {"name": text[:80]}
            )
        if len(found) > 1:
            said = {"name": text[:80], "keys": listed(sorted(found)[:_SHOWN])}
            raise CellFault(
                _("Several are called “%(name)s”: %(keys)s. Write the key of one.") % said
            )
        return next(iter(found))

    def called(self, noun: str, names: Iterable[str]) -> set[str]:
        """Return the keys of all records that have one of the names."""
        self._load(noun)
        found = self._named[noun]
        return set().union(*(found.get(fold(name), ()) for name in names if name))

    def _load(self, noun: str) -> None:
        if noun in self._keys:
            return
        model = Entry if noun == "entries" else model_of(noun)
        named = defaultdict(set)
        keys = {}
        for pk, key, *names in _present(model).values_list("pk", "key", *_CALLED[noun]):
            keys[pk] = key
            for name in filter(None, names):
                named[fold(name)].add(key)
        former = FormerAddress.objects.filter(noun=model.address_noun())
        led = {old: keys[pk] for old, pk in former.values_list("key", "record_id") if pk in keys}
        self._keys[noun] = led | {key: key for key in keys.values()}
        self._named[noun] = named


def _present(model: type[models.Model]) -> models.QuerySet:
    """Return the records of a noun; a draft copy of an entry is not another one."""
    return model.objects.filter(revises=None) if model is Entry else model.objects.all()
