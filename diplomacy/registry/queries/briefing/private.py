"""What only the internal form says. Nothing of it is read for the public-safe one."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from msgspec import Struct

from diplomacy.registry.models import Delegation, Entry, Person, Publication, Relationship
from diplomacy.registry.queries.attention import Group, Line, attention

from .partners import Partner
from .people import Who
from .reading import Internal

MOST_UNPUBLISHED = 40
MOST_LINES = 12
# What is to be done about papers, promises and visits; the rest of the desk is no next step.
_STEPS = (Group.OVERDUE, Group.TERMS, Group.REPORTS, Group.PROMISES)


class Note(Struct, frozen=True):
    """A note for staff, and the record that it is about."""

    about: object
    text: str


class Contact(Struct, frozen=True):
    """How a person is reached."""

    who: object
    text: str


class Private(Struct, frozen=True):
    """For staff only. `hidden_contacts`: the role may not see those that are kept."""

    unpublished: tuple[Entry, ...]
    more_unpublished: int
    withdrawn: tuple[Entry | Relationship, ...]
    notes: tuple[Note, ...]
    contacts: tuple[Contact, ...]
    hidden_contacts: bool
    next_steps: tuple[Line, ...]
    cost: Decimal | None = None
    currency: str = ""


def private(
    reading: Internal,
    user: AbstractBaseUser,
    on: date,
    *,
    visit: Delegation | None,
    partners: Iterable[Partner],
    people: Iterable[Who],
    entries: Iterable[Entry],
) -> Private:
    """Return what staff keep about the tie, the visit and those who are met. Seven queries."""
    cities = [one.city.pk for one in partners]
    unpublished = [one for one in reading.unpublished(cities) if one.pk != getattr(visit, "pk", 0)]
    withdrawn = [one for one in unpublished if one.publication == Publication.WITHDRAWN]
    drafts = [one for one in unpublished if one.publication != Publication.WITHDRAWN]
    ties = [one.tie for one in partners if one.tie]
    known = list({one.person.pk: one.person for one in people if one.person}.values())
    bodies = {one.body.pk: one.body for one in people if one.body}.values()
    records = [*filter(None, [visit]), *ties, *(one.city for one in partners)]
    open_to_user = _open_contacts(reading, user, known)
    return Private(
        unpublished=tuple(drafts[:MOST_UNPUBLISHED]),
        more_unpublished=len(drafts[MOST_UNPUBLISHED:]),
        withdrawn=(*(tie for tie in ties if tie.publication == Publication.WITHDRAWN), *withdrawn),
        notes=tuple(_notes([*records, *known, *bodies, *entries])),
        contacts=tuple(Contact(one, one.contact) for one in open_to_user),
        hidden_contacts=len(open_to_user) < sum(bool(one.contact) for one in known),
        next_steps=_next_steps(user, on, [*filter(None, [visit]), *entries]),
        cost=visit.cost if visit else None,
        currency=visit.currency if visit else "",
    )


def _open_contacts(
    reading: Internal, user: AbstractBaseUser, people: Iterable[Person]
) -> list[Person]:
    """Return the people whose contact the admin would show to the user: who may change them.

    One query at most.
    """
    kept = [one for one in people if one.contact]
    if not kept or not user.has_perm("registry.change_person"):
        return []
    seen = (
        set()
        if user.has_perm("registry.publish")
        else reading.seen_by_readers(one.pk for one in kept)
    )
    return [one for one in kept if one.pk not in seen]


def _notes(records: Iterable[Model]) -> Iterator[Note]:
    told = set()
    for record in records:
        key = (record._meta.model_name, record.pk)
        if record.staff_note and key not in told:
            told.add(key)
            yield Note(record, record.staff_note)


def _next_steps(user: AbstractBaseUser, on: date, entries: Iterable[Entry]) -> tuple[Line, ...]:
    """Return what the desk says is to be done about the entries. Five queries."""
    ids = {f"{group.value}:{one.kind}:{one.key}" for group in _STEPS for one in entries}
    found = attention(user, on, limit=MOST_LINES, groups=_STEPS, only=ids)
    return tuple(line for each in found for line in each.lines)
