"""Anniversaries of papers: the tens a year ahead, the others half a year."""

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import ngettext
from msgspec import Struct

from diplomacy.calendars import UNKNOWN, DateError, PartialDate, number, solar_hijri
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Agreement, Entry, EntryCity, Publication, Relationship
from diplomacy.registry.queries.standing.activity import months_later

from .lines import Asked, Attention, Group, Line
from .spans import in_both_calendars

TENS_MONTHS = 12
OTHERS_MONTHS = 6
CELEBRATED = (
    Agreement.Instrument.SISTER,
    Agreement.Instrument.FRIENDSHIP,
    Agreement.Instrument.MOU,
)


class Anniversary(Struct, frozen=True):
    """A paper so many years after its signature, in the calendar and as precise as recorded."""

    paper: Agreement
    years: int
    day: PartialDate

    @property
    def is_round(self) -> bool:
        return self.years % 10 == 0


def anniversaries(asked: Asked) -> Attention:
    """Return the anniversaries ahead of papers in force, the round ones first. One query.

    Celebrated are pacts, friendships and memoranda, and the first paper of each leading tie, by
    a date known to the day or the month.
    """
    coming = anniversaries_ahead(asked.on)
    coming.sort(key=lambda found: (not found.is_round, found.day.first, found.paper.pk))
    return asked.cut([_line(found, asked.on) for found in coming], Group.ANNIVERSARIES)


def anniversaries_ahead(on: date) -> list[Anniversary]:
    """Return the next anniversary of each paper celebrated, where it is near. One query."""
    coming = (anniversary_ahead(paper, on) for paper in celebrated(on))
    return [found for found in coming if found]


def anniversary_ahead(paper: Agreement, on: date) -> Anniversary | None:
    """Return the next anniversary of a paper where it is near, None where it is not."""
    found = _next(paper, on)
    return found if found and _is_near(found, on) else None


def celebrated(on: date, *, public: bool = False) -> QuerySet[Agreement]:
    """Return the papers in force whose anniversaries are told of, drafts among them.

    With `public` only what readers see, which of them is the first paper of a tie as well.
    """
    if public:
        papers, firsts = Agreement.objects.published(), first_papers()
    else:
        papers = Agreement.objects.originals().exclude(publication=Publication.WITHDRAWN)
        signed = papers.filter(paper_state=Agreement.PaperState.SIGNED)
        of_partner = signed.filter(city_rows__city=OuterRef("partner"))
        first = Subquery(of_partner.order_by("start__last", "pk").values("pk")[:1])
        leading = Relationship.objects.originals().filter(leading=True)
        firsts = leading.annotate(paper=first).values("paper")
    return papers.filter(Q(instrument__in=CELEBRATED) | Q(pk__in=firsts), signed_and_holding(on))


def first_papers() -> QuerySet[Relationship, dict]:
    """Return the first published paper of each leading tie, of the rows of its partner."""
    papers = EntryCity.objects.filter(
        city=OuterRef("partner"), public=True, kind=Entry.Kind.AGREEMENT, deed=True
    )
    first = Subquery(papers.order_by("last", "entry").values("entry")[:1])
    leading = Relationship.objects.published().filter(leading=True)
    return leading.annotate(paper=first).values("paper")


def signed_and_holding(on: date) -> Q:
    """Return the condition of a signed paper that is not over on the day."""
    return (
        Q(paper_state=Agreement.PaperState.SIGNED)
        & (Q(terminated=UNKNOWN) | Q(terminated__first__gt=on))
        & (Q(expires=UNKNOWN) | Q(expires__last__gte=on))
    )


def _next(paper: Agreement, on: date) -> Anniversary | None:
    """Return the first anniversary that is not over.

    None where the date is less than a month, and where the paper holds no more by that day.
    """
    signed = paper.start
    if signed.precision not in ("day", "month") or signed.approximate:
        return None
    this_year = solar_hijri(on)[0] if signed.calendar == "solar_hijri" else on.year
    past = this_year - int(signed.text[:4])
    for years in (past, past + 1):
        day = _years_later(signed, years) if years > 0 else None
        if day and day.last >= on:
            return Anniversary(paper, years, day) if _holds_until(paper, day) else None
    return None


def _holds_until(paper: Agreement, day: PartialDate) -> bool:
    """Whether the paper, in force today, may be so on the day: neither term nor party ends it."""
    runs = not paper.expires.is_known or paper.expires.last >= day.first
    return runs and not (paper.terminated.is_known and paper.terminated.last <= day.first)


def _years_later(signed: PartialDate, years: int) -> PartialDate | None:
    """Return the same day or month so many years later, the day before a missing leap day."""
    for text in _texts(f"{int(signed.text[:4]) + years}{signed.text[4:]}"):
        try:
            return PartialDate.parse(text)
        except DateError:
            continue
    return None


def _texts(text: str) -> Iterator[str]:
    yield text
    month, _, day = text[:-3], text[-3:-2], text[-2:]
    if day in ("29", "30"):
        yield f"{month}-{int(day) - 1}"


def _is_near(found: Anniversary, on: date) -> bool:
    months = TENS_MONTHS if found.is_round else OTHERS_MONTHS
    return found.day.first <= months_later(on, months)


def _line(found: Anniversary, on: date) -> Line:
    if found.day.is_day:
        words = ngettext("%(number)s year on %(date)s", "%(number)s years on %(date)s", found.years)
    else:
        words = ngettext("%(number)s year in %(date)s", "%(number)s years in %(date)s", found.years)
    within = found.day.first <= months_later(on, OTHERS_MONTHS)
    return Line(
        Group.ANNIVERSARIES,
        found.paper.kind,
        found.paper.key,
        found.paper.title or found.paper.key,
        words
        % {
            "number": number(found.years, active_language()),
            "date": in_both_calendars(found.day),
        },
        day=found.day.first,
        stage=str(OTHERS_MONTHS if within else TENS_MONTHS),
        pk=found.paper.pk,
        stressed=found.is_round,
    )
