"""The newest entries that hold what is looked for, at a cost that hardly grows with the register.

First some of the newest are looked at. Where many of them hold it, those that follow do too, and
they are walked through until there are enough. Where few do, the rarest of what is looked for
leads to the entries: by the index of words, or by the rows of a city, a body, an area (record 61).
"""

from collections.abc import Callable, Iterable

from django.db import connections, router
from django.db.models import F, QuerySet

from diplomacy.registry.models.search_index import KINDS
from diplomacy.registry.models.searching import Unit

from .arms import MOST, Arm, Reach
from .by_index import matching
from .outlines import Sql, glued, one_of, told
from .sought import Looked, look_for
from .ways import Statements

__all__ = ["MOST", "Reach", "among", "newest_holding", "newest_of"]

_REACH = Reach()
_LED_SOONER = 3  # so much shorter is a walk that beats following a single record's rows
Found = dict[tuple[str, str], list[tuple]]


def newest_holding(
    units: Iterable[Unit],
    kinds: Iterable[str] = KINDS,
    states: Iterable[str] = ("published",),
    reach: Reach = _REACH,
) -> dict[str, list[int]]:
    """Return what `newest_of` does of these units. One query more."""
    is_public = set(states) == {"published"}
    return newest_of(look_for(units, is_public=is_public), kinds, states, reach)


def newest_of(
    looked: Looked,
    kinds: Iterable[str] = KINDS,
    states: Iterable[str] = ("published",),
    reach: Reach = _REACH,
) -> dict[str, list[int]]:
    """Return the keys of the newest entries of each kind that hold all units, the newest first.

    At most `reach.most` of a kind and state, so that one more than are shown tells of others.
    One query where enough of the newest hold them; two otherwise, three where several names
    lead; two more where the newest are unlike all others.
    """
    search = _Search(reach, looked)
    arms = [
        Arm(kind, state, [one for one in looked.sought if not one.is_kind(kind)])
        for kind in kinds
        for state in states
    ]
    search.try_newest(arms)
    found = {(arm.kind, arm.state): arm.found for arm in arms if arm.found is not None}
    arms = [arm for arm in arms if arm.found is None]
    found |= search.run(arms) if arms else {}
    if shallow := search.shallow(arms, found):
        for arm in shallow:
            arm.walks = False
        found |= search.run(shallow)
    return _by_kind(found)


def among(rows: QuerySet, keys: Iterable[int]) -> QuerySet:
    """Keep the rows with these keys, however many: a statement takes so many values, no more."""
    return rows.filter(one_of(F("pk"), told(keys, connections[router.db_for_read(rows.model)])))


def _by_kind(found: Found) -> dict[str, list[int]]:
    kinds: dict[str, list[tuple]] = {}
    for (kind, _state), rows in found.items():
        kinds.setdefault(kind, []).extend(rows)
    return {kind: [pk for _day, pk in sorted(rows, reverse=True)] for kind, rows in kinds.items()}


def _days_and_keys(listed: str | None) -> list[tuple[str, int]]:
    """Return what a statement lists as `2024-09-25 7,…`, the newest first."""
    pairs = (one.split() for one in (listed or "").split(",") if one)
    return sorted(((day, int(pk)) for day, pk in pairs), reverse=True)


class _Search:
    def __init__(self, reach: Reach, looked: Looked) -> None:
        self.reach = reach
        self.outline, self.connection = looked.outline, looked.connection
        for number, unit in enumerate(looked.units):
            self.outline.later(("index", number), matching(unit.words))
        self.statements = Statements(reach, self.connection, self.outline)

    def try_newest(self, arms: list[Arm]) -> None:
        """Decide for each arm how it is searched. One query."""
        tried = [(number, arm) for number, arm in enumerate(arms) if arm.wanted]
        if not tried:
            return

        def make() -> Sql:
            return glued([self.statements.tried(*one) for one in tried], " UNION ALL ")

        for number, seen, last, own, *counts, holding in self._fetch("tried", arms, make):
            arm, held = arms[number], _days_and_keys(holding)
            arm.held, arm.own = held, bool(own)
            newer = sum(day > str(last) for day, _pk in held)
            self.outline.later((arm.kind, arm.state, "from"), last)
            self.outline.later((arm.kind, arm.state, "most"), max(0, self.reach.most - newer))
            each = counts[: len(arm.wanted)]
            arm.leads = min(range(len(each)), key=lambda one: (each[one], -self._length(arm, one)))
            arm.whole = seen < self.reach.tried
            if arm.whole or len(held) >= self.reach.most:
                arm.found = held[: self.reach.most]
            walked = self.reach.walked // (_LED_SOONER if arm.leading.leads_to_few else 1)
            arm.walks = arm.whole or len(held) * walked >= seen * self.reach.most
            if arm.is_led_in_order and not arm.own:
                arm.walks = False  # names alone hold it, and these lead straight to the newest
        led = (arm for _number, arm in tried if not arm.walks)
        self._walk_past_many([arm for arm in led if not arm.is_led_in_order])

    def _walk_past_many(self, arms: list[Arm]) -> None:
        """Let arms walk that would be led by very many rows. One query, none without several names.

        What bears one name comes in bunches, of which the newest entries may show none.
        """
        led = {arm.leading.key: arm for arm in arms if not arm.leading.leads_to_few}
        if not led:
            return

        def make() -> Sql:
            pieces = [self.statements.led_by(*one) for one in enumerate(led.values())]
            return glued(pieces, " UNION ALL ")

        keys = list(led)
        many = {keys[number] for number, n in self._fetch("many", list(led.values()), make) if n}
        for arm in arms:
            arm.walks = arm.leading.key in many

    def run(self, arms: list[Arm]) -> Found:
        """Return day and key of what each arm finds. One query."""
        found = {(arm.kind, arm.state): set(arm.held) for arm in arms}
        # Of ways that are ordered by an index the same plan is the best for all values.
        by_value = not all(arm.walks or arm.is_led_in_order for arm in arms)
        rows = self._fetch("found", arms, lambda: self.statements.of(arms), by_value=by_value)
        for number, pk, day in rows:
            found[arms[number].kind, arms[number].state].add((str(day), pk))
        most = self.reach.most
        return {key: sorted(some, reverse=True)[:most] for key, some in found.items()}

    def shallow(self, arms: list[Arm], found: Found) -> list[Arm]:
        """Return the arms that were walked to the bound for too little. One query, or none."""
        short = [
            arm
            for arm in arms
            if arm.walks
            and not arm.whole
            and arm.wanted
            and len(found[arm.kind, arm.state]) < self.reach.most
        ]
        if not short:
            return []

        def make() -> Sql:
            pieces = [self.statements.beyond(number, arm) for number, arm in enumerate(short)]
            return glued(pieces, " UNION ALL ")

        return [short[number] for (number,) in self._fetch("beyond", short, make)]

    def _fetch(
        self, name: str, arms: list[Arm], make: Callable[[], Sql], *, by_value: bool = False
    ) -> list[tuple]:
        key = name, self.reach, self.statements.by_index, tuple(arm.key for arm in arms)
        return self.outline.asked(key, self.connection, make, by_value=by_value)

    def _length(self, arm: Arm, number: int) -> int:
        """Return the letters of what is looked for: the longer, the rarer."""
        words = map(self.outline.word, arm.wanted[number].unit.words)
        return sum(len(word.letters) for word in words)
