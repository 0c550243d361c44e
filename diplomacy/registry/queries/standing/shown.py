"""Of all that bears on a tie, what its page shows of it beside the values: the first few of each.

What was said, restrictions, and what form and certainty rest on may be thousands of entries.
"""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Concat, LPad, RowNumber

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import Entry, EntryCity
from diplomacy.registry.models.bearing import WHICH_LIST, WHICH_WORDS

from .axes import Axes, Certainty
from .enough import binding, evidence, in_force, not_ended

# What a page shows, `templates/public/partials/_signed_and_said.html` and those beside it.
MOST_SAID = 20
MOST_STOPS = 5
MOST_NAMED = 3  # entries on which an axis rests
MOST_WHOLE = 60  # papers, words, decisions and restrictions of a tie that are read with no choice
MOST_PROOFS = 3  # sources by which it is known
_KEY = 20  # places of a key of an entry

_NEWEST_FIRST = ("-day", "-entry")
_LISTS = (WHICH_LIST, WHICH_WORDS["list"])
_OF_WORDS = (_LISTS, (WHICH_WORDS["claim"],) * 2, (WHICH_WORDS["assessment"],) * 2)


def first_shown(
    ties: list[int], cities: list[int], tops: list[int], on: date
) -> list[QuerySet[EntryCity]]:
    """Return the keys of the rows of cities of which one tie's page names the first few.

    Of each kind of words the newest, of restrictions in force the newest and the oldest, of the
    highest papers the earliest, and one more, that it is seen whether there are more. Parts of
    one query, beside what is `enough`.
    """
    rows = EntryCity.objects.filter(public=True, city__in=cities, which__gt=0)
    words = rows.filter(kind=Entry.Kind.EVENT, first__lte=on).order_by(*_NEWEST_FIRST)
    stops = rows.filter(kind=Entry.Kind.RESTRICTION, since__lte=on, until__gte=on)
    top = EntryCity.objects.order_by().filter(entry__in=tops, city__in=cities).values("which")
    of_tie = rows.annotate(tie=F("city__ties"), home=F("city__ties__home_end"))
    same = of_tie.filter(tie__in=ties, which=Subquery(top[:1]))
    papers = in_force(same, OuterRef("home"), on).order_by("since", "entry").values("pk")
    few = [
        *(words.filter(which__range=which).values("pk")[: MOST_SAID + 1] for which in _OF_WORDS),
        stops.order_by(*_NEWEST_FIRST).values("pk")[: MOST_STOPS + 1],
        stops.order_by("day", "entry").values("pk")[: MOST_NAMED + 1],
        papers[: MOST_NAMED + 1],
    ]
    return [EntryCity.objects.order_by().filter(pk__in=some).values("pk") for some in few]


def long_ground(city: OuterRef) -> QuerySet[EntryCity]:
    """Return a row if more bears on the tie with the city than is read with no choice."""
    rows = EntryCity.objects.filter(city=city, public=True, ground=True).order_by("day", "entry")
    return rows.values("day")[MOST_WHOLE : MOST_WHOLE + 1]


def decisive(where: Axes) -> set[int]:
    """Return the keys of entries that bear the first sources of a tie's certainty. One query.

    Of the papers of its form and the lists that name it, or of all words where nothing else is
    recorded, those where a source is met first: the first three of each kind of evidence.
    """
    tie, rung = where.relationship, where.form.value.rung
    which = [rung, WHICH_LIST + rung]
    ground = where.form.entries or where.stage.entries
    if not ground and where.certainty.value != Certainty.DISPUTED:
        which = [*range(_LISTS[0], _LISTS[1] + 1), WHICH_WORDS["claim"]]
    places = _first_of_sources(tie.pk, tie.partner_id, which, where.on)
    return {int(place[-_KEY:]) for place in places}


@kept
def _first_of_sources(tie: int, city: int, which: Any, on: date) -> QuerySet:
    """Return the places of entries in the order in which certainty weighs them, as text."""
    paper, event = Entry.Kind.AGREEMENT, Entry.Kind.EVENT
    rows = EntryCity.objects.order_by().filter(
        public=True, city=city, city__ties=tie, kind__in=(paper, event), which__gt=0
    )
    is_in_force = Q(since__lte=on, until__gte=on) & not_ended("since", on, "first")
    rows = rows.filter(
        Q(kind=event) | is_in_force & binding(OuterRef("city__ties__home_end")),
        which__in=which,
        entry__citations__isnull=False,
    )
    day = Case(
        When(kind=paper, then=F("since")),
        default=Cast("day", CharField()),
        output_field=CharField(),
    )
    place = Concat(
        F("kind"),  # papers before lists
        day,
        LPad(Cast("entry", CharField()), _KEY, Value("0")),
        output_field=CharField(),
    )
    rows = rows.annotate(evidence=evidence("entry__citations__"), place=place)
    rows = rows.values("evidence", "entry__citations__source").annotate(met=Min("place"))
    nth = Window(RowNumber(), partition_by=F("evidence"), order_by="met")
    return rows.annotate(nth=nth).filter(nth__lte=MOST_PROOFS).values_list("met", flat=True)
