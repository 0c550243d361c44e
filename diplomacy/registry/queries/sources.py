"""Sources, and what is public because each of them says it."""

from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language_info, gettext
from msgspec import Struct

from diplomacy.registry.models import (
    Citation,
    CityFigure,
    CommitmentReview,
    Difference,
    Entry,
    Indicator,
    IndicatorValue,
    Organisation,
    Publication,
    Relationship,
    Source,
    TieCitation,
    TieLayer,
)
from diplomacy.registry.models.words import LANGUAGES

from .entry_detail import Disagreement, disagreements
from .entry_parts import with_subject
from .overview import for_feed
from .paging import Order

NEWEST_SOURCE_FIRST: Order = ("-date", "-id")  # the column begins with the first possible day


class SourceDetail(Struct, frozen=True):
    """What rests on a source beside entries."""

    ties: tuple[TieCitation, ...]
    layers: tuple[TieLayer, ...]
    figures: tuple[CityFigure, ...]
    disagreements: tuple[Disagreement, ...]


def public_sources() -> QuerySet[Source]:
    """Return the public sources with the number of `entries` that rest on each."""
    cited = (
        Citation.objects.filter(source=OuterRef("pk"), entry__publication=Publication.PUBLISHED)
        .order_by()
        .values("source")
        .annotate(number=Count("entry", distinct=True))
    )
    return Source.objects.published().annotate(
        entries=Coalesce(Subquery(cited.values("number")), 0)
    )


def with_speaker(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Return the sources with their organisation; it has a page where `speaker_shown` is true."""
    speaker = Organisation.objects.published().filter(pk=OuterRef("organisation"))
    return sources.select_related("organisation").annotate(speaker_shown=Exists(speaker))


def language_name(tag: str) -> str:
    """Return the name of a language in the language of the page, the tag where none is known."""
    if tag in LANGUAGES:
        return str(LANGUAGES[tag])
    if tag == "mul":  # ISO 639-2
        return gettext("several languages")
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return tag


def entries_of_source(source: Source) -> QuerySet[Entry]:
    """Return the published entries that cite the source, or whose verdict or figures rest on it.

    Three queries for a page of it.
    """
    reviews = CommitmentReview.objects.filter(source=source)
    resting = [reviews.values("commitment")]
    for rows in (Citation, Indicator, IndicatorValue):
        resting.append(rows.objects.filter(source=source).order_by().values("entry"))
    # By their keys first: PostgreSQL walked all that is published, and asked of each.
    found = reduce(or_, (Q(pk__among=rows) for rows in resting))
    return for_feed(Entry.objects.published().filter(found))


def source_detail(source: Source) -> SourceDetail:
    """Return what else public rests on a public source. Five queries at most."""
    ties = Relationship.objects.published()
    rows = {"source": source, "relationship__in": ties}
    figures = CityFigure.objects.filter(source=source).filter(
        Q(city__is_home=True) | Q(city__in=ties.values("partner"))
    )
    differing = Difference.objects.filter(statements__source=source).values("pk")
    return SourceDetail(
        ties=tuple(TieCitation.objects.filter(**rows).select_related("relationship__partner")),
        layers=tuple(
            TieLayer.objects.filter(**rows).select_related("relationship__partner", "layer")
        ),
        figures=tuple(figures.select_related("city")),
        disagreements=disagreements(
            with_subject(Difference.objects.published().filter(pk__in=differing))
        ),
    )
