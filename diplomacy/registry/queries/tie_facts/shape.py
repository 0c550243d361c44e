"""What the review of a tie is signed on: plain data in all three languages, to be kept for good.

Made like the frozen reports (annual_report/shape.py): a field that a later version adds has a
default here, and one that it drops is passed over. It names no person.
"""

from fractions import Fraction
from typing import Any

import msgspec

from diplomacy.calendars import PartialDate
from diplomacy.registry.queries.annual_report.shape import Count, Frozen, Said, as_date
from diplomacy.registry.queries.standing import Figures

VERSION = 1  # raised when a field changes its meaning, never for one that is added


class Axis(Frozen, frozen=True):
    """One of the five questions: its answer, what is to be added to it, and since when."""

    name: str = ""
    value: Said = Said()
    notes: tuple[Said, ...] = ()
    since: str = ""

    @property
    def day(self) -> PartialDate:
        return as_date(self.since)


class Paper(Frozen, frozen=True):
    """An agreement and its terms, each "" or None where it is not recorded."""

    key: str = ""
    title: Said = Said()
    kind: Said = Said()
    state: Said = Said()
    signed: str = ""
    in_force: str = ""
    expires: str = ""
    terminated: str = ""
    notice_months: int | None = None
    renewal: Said = Said()

    @property
    def signed_on(self) -> PartialDate:
        return as_date(self.signed)

    @property
    def from_day(self) -> PartialDate:
        return as_date(self.in_force)

    @property
    def last_day(self) -> PartialDate:
        return as_date(self.expires)

    @property
    def ended_on(self) -> PartialDate:
        return as_date(self.terminated)


class Promise(Frozen, frozen=True):
    """An undertaking or a plan, who owes it by office or body, and what came of it."""

    key: str = ""
    title: Said = Said()
    force: Said = Said()
    owing: tuple[Said, ...] = ()
    due: str = ""
    due_words: Said = Said()
    late: bool = False
    verdict: Said = Said()
    reviewed: str = ""

    @property
    def due_on(self) -> PartialDate:
        return as_date(self.due)

    @property
    def reviewed_on(self) -> PartialDate:
        return as_date(self.reviewed)


class Row(Frozen, frozen=True):
    """An entry in one line."""

    key: str = ""
    when: str = ""
    kind: Said = Said()
    title: Said = Said()

    @property
    def day(self) -> PartialDate:
        return as_date(self.when)


class Measures(Frozen, frozen=True):
    """The five figures; None where there is none yet."""

    length: int | None = None
    breadth: int = 0
    depth: int = 0
    heat: int = 0
    frequency: float | None = None


class Dispute(Frozen, frozen=True):
    """A point on which sources differ, with what they state."""

    point: Said = Said()
    stated: tuple[Said, ...] = ()


class TieFacts(Frozen, frozen=True):
    """All that the sheet shows of a tie on the day `on`, from published records alone.

    `alone`: whether who wrote the sheet signed it too, as an administrator may.
    """

    version: int = VERSION
    on: str = ""
    home: Said = Said()
    city: Said = Said()
    sentence: Said = Said()
    axes: tuple[Axis, ...] = ()
    measures: Measures = Measures()
    papers: tuple[Paper, ...] = ()
    promised: int = 0
    counts: tuple[Count, ...] = ()
    promises: tuple[Promise, ...] = ()
    said: int = 0
    latest: tuple[Row, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    questions: tuple[Said, ...] = ()
    alone: bool = False

    @property
    def figures(self) -> Figures:
        found = self.measures
        often = None if found.frequency is None else Fraction(found.frequency)
        return Figures(found.length, found.breadth, found.depth, found.heat, often)


def frozen(facts: TieFacts) -> dict[str, Any]:
    """Return the facts as JSON takes them."""
    return msgspec.to_builtins(facts)


def opened(data: Any) -> TieFacts:
    """Return the facts that `frozen` gave, today or years ago; what cannot be read is left out."""
    if not isinstance(data, dict):
        return TieFacts()
    try:
        return msgspec.convert(data, TieFacts, strict=False)
    except msgspec.ValidationError:
        kept = {}
        for name in TieFacts.__struct_fields__:
            try:
                kept[name] = getattr(msgspec.convert({name: data[name]}, TieFacts), name)
            except (KeyError, msgspec.ValidationError):
                continue
        return TieFacts(**kept)
