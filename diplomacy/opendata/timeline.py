"""An entry of any kind in short, as it stands on a timeline."""

from diplomacy.registry import models as m
from diplomacy.registry.codec.entry_structs import Citation, EntryArea
from diplomacy.registry.codec.parts import Date, KeyOfCity, Record, Words, no_words


class TimelineEntry(Record, kw_only=True):
    """What every kind of entry says when it is one of many; no file is written in this form."""

    title: Words
    summary: Words = no_words()
    start: Date = ""
    end: Date = ""
    date_basis: m.DateBasis | None = None
    level: m.Entry.Level | None = None
    weight: m.Entry.Weight = m.Entry.Weight.SUBSTANTIVE
    cities: list[KeyOfCity] = []
    areas: list[EntryArea] = []
    citations: list[Citation] = []
