"""An annual report as a workbook: the frozen data, sheet by sheet, in the language of the page."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from diplomacy.calendars import write
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.annual_report.page import ReportPage
from diplomacy.registry.queries.annual_report.shape import City, Count, Said, as_date
from diplomacy.tables import Row, Value, workbook

WIDTHS = {0: 44}  # of the first column


def report_table(page: ReportPage) -> bytes:
    """Return the workbook. No text of it is a formula, and numbers are numbers."""
    sheets = (
        (_("Counts"), _counts(page)),
        (_("Ties"), _ties(page)),
        (_("Entries"), _entries(page)),
        (_("Promises"), _promises(page)),
        (_("Delegations"), _visits(page)),
        (_("Open to residents"), _offers(page)),
    )
    with workbook(sheets, rtl=active_language() == "fa", cut=True, widths=WIDTHS) as file:
        return file.read()


def _counts(page: ReportPage) -> Iterator[Row]:
    yield [_("What is counted"), _("Number"), _("Of"), _("Not yet assessed")]
    report = page.report
    yield from map(_count, report.forms)
    yield [_("all published ties of the city"), sum(one.number for one in report.forms), None, None]
    yield from map(_count, report.counts)
    yield [_("First day"), *_both(report.first)]
    yield [_("Last day counted"), *_both(report.last)]
    yield [_("Made on"), *_both(report.made_on)]


def _count(one: Count) -> Row:
    return [one.label.here, one.number, one.of, one.unassessed]


def _ties(page: ReportPage) -> Iterator[Row]:
    yield [
        _("City"), _("Name in its own script"), _("Country"), _("Standing"), *_dated(_("Since")),
        _("How we know"), _("Suspended"), _("What changed"), _("Before"), _("After"), _("Key"),
    ]  # fmt: skip
    for tie in page.report.ties:
        change = {"opened": _("opened"), "moved": _("moved")}.get(tie.change, "")
        yield [
            tie.city.name.here, tie.city.own, tie.city.country.here, tie.tag.here,
            *_both(tie.since), tie.certainty.here, tie.suspended.here,
            _("nothing recorded in the year") if tie.quiet else change,
            tie.before.here, tie.after.here, tie.city.key,
        ]  # fmt: skip


def _entries(page: ReportPage) -> Iterator[Row]:
    yield [
        _("Title"), _("Kind"), _("State"), *_dated(_("Date")), _("May lie in another year"),
        _("Cities"), _("Sources"), _("Key"),
    ]  # fmt: skip
    for one in page.report.entries:
        yield [
            one.title.here, one.word.here, one.state.here, *_both(one.start),
            "" if one.sure else _("yes"), _names(one.cities), " · ".join(one.sources), one.key,
        ]  # fmt: skip


def _promises(page: ReportPage) -> Iterator[Row]:
    yield [
        _("Promise"), _("Force"), _("Owed by"), *_dated(_("Made")), *_dated(_("Due")),
        _("Due, in words"), _("What came of it"), *_dated(_("Reviewed")), _("Key"),
    ]  # fmt: skip
    for one in page.report.promises:
        yield [
            one.title.here, one.force.here, _said(one.owes), *_both(one.made), *_both(one.due),
            one.due_words.here, one.verdict_word.here, *_both(one.reviewed), one.key,
        ]  # fmt: skip


def _visits(page: ReportPage) -> Iterator[Row]:
    yield [
        _("Title"), _("Direction"), _("State"), *_dated(_("Date")), *_dated(_("Last day")),
        _("Cities"), _("Cost"), _("Currency"), _("Key"),
    ]  # fmt: skip
    for one in page.report.visits:
        yield [
            one.title.here, one.direction.here, one.progress.here, *_both(one.start),
            *_both(one.end), _names(one.cities), _amount(one.cost), one.currency, one.key,
        ]  # fmt: skip


def _offers(page: ReportPage) -> Iterator[Row]:
    yield [
        _("Title"), _("Kind"), *_dated(_("From")), *_dated(_("Last day")), _("Cities"), _("Key"),
    ]  # fmt: skip
    for one in page.report.offers:
        yield [
            one.title.here, one.offer.here, *_both(one.start), *_both(one.end),
            _names(one.cities), one.key,
        ]  # fmt: skip


def _dated(label: str) -> list[Value]:
    """Return the headings of the two columns of a date."""
    return [
        _("%(label)s, Solar Hijri") % {"label": label},
        _("%(label)s, Gregorian") % {"label": label},
    ]


def _both(text: str) -> list[Value]:
    """Return a frozen date in both calendars, the Solar Hijri one first; nothing for none."""
    value, language = as_date(text), active_language()
    if not value.is_known:
        return ["", ""]
    return [write(value, language, "solar_hijri"), write(value, language, "gregorian")]


def _names(cities: Iterable[City]) -> str:
    return " · ".join(city.name.here or city.key for city in cities)


def _said(some: Iterable[Said]) -> str:
    return " · ".join(one.here for one in some)


def _amount(cost: str) -> Decimal | None:
    try:
        return Decimal(cost)
    except InvalidOperation:
        return None
