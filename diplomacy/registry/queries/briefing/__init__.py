"""What somebody has to know before a visit: one Struct for both forms of a briefing.

The public-safe form reads through `Published`, the internal one through `Internal` (reading.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from msgspec import Struct

from diplomacy.registry.models import (
    City,
    Delegation,
    Entry,
    Event,
    OpenQuestion,
    Participation,
    ProgrammeLine,
)
from diplomacy.registry.queries.entry_detail import Disagreement, disagreements
from diplomacy.registry.queries.entry_parts import with_subject

from . import papers, people
from .names import Name
from .papers import Courtesy, Paper, Promise, Promises
from .partners import Partner, partners
from .people import Group, Who
from .private import Private, private
from .reading import Internal, Published, Reading

LATEST = 10


class Briefing(Struct, frozen=True):
    """All that a briefing says, of a tie or of a visit; `private` is of the internal form only.

    `are_in_office`: whether those who are met hold office there by the register; else they took
    part last, or for a visit they take part in it.
    """

    on: date
    visit: Delegation | None
    programme: tuple[ProgrammeLine, ...]
    partners: tuple[Partner, ...]
    groups: tuple[Group, ...]
    are_in_office: bool
    papers: tuple[Paper, ...]
    promises: Promises
    latest: tuple[Entry, ...]
    gifts: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    disagreements: tuple[Disagreement, ...]
    questions: tuple[OpenQuestion, ...]
    courtesies: tuple[Courtesy, ...]
    private: Private | None = None

    @property
    def is_internal(self) -> bool:
        return self.private is not None


def briefing_of_tie(key: str, on: date, user: AbstractBaseUser | None = None) -> Briefing | None:
    """Return the briefing of the tie with this key, the internal form where a `user` is given.

    None where the form has no such tie. At most 28 queries, however long the history.
    """
    reading = Internal() if user else Published()
    tie = reading.ties().select_related("partner__country").filter(key=key).first()
    return _briefing(reading, user, on, None, [tie.partner]) if tie else None


def briefing_of_visit(key: str, on: date, user: AbstractBaseUser | None = None) -> Briefing | None:
    """Return the briefing of the visit with this key, as `briefing_of_tie` does."""
    reading = Internal() if user else Published()
    visit = reading.visits().select_related("place", "invited_by").filter(key=key).first()
    return _briefing(reading, user, on, visit, list(reading.cities_of(visit))) if visit else None


def _briefing(
    reading: Reading,
    user: AbstractBaseUser | None,
    on: date,
    visit: Delegation | None,
    cities: list[City],
) -> Briefing:
    keys, own = [city.pk for city in cities], visit.pk if visit else None
    places = partners(reading, cities, on)
    if visit:
        groups, are_in_office = people.of_visit(reading, visit, keys, on), False
    else:
        groups, are_in_office = people.of_cities(reading, keys, on)
    entries = _on_record(reading, keys)
    found = papers.papers(entries, _documents(reading, entries), on)
    promises = _promises(reading, entries, on)
    latest = _latest(reading, keys, visit, on)
    about = _about(reading, keys, places, visit)
    met = [one for group in groups for one in group.people]
    names = [one.name for one in met if one.name]
    standings = [one.standing for one in places if one.standing]
    return Briefing(
        on=on,
        visit=visit,
        programme=tuple(reading.programme(visit)) if visit else (),
        partners=places,
        groups=groups,
        are_in_office=are_in_office,
        papers=found,
        promises=promises,
        latest=latest,
        gifts=papers.gifts(entries),
        coming=papers.coming((one for one in entries if one.pk != own), on),
        disagreements=disagreements(
            with_subject(reading.differences().filter(about, state="open"))
        ),
        questions=tuple(reading.questions(about)),
        courtesies=papers.courtesies(standings, found, any(n.is_chinese for n in names), on),
        private=private(
            reading,
            user,
            on,
            visit=visit,
            partners=places,
            people=met,
            entries=[one.leaf for one in (*entries, *latest)],
        )
        if user
        else None,
    )


def _on_record(reading: Reading, cities: Iterable[int]) -> list[Entry]:
    """Read the papers, promises, gifts and awaited visits in one go: few beside a history."""
    awaited = Q(delegation__progress__in=["planned", "announced", "under_way"])
    kinds = Q(kind__in=[Entry.Kind.AGREEMENT, Entry.Kind.COMMITMENT])
    return list(reading.on_record(cities).filter(kinds | awaited | Q(event__type=Event.Type.GIFT)))


def _documents(reading: Reading, entries: Iterable[Entry]) -> list:
    kept = [one.pk for one in entries if one.kind == Entry.Kind.AGREEMENT]
    return list(reading.documents().filter(entry__in=kept).exclude(kind="photograph"))


def _promises(reading: Reading, entries: list[Entry], on: date) -> Promises:
    """Return the promises with who owes them and what delivers them. Two queries."""
    keys = [one.pk for one in entries if one.kind == Entry.Kind.COMMITMENT]
    owing, delivering = defaultdict(list), defaultdict(list)
    for part in reading.parts(Q(entry__in=keys, role=Participation.Role.OWES)):
        owing[part.entry_id].append(part)
    for link in reading.delivering(keys):
        delivering[link.to_id].append(link.entry)
    return papers.promises(entries, owing, delivering, on)


def _latest(
    reading: Reading, cities: Iterable[int], visit: Delegation | None, on: date
) -> tuple[Entry, ...]:
    found = reading.on_record(cities).filter(ordering_day__lte=on)
    others = found.exclude(pk=visit.pk) if visit else found
    return tuple(others.order_by("-ordering_day", "-pk")[:LATEST])


def _about(
    reading: Reading, cities: list[int], places: Iterable[Partner], visit: Delegation | None
) -> Q:
    """Return the condition that a remark is about the tie, the visit, the cities, their entries."""
    ties = [one.tie.pk for one in places if one.tie]
    entries = reading.of_cities(cities).values("pk")
    about = Q(city__in=cities) | Q(relationship__in=ties) | Q(entry__in=entries)
    return about | Q(entry=visit.pk) if visit else about


__all__ = [
    "Briefing",
    "Courtesy",
    "Group",
    "Name",
    "Paper",
    "Partner",
    "Private",
    "Promise",
    "Promises",
    "Who",
    "briefing_of_tie",
    "briefing_of_visit",
]
