"""What a table of a noun has as columns, made from the shapes of the codec."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from msgspec import Struct

from diplomacy.calendars import digits
from diplomacy.registry.codec import Slot, as_text, model_of, slots, struct_of
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models.folding import fold
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.tables import joined

from .cells import choices

# What a table may bring in; any noun of the codec may go out.
NOUNS = ("cities", "agreements", "delegations", "commitments", "people")

# What only acts change, or only administrators: a table shows it and never sets it.
SHOWN_ONLY = frozenset({"publication", "withdrawn_on", "withdrawn_reason", "is_home"})
FOR_RECORDERS = frozenset({"contact"})

TERMS = 3  # offices of a person that a table holds; further ones stay as they are


class Roll(Struct, frozen=True):
    """Rows that one cell lists by what each names; `fixed` is what they have in common."""

    name: str
    rows: str
    names: str
    label: Any
    fixed: tuple[tuple[str, str], ...] = ()

    def governs(self, row: Mapping[str, Any]) -> bool:
        """Return whether a row, as plain data, is one of those that the cell lists."""
        shared = all(row.get(name) == value for name, value in self.fixed)
        return shared and bool(row.get(self.names))


_PARTS = "participations"
_AREAS = Roll("areas", "areas", "area", gettext_lazy("Areas of cooperation"))
_SOURCES = Roll("sources", "citations", "source", gettext_lazy("Sources"))


def _role(name: str, role: str, names: str, label: Any) -> Roll:
    return Roll(name, _PARTS, names, label, (("role", role),))


_ARISES = Roll(
    "arises_from", "links", "to", gettext_lazy("Arises from"), (("kind", "arises_from"),)
)
_DURING = Roll("during", "links", "to", gettext_lazy("During"), (("kind", "during"),))
_ALIASES = Roll("aliases", "aliases", "text", gettext_lazy("Other names"))

ROLLS: dict[str, tuple[Roll, ...]] = {
    "cities": (_ALIASES,),
    "people": (_ALIASES,),
    "agreements": (
        _AREAS, _SOURCES, _DURING,
        _role("parties", "party", "city", gettext_lazy("Parties")),
        _role("signatories", "signatory", "person", gettext_lazy("Signatories")),
    ),
    "delegations": (
        _AREAS, _SOURCES,
        _role("head", "head", "person", gettext_lazy("Heads of delegation")),
        _role("members", "member", "person", gettext_lazy("Members")),
        _role("hosts", "host", "organisation", gettext_lazy("Hosts")),
    ),
    "events": (_AREAS, _SOURCES, _ARISES),
    "commitments": (
        _AREAS, _SOURCES, _ARISES,
        _role("owes", "owes", "organisation", gettext_lazy("Who owes it")),
    ),
}  # fmt: skip


_MEANINGS = {
    "date": gettext_lazy("A date in either calendar, as far as it is known: 1403-07-04, 2024-09."),
    "day": gettext_lazy("An exact day in either calendar: 1403-07-04."),
    "flag": gettext_lazy("Yes or no."),
    "number": gettext_lazy("A number."),
    "key": gettext_lazy("A key or an exact name."),
    "text": gettext_lazy("Text."),
    "words": gettext_lazy("Text."),
}


@dataclass(frozen=True)
class Column:
    """A field of a noun's Struct: one language of its words, or of a numbered row, or a roll."""

    noun: str
    name: str
    slot: Slot = field(compare=False)
    language: str = ""
    roll: Roll | None = None
    group: str = ""  # the field of numbered rows
    place: int = 0

    @property
    def settable(self) -> bool:
        return self.slot.name not in SHOWN_ONLY

    @property
    def lists(self) -> bool:
        """Whether a cell holds several values."""
        return self.roll is not None or self.slot.role == "keys"

    @property
    def label(self) -> str:
        """The header in the language of the page."""
        if self.roll:
            return str(self.roll.label)
        model = model_of(self.noun)
        if self.group:
            model = model._meta.get_field(self.group).related_model
        if self.slot.role == "keys":
            rows = model._meta.get_field(self.slot.accessor).related_model
            return capfirst(str(rows._meta.verbose_name_plural))
        name = f"{self.slot.name}_{self.language}" if self.language else self.slot.name
        label = capfirst(str(model._meta.get_field(name).verbose_name))
        if not self.group:
            return label
        said = {"number": digits(self.place + 1, active_language()), "field": label}
        return _("Office %(number)s: %(field)s") % said

    @property
    def meaning(self) -> str:
        """What to write in it, in the language of the page."""
        if self.slot.role == "choice":
            return _("One of: %(choices)s.") % {"choices": choices(self.slot.type)}
        if self.lists:
            return _("Keys or exact names, separated by semicolons.")
        if self.slot.name == "key":
            return _("Empty for a new record; the key of a recorded one to change it.")
        return str(_MEANINGS[self.slot.role])

    def text_of(self, struct: Any) -> str:
        """Return what a Struct says in this column, "" for nothing."""
        if self.roll:
            rows = [row for row in getattr(struct, self.roll.rows) if _is_one(self.roll, row)]
            return joined(list(dict.fromkeys(getattr(row, self.roll.names) for row in rows)))
        holder = struct
        if self.group:
            rows = getattr(struct, self.group)
            if self.place >= len(rows):
                return ""
            holder = rows[self.place]
        value = getattr(holder, self.slot.name)
        if self.language:
            value = getattr(value, self.language)
        return _written(value)


def columns_of(noun: str) -> tuple[Column, ...]:
    """Return the columns of a noun, its key first."""
    return _columns(noun)


def settable(noun: str) -> dict[str, Column]:
    """Return what a table may set, by name."""
    return {column.name: column for column in _columns(noun) if column.settable}


def guess(noun: str, headers: list[str]) -> list[str]:
    """Return the name of the column that each header means, "" where it means none.

    A header is a column's name or its label in any of the three languages; the first one counts.
    """
    known = _headers(noun)
    found: list[str] = []
    for header in headers:
        name = known.get(_plain(header), "")
        found.append("" if name in found else name)
    return found


@cache
def _columns(noun: str) -> tuple[Column, ...]:
    found = []
    for slot in slots(struct_of(noun)):
        if slot.role == "rows":
            found += _of_rows(noun, slot)
        else:
            found += _of_slot(noun, slot)
    return tuple(found)


def _of_rows(noun: str, slot: Slot) -> Iterator[Column]:
    for roll in ROLLS.get(noun, ()):
        if roll.rows == slot.name:
            (names,) = (one for one in slots(slot.type) if one.name == roll.names)
            yield Column(noun, roll.name, names, roll=roll)
    if noun == "people" and slot.name == "terms":
        for place in range(TERMS):
            for one in slots(slot.type):
                yield from _of_slot(noun, one, slot.name, place)


def _of_slot(noun: str, slot: Slot, group: str = "", place: int = 0) -> Iterator[Column]:
    prefix = f"{group}_{place + 1}_" if group else ""
    if slot.role != "words":
        yield Column(noun, prefix + slot.name, slot, group=group, place=place)
        return
    for code in LANGUAGES:
        name = f"{prefix}{slot.name}_{code}"
        yield Column(noun, name, slot, code, group=group, place=place)


@cache
def _headers(noun: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for column in _columns(noun):
                if column.settable:
                    found.setdefault(_plain(column.label), column.name)
    return found | {_plain(column.name): column.name for column in settable(noun).values()}


def _plain(header: str) -> str:
    return fold(header.replace("_", " "))


def _is_one(roll: Roll, row: Any) -> bool:
    named = {name: _written(getattr(row, name)) for name, _value in roll.fixed}
    return roll.governs(named | {roll.names: getattr(row, roll.names)})


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return joined(value)
        case float():
            return f"{Decimal(str(value)):f}"
    return as_text(value)
