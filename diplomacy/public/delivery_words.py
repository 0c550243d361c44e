"""From ceremony to delivery in words and as a table: the numbers of the drawing, none left out."""

from collections.abc import Iterator

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct

from diplomacy.calendars import Language, PartialDate, digits, pair, year_heading
from diplomacy.registry.list_words import listed
from diplomacy.registry.queries.delivery import Class, Delivery, Verdict, is_long

MEANS = {
    Class.COURTESY: gettext_lazy("Visits and encounters for courtesy: greetings, letters, gifts."),
    Class.EXCHANGE: gettext_lazy(
        "Completed visits either way, and meetings, joint projects, aid and the like between both."
    ),
    Class.SIGNED: gettext_lazy("Papers that were signed; a draft is none."),
    Class.PROMISED: gettext_lazy("Undertakings and plans; proposals and possibilities are none."),
    Class.DELIVERED: gettext_lazy(
        "Promises recorded as delivered, in the year of the deed or else of the review."
    ),
}
UNDATED = "undated"


class Cell(Struct, frozen=True):
    """A number of the table and the parameters of the list of what it counts."""

    number: int
    query: str


class TableRow(Struct, frozen=True):
    """A year, or those without a date; `silent` years stand between it and the one below."""

    name: str
    other: str
    cells: tuple[Cell, ...]
    silent: int = 0


def in_words(delivery: Delivery, language: Language) -> str:
    """Return what is counted as one sentence: since when, and how much of each class."""
    parts = listed(_parts(delivery, language))
    years = delivery.years(language)
    if not years:
        return _("Without a known date: %(parts)s.") % {"parts": parts}
    since = pair(PartialDate.parse(str(years[0].number)), language)[0]
    return _("Since %(year)s: %(parts)s.") % {"year": since, "parts": parts}


def _parts(delivery: Delivery, language: Language) -> Iterator[str]:
    def said(number: int, words: str) -> str:
        return words % {"number": digits(number, language)}

    signed, met = delivery.number(Class.SIGNED), delivery.number(Class.EXCHANGE)
    courtesy, promised = delivery.number(Class.COURTESY), delivery.number(Class.PROMISED)
    if courtesy:
        words = ngettext("%(number)s act of courtesy", "%(number)s acts of courtesy", courtesy)
        yield said(courtesy, words)
    if met:
        yield said(met, ngettext("%(number)s visit or event", "%(number)s visits and events", met))
    yield said(signed, ngettext("%(number)s paper signed", "%(number)s papers signed", signed))
    yield said(promised, ngettext("%(number)s promise", "%(number)s promises", promised))


def came_of_promises(delivery: Delivery, language: Language) -> str:
    """Return how many promises are recorded as delivered, and what is known of the others."""
    promised, delivered = delivery.number(Class.PROMISED), delivery.number(Class.DELIVERED)
    if not promised:
        return ""
    numbers = {"all": digits(promised, language), "done": digits(delivered, language)}
    if delivered:
        told = ngettext(
            "Of %(all)s promise %(done)s is recorded as delivered.",
            "Of %(all)s promises recorded as delivered: %(done)s.",
            promised,
        )
    else:
        told = ngettext(
            "%(all)s promise is not recorded as delivered.",
            "Of %(all)s promises none is recorded as delivered.",
            promised,
        )
    others = [
        _("%(verdict)s %(number)s") % {"verdict": verdict.label, "number": digits(number, language)}
        for verdict, number in delivery.verdicts
        if verdict != Verdict.DELIVERED
    ]
    if not others:
        return told % numbers
    rest = _("What is recorded of them: %(verdicts)s.") % {"verdicts": _("; ").join(others)}
    return _("%(first)s %(second)s") % {"first": told % numbers, "second": rest}


def table(delivery: Delivery, language: Language) -> tuple[TableRow, ...]:
    """Return the years that hold something, the last one first, and then what has no date."""
    rows = []
    for year in reversed(delivery.years(language)):
        _number, name, other = year_heading(PartialDate.parse(str(year.number)), language)
        cells = tuple(_cell(of, year.counts[of], str(year.number)) for of in Class)
        silent = year.silent_years if is_long(year.silent_years) else 0
        rows.append(TableRow(name, other, cells, silent))
    undated = {of: delivery.undated(of) for of in Class}
    if any(undated.values()):
        cells = tuple(_cell(of, undated[of], UNDATED) for of in Class)
        rows.append(TableRow(_("date not recorded"), "", cells))
    return tuple(rows)


def totals(delivery: Delivery) -> tuple[Cell, ...]:
    """Return the sum of each class."""
    return tuple(_cell(of, delivery.number(of)) for of in Class)


def _cell(of: Class, number: int, year: str = "") -> Cell:
    asked = {"class": of.value} | ({"year": year} if year else {})
    return Cell(number, urlencode(asked))
