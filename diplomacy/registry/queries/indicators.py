"""What is counted of an agreement or a promise: from where, to where, and how far by now."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from django.db.models import QuerySet
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import Entry, Indicator, IndicatorValue


class Way(StrEnum):
    """How the last value stands to the way from the baseline to the target."""

    ON_IT = "on_it"
    REACHED = "reached"
    BEYOND = "beyond"
    AWAY = "away"


class Progress(Struct, frozen=True):
    """How far the last value is; `percent` of the way, rounded down, told only while on it."""

    way: Way
    percent: int
    last: IndicatorValue


class Measured(Struct, frozen=True):
    """An indicator with what was counted, in order of time; last what has no place in it."""

    indicator: Indicator
    values: tuple[IndicatorValue, ...]

    @property
    def last(self) -> IndicatorValue | None:
        """Return the last value, None without one or where sources differ on its day."""
        dated = [one for one in self.values if not _is_undated(one)]
        if not dated:
            return None
        last = dated[-1]
        said = {one.value for one in self.values if one.on.text == last.on.text}
        return last if len(said) == 1 else None

    @property
    def progress(self) -> Progress | None:
        """Return how far it is; None unless baseline, target and a last value tell it."""
        start, target, last = self.indicator.baseline, self.indicator.target, self.last
        if start is None or target is None or start == target or last is None:
            return None
        share = (last.value - start) / (target - start)
        percent = int((share * 100).to_integral_value(ROUND_FLOOR))
        if share < 0:
            way = Way.AWAY
        elif share > 1:
            way = Way.BEYOND
        else:
            way = Way.REACHED if share == 1 else Way.ON_IT
        return Progress(way, percent, last)

    def is_late(self, today: date) -> bool:
        """Whether the day of the target has surely passed."""
        due = self.indicator.target_on
        return due.is_known and due.last < today


@kept
def _indicators(entry: Entry) -> QuerySet[Indicator]:
    return Indicator.objects.filter(entry_id=entry).select_related("source")


@kept
def _values(entry: Entry) -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.filter(entry_id=entry).select_related("source")


def measured(entry: Entry) -> tuple[Measured, ...]:
    """Return the indicators of an entry with their values and sources.

    A value whose code names no indicator is left out. Two queries, one where nothing is counted.
    """
    found = _indicators(entry)
    values: dict[str, list[IndicatorValue]] = defaultdict(list)
    if found:
        for value in _values(entry):
            values[value.indicator].append(value)
    return tuple(Measured(one, tuple(sorted(values[one.code], key=_when))) for one in found)


def plain(value: Decimal) -> Decimal:
    """Return the number without the zeros behind its point, and never as a power of ten."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def _is_undated(value: IndicatorValue) -> bool:
    return value.on.ordering_day == date.min


def _when(value: IndicatorValue) -> tuple[bool, date, date, int]:
    return _is_undated(value), value.on.ordering_day, value.on.last, value.pk
