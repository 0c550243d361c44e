"""The annual report: what the register says of one year, as data that can be frozen."""

from datetime import date, timedelta

from diplomacy.registry.models import City

from ..years import Year, entries_of_year
from . import counts, entries, promises, ties, words
from .shape import VERSION, Report, frozen, opened

NOT_BEGUN = "The year has not begun."


def annual_report(year: Year, today: date) -> Report:
    """Return the report of the year from what is published today. 22 queries at most.

    Of a running year it says what was so up to today. Raises ValueError where the year has not
    begun.
    """
    if year.first > today:
        raise ValueError(NOT_BEGUN)
    last = min(year.following - timedelta(days=1), today)
    home = City.objects.home()
    standing, _ = ties.ties_of_year(year, last)
    found = list(
        entries_of_year(year).filter(ordering_day__lte=last).order_by("ordering_day", "id")
    )
    visits = entries.visits_of(found)
    promised = promises.promises_of_year(year, last)
    offers = entries.offers_of_year(year, last)
    return Report(
        version=VERSION,
        year=year.number,
        first=year.first.isoformat(),
        last=last.isoformat(),
        running=last < year.following - timedelta(days=1),
        made_on=today.isoformat(),
        home=words.whole_city(home) if home else words.City(),
        counts=counts.counts(standing, found, promised, visits, offers),
        forms=counts.forms(standing),
        ties=tuple(standing),
        entries=tuple(entries.entry_row(one, year) for one in found[: entries.MOST]),
        left_out=max(0, len(found) - entries.MOST),
        promises=promised,
        visits=visits,
        offers=offers,
    )


__all__ = ["Report", "annual_report", "frozen", "opened"]
