"""Of all that bears on a tie, as much as gives the same values on a day (record 66).

A form is the highest of the papers in force, certainty the best of their evidence: one paper of
each kind is enough, however many there are. Each is found by an index of the rows of cities.
"""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from diplomacy.calendars import UNKNOWN
from diplomacy.registry.models import (
    Agreement,
    Citation,
    Difference,
    Document,
    Entry,
    EntryCity,
    Form,
    Participation,
    Relationship,
    Side,
    Source,
)
from diplomacy.registry.models.bearing import WHICH_DECISIONS, WHICH_LIST, WHICH_WORDS

# A side confirms by its own word only.
OWN_WORD = (
    Source.Kind.SIGNED_PAPER,
    Source.Kind.OFFICIAL_PAGE,
    Source.Kind.OWN_NEWS,
    Source.Kind.LIST,
)
OFFICIAL = (Source.Kind.OFFICIAL_PAGE, Source.Kind.STATE_NEWS)
FORMS = [i.value for i in Agreement.Instrument if i.form]

_PAPER, _EVENT = Entry.Kind.AGREEMENT, Entry.Kind.EVENT
_LISTS = (WHICH_LIST, WHICH_WORDS["list"])
_CLAIMS = (WHICH_LIST, WHICH_WORDS["claim"])


def chosen(on: date) -> dict[str, Subquery]:
    """Return the annotations of ties by which what is read of them begins, keys of entries.

    `paper_in_force`: the highest, of these the earliest; `paper_perhaps`: the highest that a
    partial date leaves open; `paper_below`: any below a sister city; `word`: a claim or list,
    from more than lists if there is one.
    """
    rows = EntryCity.objects.filter(public=True, city=OuterRef("partner"))
    papers = rows.filter(binding(OuterRef(OuterRef("home_end"))), kind=_PAPER, which__gt=0)
    papers = papers.order_by("-which", "since", "entry_id")
    below = papers.filter(which__lt=Form.SISTER.rung, since__lte=on)
    words = rows.filter(kind=_EVENT, which__gt=0, which__range=_CLAIMS).order_by()
    citations = Citation.objects.filter(entry=OuterRef("entry"))
    beside = citations.exclude(source__kind=Source.Kind.LIST)
    return {
        "paper_in_force": _one(
            papers.filter(not_ended("since", on, "first"), since__lte=on, until__gte=on)
        ),
        "paper_perhaps": _one(papers.filter(_perhaps_in_force(on))),
        "paper_below": _one(below),
        "word": Coalesce(_one(words.filter(Exists(beside))), _one(words.filter(Exists(citations)))),
    }


def begun_with(ties: list[Relationship]) -> tuple[set[int], set[int]]:
    """Return what `chosen` annotated the ties with: the highest papers, and all of it."""
    tops = {tie.paper_in_force for tie in ties} - {None}
    named = {tie.paper_perhaps for tie in ties} | {tie.paper_below for tie in ties}
    return tops, (tops | named | {tie.word for tie in ties}) - {None}


def enough(
    ties: list[int], cities: list[int], tops: list[int], named: list[int], on: date
) -> list[QuerySet[EntryCity]]:
    """Return the keys of the rows of cities that are enough for these ties on the day `on`.

    With the cities of the ties, and what `begun_with` gives of them. Parts of one query, beside
    their contacts.
    """
    # By their keys alone: told more, SQLite reads all rows of the cities.
    rows = EntryCity.objects.order_by()
    of_cities = rows.filter(public=True, city__in=cities, which__gt=0)
    restricted = of_cities.filter(kind=Entry.Kind.RESTRICTION, since__lte=on, until__gte=on)
    lowered = Citation.objects.filter(about=Citation.About.CLASS, value__in=FORMS).values("entry")
    lists = of_cities.filter(kind=_EVENT, which__range=_LISTS, city__ties__in=ties)
    same = beside(rows.filter(entry__in=tops, city__ties__in=ties), on)
    return [
        rows.filter(entry__in=named).values("pk"),
        of_cities.filter(kind=_EVENT, which__in=WHICH_DECISIONS.values()).values("pk"),
        rows.filter(entry__in=lowered, which__gt=0).values("pk"),
        restricted.values("city", "which").annotate(one=Min("pk")).values("one"),
        _of_each_evidence(lists, "pk", "entry", ""),
        _of_each_evidence(same, "row", "paper", _BESIDE),
    ]


_BESIDE = "city__entry_rows__"


def beside(tops: QuerySet[EntryCity], on: date) -> QuerySet[EntryCity]:
    """Return the papers in force of the same class, joined to each of these rows of ties."""
    same = tops.filter(
        **{
            f"{_BESIDE}public": True,
            f"{_BESIDE}kind": _PAPER,
            f"{_BESIDE}which": F("which"),
            f"{_BESIDE}which__gt": 0,
            f"{_BESIDE}since__lte": on,
            f"{_BESIDE}until__gte": on,
        }
    )
    same = same.annotate(
        row=F(f"{_BESIDE}pk"),
        paper=F(f"{_BESIDE}entry"),
        begun=F(f"{_BESIDE}since"),
        home=F("city__ties__home_end"),
    )
    same = same.filter(not_ended("begun", on, "first"))
    return same.filter(binding(OuterRef("home"), "paper"))


def _of_each_evidence(rows: QuerySet[EntryCity], row: str, entry: str, path: str) -> QuerySet:
    """Return one row of each tie, class and kind of evidence, as their keys.

    `row` and `entry` name the keys of what bears the evidence, `path` leads to it.
    """
    texts = Document.objects.filter(
        entry=OuterRef(entry), kind=Document.Kind.SIGNED_ORIGINAL, access=Document.Access.PUBLIC
    )
    disputes = Difference.objects.filter(
        entry=OuterRef(entry), state=Difference.State.OPEN, field__in=Difference.DISPUTES
    )
    group = rows.annotate(
        evidence=evidence(f"{path}entry__citations"),
        with_text=Exists(texts),
        disputed=Exists(disputes),
    )
    group = group.values("city__ties", f"{path}which", "evidence", "with_text", "disputed")
    return group.annotate(one=Min(row)).values("one")


def evidence(citation: str) -> Case:
    """Return whose word a citation is, or which kind of source; what `certainty` tells apart."""
    source = f"{citation}__source"
    own = Q(**{f"{source}__kind__in": OWN_WORD})

    def speaks(side: Side, city: str) -> Q:
        body = f"{source}__organisation"
        of_city = Q(**{f"{body}__city": F(city)}) | Q(**{f"{body}__parent__city": F(city)})
        told = Q(**{f"{citation}__side": side})
        return own & (told | Q(**{f"{citation}__side": ""}) & of_city)

    return Case(
        When(**{f"{citation}__isnull": True}, then=Value("")),
        When(speaks(Side.OURS, "city__ties__home_end"), then=Value("ours")),
        When(speaks(Side.PARTNER, "city__ties__partner"), then=Value("partner")),
        When(**{f"{source}__kind__in": OFFICIAL}, then=Value("official")),
        When(**{f"{source}__kind": Source.Kind.LIST}, then=Value("list")),
        default=Value("press"),
        output_field=CharField(),
    )


def binding(home: OuterRef, paper: str = "entry") -> Q:
    """Return the condition that the paper binds both ends and no report lowers its class (F3)."""
    party = Participation.objects.filter(entry=OuterRef(paper), role=Participation.Role.PARTY)
    lowered = Citation.objects.filter(
        entry=OuterRef(paper), about=Citation.About.CLASS, value__in=FORMS
    )
    ours, theirs = party.filter(city=home), party.filter(city=OuterRef("city"))
    return Q(Exists(theirs)) & Q(Exists(ours)) & ~Q(Exists(lowered))


def _perhaps_in_force(on: date) -> Q:
    """Return the condition that a paper is perhaps in force: `Reach.may_hold` as a question.

    One that surely is so needs no look at its own table.
    """
    undated = Q(in_force=UNKNOWN)
    begun = ~undated & _perhaps_begun("in_force", on) | undated & _perhaps_begun("start", on)
    papers = Agreement.objects.filter(
        begun, pk=OuterRef("entry"), expires__last__gte=on, terminated__last__gt=on
    )
    return (Q(since__lte=on, until__gte=on) | Q(Exists(papers))) & not_ended("since", on, "last")


def _perhaps_begun(column: str, on: date) -> Q:
    """Return the condition on a date; one with an open start is nothing before its last day."""
    first = Q(**{f"{column}__first__lte": on, f"{column}__first__gt": date.min})
    return first | Q(**{f"{column}__last__lte": on})


def not_ended(since: str, on: date, day: str) -> Q:
    """Return the condition that no later decision ended the tie by `day` of its date."""
    ending = EntryCity.objects.filter(
        public=True,
        which=WHICH_DECISIONS["ended"],
        city=OuterRef("city"),
        last__gt=OuterRef(since),
        last__lt=date.max,
        **{f"{day}__lte": on},
    )
    return ~Q(Exists(ending))


def _one(rows: QuerySet[EntryCity]) -> Subquery:
    return Subquery(rows.values("entry_id")[:1])
