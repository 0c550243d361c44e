"""Five figures beside the activity, after the Chinese index of friendship cities; no single score.

Length, breadth, depth, heat and frequency, each as the page About the words defines it.
"""

from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import Entry, EntryArea, Relationship
from diplomacy.registry.models.bearing import ENDS_ACT

from .activity import months_later
from .history import counted_contacts, rows_of_partner

_DAYS_A_YEAR = Fraction(1461, 4)


class Figure(models.TextChoices):
    """The names of the five, in the order of the index."""

    LENGTH = "length", _("length")
    BREADTH = "breadth", _("breadth")
    DEPTH = "depth", _("depth")
    HEAT = "heat", _("heat")
    FREQUENCY = "frequency", _("frequency")


class Figures(Struct, frozen=True):
    """What is recorded of the dealings of two ends up to a day.

    `length`: whole years since the first contact, None without one. `breadth`: fields of work
    that signed papers agree on. `depth`: papers signed and joint projects. `heat`: contacts in
    the last months (the threshold of dormancy). `frequency`: contacts a year since the first,
    None in its first year.
    """

    length: int | None
    breadth: int
    depth: int
    heat: int
    frequency: Fraction | None


def figures(tie: Relationship, on: date, *, public: bool = True) -> Figures:
    """Return the five figures of a tie on the day `on`. One query."""
    since = months_later(on, -settings.ACTIVITY_DORMANT_MONTHS)
    found = _counts.first(tie.pk, on, since, public=public)
    age = _age(found["first"], on)
    whole_years = age is not None and age >= 1
    return Figures(
        length=None if age is None else int(age),
        breadth=found["breadth"] or 0,
        depth=found["depth"] or 0,
        heat=found["heat"] or 0,
        frequency=Fraction(found["contacts"]) / age if whole_years else None,
    )


@kept
def _counts(tie: int, on: date, since: date, *, public: bool) -> QuerySet:
    contacts = counted_contacts(public).filter(last__lte=on)
    # A visit or a call may touch a field; only a paper agrees on it.
    papers = rows_of_partner(public).filter(deed=True, kind=Entry.Kind.AGREEMENT, first__lte=on)
    agreed = papers.filter(
        entry__area_rows__standing=EntryArea.Standing.AGREED,
        entry__level__in=ENDS_ACT,
        entry__weight=Entry.Weight.SUBSTANTIVE,
    )
    counts = Relationship.objects.filter(pk=tie).annotate(
        first=Subquery(contacts.order_by("last", "entry_id").values("entry__start")[:1]),
        contacts=_count(contacts),
        heat=_count(contacts.filter(last__gt=since)),
        depth=_count(contacts.filter(deed=True)),
        breadth=_number(agreed, Count("entry__area_rows__area", distinct=True)),
    )
    return counts.values("first", "contacts", "heat", "depth", "breadth")


def _age(first: PartialDate | None, on: date) -> Fraction | None:
    """Return the years from the first contact to the day `on`."""
    return Fraction((on - first.last).days) / _DAYS_A_YEAR if first else None


def _count(rows: QuerySet) -> Subquery:
    return _number(rows, Count("pk"))


def _number(rows: QuerySet, number: Count) -> Subquery:
    """Return a number over all rows as one value; None where there are none."""
    one_group = rows.order_by().annotate(group=Value(1)).values("group")
    return Subquery(one_group.annotate(number=number).values("number"), IntegerField())
