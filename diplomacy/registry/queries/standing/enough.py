"""Of all that bears on a tie, as much as gives the same values on a day (record 66).

A form is the highest of the papers in force, certainty the best of their evidence: one paper of
each kind is enough, however many there are. Each is found by an index of the rows of cities.
"""

from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
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
    Organisation,
    Participation,
    Relationship,
    Restriction,
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
# Ranges, since SQLite reads all of a kind for a few numbers that are named.
_DECISIONS = (WHICH_DECISIONS["ended"], WHICH_DECISIONS["not_pursued"])
_LISTS = (WHICH_LIST, WHICH_WORDS["list"])
_CLAIMS = (WHICH_LIST, WHICH_WORDS["claim"])
_HOME, _PARTNER = F("city__ties__home_end"), F("city__ties__partner")
_EARLIEST = ("since", "entry_id")


def chosen(on: date) -> dict[str, Subquery]:
    """Return the annotations of ties by which what is read of them begins, keys of entries.

    `paper_in_force`: the highest, of these the earliest; `paper_perhaps`: the highest that a
    partial date leaves open; `paper_below`: any below a sister city; `word`: a claim or list,
    from more than lists if there is one.
    """
    rows = EntryCity.objects.filter(public=True, city=OuterRef("partner"))
    home = OuterRef(OuterRef("home_end"))
    papers = rows.filter(binding(home), kind=_PAPER, which__gt=0)
    papers = papers.order_by("-which", *_EARLIEST)
    below = papers.filter(which__lt=Form.SISTER.rung, since__lte=on)
    words = rows.filter(kind=_EVENT, which__gt=0, which__range=_CLAIMS).order_by()
    citations = Citation.objects.filter(entry=OuterRef("entry"))
    beside = citations.exclude(source__kind=Source.Kind.LIST)
    return {
        "paper_in_force": _one(in_force(rows, home, on).order_by("-which", *_EARLIEST)),
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
    rows = EntryCity.objects.order_by()
    of_cities = rows.filter(public=True, city__in=cities, which__gt=0)
    lists = of_cities.filter(kind=_EVENT, which__range=_LISTS, city__ties__in=ties)
    disputed = Difference.objects.filter(
        state=Difference.State.OPEN, field__in=Difference.DISPUTES, entry__isnull=False
    ).values("entry")
    highest = rows.filter(entry__in=tops, city__ties__isnull=False)
    return [
        *enough_for_form(cities, named),
        rows.filter(entry__in=disputed, which__gt=0).values("pk"),
        *_of_each_scope(ties, on),
        *_of_each_evidence(lists),
        rows.filter(entry__in=_best_beside(highest, on)).values("pk"),
    ]


def enough_for_form(cities: list[int], named: list[int]) -> list[QuerySet[EntryCity]]:
    """Return the keys of those that are enough for form and stage, beside the first contacts."""
    # By their keys alone: told more, SQLite reads all rows of the cities.
    rows = EntryCity.objects.order_by()
    of_cities = rows.filter(public=True, city__in=cities, which__gt=0)
    lowered = Citation.objects.filter(about=Citation.About.CLASS, value__in=FORMS).values("entry")
    return [
        rows.filter(entry__in=named).values("pk"),
        of_cities.filter(kind=_EVENT, which__range=_DECISIONS).values("pk"),
        rows.filter(entry__in=lowered, which__gt=0).values("pk"),
    ]


def _of_each_scope(ties: list[int], on: date) -> list[QuerySet]:
    """Return of each tie one restriction in force of each scope, or 0 where there is none.

    Looked for, since grouping reads all there are (16,000 rows for 190 ties of a million entries).
    """
    rows = EntryCity.objects.filter(
        public=True, kind=Entry.Kind.RESTRICTION, since__lte=on, until__gte=on
    ).order_by("since", "entry_id")
    partners = Relationship.objects.order_by().filter(pk__in=ties)
    first = (
        rows.filter(city=OuterRef("partner"), which=which, which__gt=0).values("pk")[:1]
        for which in range(1, len(Restriction.Scope) + 1)  # as `models.bearing` numbers them
    )
    return [partners.annotate(one=Coalesce(Subquery(one), Value(0))).values("one") for one in first]


def in_force(rows: QuerySet[EntryCity], home: OuterRef, on: date) -> QuerySet[EntryCity]:
    """Keep the papers that surely are in force between the cities of the rows and `home`."""
    rows = rows.filter(public=True, kind=_PAPER, which__gt=0, since__lte=on, until__gte=on)
    return rows.filter(not_ended("since", on, "first"), binding(home))


def _best_beside(highest: QuerySet[EntryCity], on: date) -> QuerySet:
    """Return of papers in force of the same class the first entry with each evidence that decides.

    Disputes apart: a text that is held, the word of either side, else what is told of it. Each is
    looked for from the earliest paper on and not beyond the first, nor where it cannot be.
    """
    rows = highest.annotate(home=F("city__ties__home_end"))
    of_class = EntryCity.objects.filter(city=OuterRef("city"), which=OuterRef("which"))
    cited = Citation.objects.filter(entry=OuterRef("entry"))
    texts = Document.objects.filter(
        kind=Document.Kind.SIGNED_ORIGINAL, access=Document.Access.PUBLIC
    )

    def earliest(proof: QuerySet) -> Subquery:
        # The proof first, which may be rare: SQLite asks in the order of the text.
        papers = in_force(of_class.filter(Exists(proof)), OuterRef(OuterRef("home")), on)
        # The key of the entry stands in the index; for that of the row PostgreSQL reads each.
        return Subquery(papers.order_by(*_EARLIEST).values("entry_id")[:1])

    def word_of(side: Side, city: str) -> Case:
        speaks = evidence("", OuterRef(OuterRef("home")), OuterRef(OuterRef("city")))
        own = cited.annotate(evidence=speaks).filter(evidence=side)
        return Case(When(_may_speak(side, OuterRef(city)), then=earliest(own)))

    with_text = earliest(texts.filter(entry=OuterRef("entry")))
    found = [
        Case(When(Exists(texts.filter(entry__isnull=False)), then=with_text)),
        word_of(Side.OURS, "home"),
        Coalesce(
            word_of(Side.PARTNER, "city"),
            earliest(cited.filter(source__kind__in=OFFICIAL)),
            earliest(cited.exclude(source__kind=Source.Kind.LIST)),
            earliest(cited),
        ),
    ]
    # Its own where nothing is found: beside NULL no key is surely not among these.
    keys = (Coalesce(one, "entry_id", output_field=BigIntegerField()) for one in found)
    first, *others = (rows.annotate(one=key).values("one") for key in keys)
    # One list: of several PostgreSQL works out each key twice.
    return first.union(*others)


def _may_speak(side: Side, city: OuterRef) -> Q:
    """Return the condition that the side is told of any citation, or a body of the city speaks."""
    told = Citation.objects.filter(side=side, side__gt="")  # as the index of told sides says
    bodies = Organisation.objects.filter(sources__kind__in=OWN_WORD)
    own, parts = bodies.filter(city=city), bodies.filter(parent__city=city)
    return Q(Exists(told)) | Q(Exists(own)) | Q(Exists(parts))


def _of_each_evidence(lists: QuerySet[EntryCity]) -> list[QuerySet]:
    """Return one list of each tie, class and kind of evidence."""
    group = lists.annotate(evidence=evidence("entry__citations__"))
    group = group.values("city__ties", "which", "evidence")
    return [group.annotate(one=Min("pk")).values("one")]


def evidence(citation: str, home: Any = _HOME, partner: Any = _PARTNER) -> Case:
    """Return whose word a citation is, or which kind of source; what `certainty` tells apart.

    `citation` is the way to it, empty where citations are asked.
    """
    own = Q(**{f"{citation}source__kind__in": OWN_WORD})
    body = f"{citation}source__organisation__"

    def speaks(side: Side, city: Any) -> Q:
        of_city = Q(**{f"{body}city": city}) | Q(**{f"{body}parent__city": city})
        told = Q(**{f"{citation}side": side})
        return own & (told | Q(**{f"{citation}side": ""}) & of_city)

    return Case(
        When(**{f"{citation}pk__isnull": True}, then=Value("")),
        When(speaks(Side.OURS, home), then=Value("ours")),
        When(speaks(Side.PARTNER, partner), then=Value("partner")),
        When(**{f"{citation}source__kind__in": OFFICIAL}, then=Value("official")),
        When(**{f"{citation}source__kind": Source.Kind.LIST}, then=Value("list")),
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
