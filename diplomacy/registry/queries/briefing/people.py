"""Who is met: by side, with names to say, office then, and when we met before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from msgspec import Struct
from msgspec.structs import replace

from diplomacy.registry.models import (
    Agreement,
    City,
    Delegation,
    Entry,
    Event,
    Organisation,
    Participation,
    Person,
    Side,
    Term,
)
from diplomacy.registry.models.words import FALLBACK, Text, page_language

from .names import Name, name_of
from .reading import Reading

MOST_LAST = 8  # people who took part last, where nobody is known to hold office
MOST_MET = 3  # earlier meetings told of one person
MOST_ROWS = 600  # rows read for them, the latest
IN_OFFICE = "in_office"
_HEAD = Participation.Role.HEAD
_ORDER = (Side.PARTNER, Side.THIRD, "", Side.OURS)
_NO_ENCOUNTER = (Event.Type.DECISION, Event.Type.PLAN, *Event.WORDS)


class Who(Struct, frozen=True):
    """Somebody who is met; `name` is None where only an office, a body or words are given.

    `offices` are the office with its body in each language, "" where not recorded. `met` are the
    latest earlier meetings by the register, `met_more` how many there are beside them.
    """

    person: Person | None
    name: Name | None
    offices: tuple[Text, ...]
    roles: tuple[str, ...] = ()
    words: str = ""
    city: City | None = None
    body: Organisation | None = None
    term: Term | None = None
    met: tuple[Entry, ...] = ()
    met_more: int = 0

    @property
    def has_office(self) -> bool:
        return any(self.offices)


class Group(Struct, frozen=True):
    """The people of one side: "partner", "ours", "third", "" where the side is not recorded.

    "in_office" are those who hold office there, where it is not recorded who takes part.
    """

    side: str
    people: tuple[Who, ...]


def of_visit(
    reading: Reading, visit: Delegation, cities: Iterable[int], on: date
) -> tuple[Group, ...]:
    """Return who takes part in the visit, the partner's side first.

    Where nobody of that side is recorded, who holds office there by the register ("in_office").
    Three queries at most.
    """
    rows = sorted(reading.participants(visit), key=lambda one: (one.role != _HEAD, one.pk))
    sides: dict[str, dict] = {side: {} for side in _ORDER}
    for row in rows:
        people = sides[row.side]
        # A row that names no person is somebody of its own.
        key = (row.person_id, _offices(row)) if row.person_id else row
        role = row.get_role_display()
        known = people.get(key)
        roles = (*known.roles, role) if known else (role,)
        people[key] = replace(known, roles=roles) if known else _of_part(row, roles)
    found = {side: list(people.values()) for side, people in sides.items() if people}
    if Side.PARTNER not in found:
        terms = _latest(reading.in_office(cities, on))
        found = {IN_OFFICE: [_of_term(term) for term in terms]} | found if terms else found
    before = visit.start.first - timedelta(days=1) if visit.start.first > date.min else on
    met = _met(reading, (one for people in found.values() for one in people), min(before, on))
    return tuple(
        Group(side, tuple(_with_met(one, met) for one in people)) for side, people in found.items()
    )


def of_cities(reading: Reading, cities: Iterable[int], on: date) -> tuple[tuple[Group, ...], bool]:
    """Return the people of the cities to be met, and whether they are there by their office.

    Else they are those who took part last. Three queries at most.
    """
    cities = list(cities)
    terms = _latest(reading.in_office(cities, on))
    if terms:
        people = [_of_term(term) for term in terms]
    else:
        rows = _last_parts(reading, cities)
        people = [_of_part(row, ()) for row in rows]
    met = _met(reading, people, on)
    shown = tuple(_with_met(one, met) for one in people)
    return ((Group(Side.PARTNER, shown),) if shown else ()), bool(terms)


def _latest(terms: Iterable[Term]) -> list[Term]:
    """Leave out who was last seen in an office before somebody else was first seen in it."""
    holders = defaultdict(list)
    for term in terms:
        holders[(term.organisation_id, term.office_en or term.office_fa)].append(term)
    return [
        term
        for same in holders.values()
        for term in same
        if not any(_seen(term)[1] < _seen(other)[0] for other in same)
    ]


def _seen(term: Term) -> tuple[date, date]:
    """Return the first and the last day on which the person surely held the office.

    Where neither is known: always, so that nobody takes their place.
    """
    first = term.since.last if term.since.is_known else date.min
    last = term.until.first if term.until.is_known else date.max
    return (date.min, last) if first == date.max else (first, max(first, last))


def _last_parts(reading: Reading, cities: list[int]) -> list[Participation]:
    """Return a row for each of the people of the partner's side who took part last."""
    named = Q(side=Side.PARTNER, person__isnull=False) & ~Q(role=Participation.Role.OWES)
    of_them = Q(entry__in=reading.of_cities(cities))
    found: dict[int, Participation] = {}
    for row in reading.parts(named & of_them, MOST_ROWS):
        if row.person_id and _is_encounter(row.entry):
            found.setdefault(row.person_id, row)
    return list(found.values())[:MOST_LAST]


def _met(reading: Reading, people: Iterable[Who], until: date) -> dict[int, list[Entry]]:
    """Return the encounters of people up to a day, the latest first, by person. One query."""
    wanted = {one.person.pk for one in people if one.person}
    found = defaultdict(list)
    if not wanted:
        return found
    earlier = Q(person__in=wanted, entry__start__last__lte=until)
    for row in reading.parts(earlier & ~Q(role=Participation.Role.OWES), MOST_ROWS):
        if row.person_id and _is_encounter(row.entry) and row.entry not in found[row.person_id]:
            found[row.person_id].append(row.entry)
    return found


def _is_encounter(entry: Entry) -> bool:
    """Whether people met there: a visit that took place, a paper signed, a deed; no words."""
    leaf = entry.leaf
    if entry.weight == Entry.Weight.CONTEXT:
        return False
    if entry.kind == Entry.Kind.DELEGATION:
        taken_place = leaf.progress == Delegation.Progress.COMPLETED
        return taken_place and leaf.direction != Delegation.Direction.OTHERS
    if entry.kind == Entry.Kind.AGREEMENT:
        return leaf.paper_state == Agreement.PaperState.SIGNED
    return entry.kind == Entry.Kind.EVENT and leaf.type not in _NO_ENCOUNTER


def _with_met(one: Who, met: dict[int, list[Entry]]) -> Who:
    entries = met.get(one.person.pk, []) if one.person else []
    return replace(one, met=tuple(entries[:MOST_MET]), met_more=len(entries[MOST_MET:]))


def _of_part(row: Participation, roles: tuple[str, ...]) -> Who:
    return Who(
        person=row.person,
        name=name_of(row.person) if row.person else None,
        offices=_offices(row),
        roles=roles,
        words=row.words,
        city=row.city,
        body=row.organisation,
    )


def _of_term(term: Term) -> Who:
    return Who(
        person=term.person,
        name=name_of(term.person),
        offices=_offices(term),
        body=term.organisation,
        term=term,
    )


def _offices(row: Participation | Term) -> tuple[Text, ...]:
    """Return office and body in each language, the page's own first."""
    body = row.organisation
    found = []
    for code in FALLBACK[page_language()]:
        office = getattr(row, f"office_{code}")
        name = getattr(body, f"name_{code}") if body else ""
        joined = {"fa": "، ", "zh": "，"}.get(code, ", ").join(filter(None, (office, name)))
        found.append(Text(joined, code))
    return tuple(found)
