"""What readers' corrections are about, and what is open about a record."""

import re
from typing import Self

from django.db.models import Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Correction,
    Difference,
    DiplomacyLayer,
    Entry,
    FormerAddress,
    OpenQuestion,
    Organisation,
    Person,
    Relationship,
    Source,
)
from diplomacy.registry.models.base import Keyed

# The noun in a page's address → its records, in the order in which one of them takes a key.
NOUNS: dict[str, type[Keyed]] = {
    "city": City,
    **{kind.value: Entry for kind in Entry.Kind},
    "organisation": Organisation,
    "person": Person,
    "area": CooperationArea,
    "layer": DiplomacyLayer,
    "source": Source,
    "difference": Difference,
    "question": OpenQuestion,
}

NEWEST_FIRST = ("-received_at", "-id")
OTHERS_SHOWN = 20

_KEY = re.compile(r"[-a-zA-Z0-9_]{1,80}")


class Subject(Struct, frozen=True):
    """A record with a page of its own, under the noun of the page's address."""

    noun: str
    record: Keyed

    @classmethod
    def of(cls, record: Keyed) -> Self:
        """Return what readers see of an entry or a tie: a tie has the page of its partner."""
        if isinstance(record, Relationship):
            return cls("city", record.partner)
        return cls(record.kind, record)

    @property
    def title(self) -> str:
        """Return what the record is called in the page's language, knowing its own (`lang`)."""
        record = self.record
        for name in ("title", "name", "own_name", "point", "question"):
            if found := getattr(record, name, ""):
                return found
        return str(record)

    @property
    def url(self) -> str:
        """Return the address of the public page in the active language."""
        return reverse(f"public:{self.noun}", args=[self.record.key])


def published_subject(key: str, noun: str = "") -> Subject | None:
    """Return what readers see under a key, or saw under it once; None as if it never was.

    Without a noun the first that has the key takes it; the key of a tie leads to its partner.
    """
    if not _KEY.fullmatch(key):
        return None
    for name in [noun] if noun else NOUNS:
        if name in NOUNS and (found := _find(_of_noun(name, NOUNS[name].objects.published()), key)):
            return Subject(name, found)
    ties = Relationship.objects.published().select_related("partner")
    tie = None if noun else _find(ties, key)
    return Subject.of(tie) if tie else None


def subject_of(correction: Correction) -> Subject | None:
    """Return what a correction is about, in whatever state it is now; None if it is gone."""
    noun = correction.noun
    if noun not in NOUNS or not _KEY.fullmatch(correction.key):
        return None
    found = _find(_of_noun(noun, NOUNS[noun].objects.all()), correction.key)
    return Subject(noun, found) if found else None


def open_about(subject: Subject) -> QuerySet[Correction]:
    """Return the open corrections about a record, under its former keys too, newest first."""
    record = subject.record
    former = FormerAddress.objects.filter(noun=record.address_noun(), record_id=record.pk)
    return Correction.objects.filter(
        Q(key=record.key) | Q(key__in=former.values("key")), noun=subject.noun, decision=""
    )


def _of_noun(noun: str, records: QuerySet) -> QuerySet:
    return records.filter(kind=noun) if noun in Entry.Kind.values else records


def _find(records, key: str) -> Keyed | None:
    return records.filter(key=key).first() or records.by_former_key(key)
