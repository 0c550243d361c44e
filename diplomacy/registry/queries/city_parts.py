"""The statements of a city's page, kept for the process; the first says which others find rows."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    ChangeNote,
    City,
    Difference,
    Document,
    Entry,
    EntryCity,
    OpenQuestion,
    Participation,
    Relationship,
    TieCitation,
    TieLayer,
    TwinnedPlace,
)
from diplomacy.registry.models.words import columns

from .entry_parts import MOST_CHANGES, questions_about, with_subject
from .history_rows import entry_columns
from .offers import are_offered
from .paging import CITY_NEWEST_FIRST
from .standing import long_ground, with_contacts

MOST_PARTS = 300  # rows of a city that are read for its people, the latest
MOST_FILES = 24  # of a city, the latest

# What the page reads of who took part, by where it stands: whole rows of 300 are a third of a page.
TOOK_PART: dict[str, tuple[str, ...]] = {
    "": (
        *("id", "role", "name_shown", "entry_id", "person_id", "organisation_id", "city_id"),
        *columns("words"),
        *columns("office"),
    ),
    "person": ("id", "key", "own_name", *columns("name")),
    "organisation": ("id", "key", *columns("name")),
    "city": ("id", "key", *columns("name")),
    "entry": ("id", "key", "kind", "start", *columns("title")),
}


@kept
def ties(key: str, *, on: date, with_parts: bool) -> QuerySet[Relationship]:
    """Return the published tie with the city of this key, the home city's own before a district's.

    Annotated for `standing` on the day `on`, with `has_offers` and, if so asked, `has_…` for each
    part of the city's page.
    """
    found = Relationship.objects.published().select_related(
        "partner__country", "home_end__identity"
    )
    found = with_contacts(found, public=True, on=on).filter(partner__key=key)
    found = found.annotate(has_offers=are_offered(on, "partner"))
    if with_parts:
        of_tie = {
            "layers": TieLayer.objects.filter(relationship=OuterRef("pk")),
            "changes": ChangeNote.objects.filter(relationship=OuterRef("pk")),
            "twins": TwinnedPlace.objects.filter(twins__city=OuterRef("partner")),
        }
        parts = of_tie | _parts("partner", Q(relationship=OuterRef("pk")))
        found = found.annotate(**{f"has_{name}": Exists(rows) for name, rows in parts.items()})
        found = found.annotate(long_ground=Subquery(long_ground(OuterRef("partner"))))
    return found.order_by("-home_end__is_home", "pk")[:1]


@kept
def cities(key: str, *, on: date) -> QuerySet[City]:
    """Return the city that a published entry or tie shows, with `has_…` for parts of its page."""
    has = {f"has_{name}": Exists(rows) for name, rows in _parts("pk", Q()).items()}
    found = City.objects.published().select_related("country").filter(key=key)
    return found.annotate(has_offers=are_offered(on), **has).order_by("key")[:1]


def _parts(city: str, or_about: Q) -> dict[str, QuerySet]:
    """Return the rows of parts of the page of the city at this column of the outer query."""
    about = _about(OuterRef(city), OuterRef(OuterRef(city))) | or_about
    # From the rows on: where there is no file, each entry of the city is asked for one.
    files = Document.objects.filter(entry=OuterRef("entry"), access=Document.Access.PUBLIC)
    rows = EntryCity.objects.filter(Exists(files), city=OuterRef(city), public=True)
    return {
        "differences": Difference.objects.filter(about),
        "questions": OpenQuestion.objects.filter(about),
        "people": _naming_people(OuterRef(city)),
        "files": rows,
    }


def _named_people() -> QuerySet[Participation]:
    return Participation.objects.filter(name_shown=True, person__isnull=False)


def _naming_people(city: Any) -> QuerySet[EntryCity]:
    """Return the rows of the city whose entries show the name of somebody who took part."""
    named = _named_people().filter(entry=OuterRef("entry"))
    return EntryCity.objects.filter(Exists(named), city=city, public=True)


def _naming(city: Any) -> dict[str, Any]:
    """Return the conditions of a row whose published entry names the city."""
    return {"entry__city_rows__city": city, "entry__city_rows__public": True}


def _about(city: Any, city_within: Any) -> Q:
    """Return the condition of what is about the city or a published entry that names it.

    Asked of each such row: they are few, and the entries that name a city may be many.
    """
    rows = EntryCity.objects.filter(entry=OuterRef("entry"), city=city_within, public=True)
    return Q(city=city) | Q(Exists(rows))


@kept
def differences(city: City) -> QuerySet[Difference]:
    return with_subject(Difference.objects.filter(_about(city, city)))


@kept
def differences_of_tie(city: City, tie: Relationship) -> QuerySet[Difference]:
    about = _about(city, city) | Q(relationship=tie)
    return with_subject(Difference.objects.filter(about))


@kept
def questions(city: City) -> QuerySet[OpenQuestion]:
    return questions_about(_about(city, city))


@kept
def questions_of_tie(city: City, tie: Relationship) -> QuerySet[OpenQuestion]:
    return questions_about(_about(city, city) | Q(relationship=tie))


@kept
def changes(tie: Relationship) -> QuerySet[ChangeNote]:
    return ChangeNote.objects.filter(relationship=tie)[:MOST_CHANGES]


@kept
def layers(tie: Relationship) -> QuerySet[TieLayer]:
    return TieLayer.objects.filter(relationship=tie).select_related("layer", "source")


@kept
def citations(tie: Relationship) -> QuerySet[TieCitation]:
    return TieCitation.objects.filter(relationship=tie).select_related("source")


@kept
def papers(city: City, *, most: int) -> QuerySet:
    """Return the latest agreements, as `entries_of` takes them."""
    rows = EntryCity.objects.filter(city=city, public=True, kind=Entry.Kind.AGREEMENT)
    return rows.order_by(*CITY_NEWEST_FIRST).values_list(*entry_columns("entry__"))[:most]


@kept
def people(city: City) -> QuerySet:
    """Return who took part in the published entries that name the city, the latest first.

    Rows of what `TOOK_PART` names, one part after the other.
    """
    # Of the latest entries that name somebody, for there is a part of each: by a path of Django
    # every entry of the city is fetched on the way.
    rows = _naming_people(city).order_by(*CITY_NEWEST_FIRST)
    latest = rows.values("entry")[:MOST_PARTS]
    found = (
        _named_people().filter(entry__in=latest).order_by("-entry__ordering_day", "-entry_id", "id")
    )
    read = [f"{one}__{name}" if one else name for one in TOOK_PART for name in TOOK_PART[one]]
    return found.values_list(*read)[:MOST_PARTS]


@kept
def files(city: City) -> QuerySet[Document]:
    """Return the public files of the entries that name the city, the latest entry's first."""
    found = Document.objects.filter(access=Document.Access.PUBLIC, **_naming(city))
    found = found.select_related("entry")
    order = ("-entry__city_rows__day", "-entry__city_rows__entry_id", "id")
    return found.order_by(*order)[: MOST_FILES + 1]


@kept
def sisters_in_common(home_end: City, partner: City) -> QuerySet[TwinnedPlace]:
    """Return the places that a list twins with the partner and that our end is tied with too."""
    ours = Relationship.objects.published().filter(home_end=home_end, partner=OuterRef("city"))
    twinned_with_us = TwinnedPlace.objects.filter(twins__city=home_end)
    return (
        TwinnedPlace.objects.filter(twins__city=partner)
        .annotate(has_tie=Exists(ours))
        .filter(Q(has_tie=True) | Q(pk__in=twinned_with_us.values("pk")))
        .exclude(Q(city=home_end) | Q(city=partner))
        .select_related("source", "city")
        .order_by("source", "name", "id")
        .distinct()
    )
