"""What the Structs of all nouns are made of: keys, dates, words, rows and records."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct, field

from diplomacy.registry import models as m


def _key_of(noun: str):
    return Annotated[
        str, Meta(extra={"key_of": noun}, description=f"The key of one of the {noun}.")
    ]


KeyOfCountry = _key_of("countries")
KeyOfLayer = _key_of("layers")
KeyOfArea = _key_of("areas")
KeyOfCity = _key_of("cities")
KeyOfOrganisation = _key_of("organisations")
KeyOfPerson = _key_of("people")
KeyOfSource = _key_of("sources")
KeyOfTie = _key_of("ties")
KeyOfEntry = _key_of("entries")
KeyOfStep = Annotated[
    str,
    Meta(extra={"key_of": "steps"}, description="Procedure key and step key: “cn-sister/intent”."),
]
KeyOfStepHere = Annotated[
    str,
    Meta(extra={"key_of": "steps", "here": True}, description="A step of the same procedure."),
]
Date = Annotated[
    str,
    Meta(extra={"date": True}, description="A partial date: 2024-09-25, 1403-07, [..2025], 2021~."),
]

# Who may have a field: staff alone, or else nobody but who loads a register file.
STAFF = Meta(extra={"reach": "staff"})
FILE = Meta(extra={"reach": "file"})
StaffText = Annotated[str, STAFF]
StaffDay = Annotated[date | None, STAFF]
FileFlag = Annotated[bool, FILE]


class Row(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A row that belongs to a record. Subclasses repeat `kw_only`: Structs do not inherit it."""


class Words(Row, kw_only=True):
    """A text in Persian, English and Chinese; what is not yet written is left out."""

    fa: str = ""
    en: str = ""
    zh: str = ""


def no_words():
    """Return the default of words that may be left out."""
    return field(default_factory=Words)


class Record(Row, kw_only=True):
    """A record with a key of its own."""

    key: str


class Published(Record, kw_only=True):
    """What has a state of publication; without one a file's record is a draft."""

    publication: Annotated[m.Publication, FILE] = m.Publication.DRAFT
    withdrawn_on: StaffDay = None
    withdrawn_reason: Annotated[Words, STAFF] = no_words()
    staff_note: StaffText = ""
