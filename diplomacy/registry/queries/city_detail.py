"""A city's page: the tie with it, if there is one, and everything recorded about the two."""

from datetime import date

from msgspec import Struct

from diplomacy.calendars import Language
from diplomacy.registry.models import (
    Agreement,
    ChangeNote,
    City,
    Difference,
    Entry,
    OpenQuestion,
    Publication,
    Relationship,
    TieCitation,
    TieLayer,
)

from . import city_parts
from .documents import NO_FILES, Files, files_of_city
from .entry_detail import Disagreement, disagreements
from .entry_parts import part
from .history_rows import entries_of
from .narrowing import Facets, facets
from .offers import NOTHING, Offers, offers_of_city
from .people import TookPart, people_of_city
from .pulse import YearCount, pulse_of
from .standing import Figures, Standing, figures, standing_shown
from .timeline import MOST_PAPERS, Timeline, Wanted, timeline, whole_days

SHOWN_PEOPLE = 6


class CityDetail(Struct, frozen=True):
    """What the page of a city shows; without a tie there is only its history."""

    city: City
    tie: Relationship | None
    standing: Standing | None
    figures: Figures | None
    pulse: tuple[YearCount, ...]
    timeline: Timeline
    facets: Facets
    papers: tuple[Entry, ...]
    has_more_papers: bool
    layers: tuple[TieLayer, ...]
    citations: tuple[TieCitation, ...]
    disagreements: tuple[Disagreement, ...]
    questions: tuple[OpenQuestion, ...]
    changes: tuple[ChangeNote, ...]
    people: tuple[TookPart, ...]
    files: Files
    offers: Offers

    @property
    def first_people(self) -> tuple[TookPart, ...]:
        return self.people[:SHOWN_PEOPLE]

    @property
    def more_people(self) -> tuple[TookPart, ...]:
        return self.people[SHOWN_PEOPLE:]

    @property
    def open_ones(self) -> tuple[Disagreement, ...]:
        """Return the differences between sources that nobody has settled."""
        return tuple(one for one in self.disagreements if not one.is_settled)

    @property
    def settled(self) -> tuple[Disagreement, ...]:
        return tuple(one for one in self.disagreements if one.is_settled)

    @property
    def signed(self) -> tuple[Entry, ...]:
        """Return the papers shown that were signed: a draft is no deed."""
        signed = Agreement.PaperState.SIGNED
        return tuple(paper for paper in self.papers if paper.leaf.paper_state == signed)


def public_tie(key: str, on: date, *, with_parts: bool = False) -> Relationship | None:
    """Return the published tie with the city of this key, the home city's own before a district's.

    One query, annotated for `standing` on the day `on` and with `has_offers`; for `city_detail`
    also with what there is of it.
    """
    return city_parts.ties.first(key, on=on, with_parts=with_parts)


def withdrawn_tie(key: str) -> Relationship | None:
    """Return the tie with the city of this key that was withdrawn last. One query."""
    ties = Relationship.objects.filter(publication=Publication.WITHDRAWN, partner__key=key)
    return ties.order_by("-withdrawn_on", "-pk").first()


def instead_of_city(key: str) -> City | Relationship | None:
    """Return what stands at the address of a city that is not public.

    The public city that once had the key, or else the tie with it that was withdrawn. Three
    queries at most.
    """
    moved = City.objects.by_former_key(key)
    if moved and City.objects.published().filter(pk=moved.pk).exists():
        return moved
    return withdrawn_tie(moved.key if moved else key)


def public_city(key: str, on: date) -> City | None:
    """Return the city that a published entry or tie shows, for `city_detail`. One query."""
    return city_parts.cities.first(key, on=on)


def city_detail(
    city: City, tie: Relationship | None, wanted: Wanted, language: Language, today: date
) -> CityDetail:
    """Return what is published about `city`, with `tie` as `public_tie` gave it with its parts.

    Sixteen queries at most where the whole history is on one page, three more where it is not,
    one more where something is open to residents, three more where much bears on the tie; none for
    what there is nothing of.
    """
    history = timeline(city, wanted, language, today)
    days = whole_days(history)
    papers = _papers(city, history)
    shown = tie or city  # it says what there is
    return CityDetail(
        city=city,
        tie=tie,
        standing=standing_shown(tie, today, is_long=bool(tie.long_ground)) if tie else None,
        figures=figures(tie, today) if tie else None,
        pulse=pulse_of(((day, number) for _, day, number in days), language, today) if tie else (),
        timeline=history,
        facets=facets(city, history, days, language),
        papers=papers[:MOST_PAPERS],
        has_more_papers=len(papers) > MOST_PAPERS,
        layers=part(tie, "layers", city_parts.layers, relationship=tie) if tie else (),
        citations=_citations(tie) if tie and tie.aim else (),
        disagreements=disagreements(_differences(city, tie)) if shown.has_differences else (),
        questions=_questions(city, tie) if shown.has_questions else (),
        changes=part(tie, "changes", city_parts.changes, relationship=tie) if tie else (),
        people=people_of_city(city) if shown.has_people else (),
        files=files_of_city(city) if shown.has_files else NO_FILES,
        offers=offers_of_city(city, today) if shown.has_offers else NOTHING,
    )


def _citations(tie: Relationship) -> tuple[TieCitation, ...]:
    return part(tie, "citations", city_parts.citations, relationship=tie)


def _differences(city: City, tie: Relationship | None) -> list[Difference]:
    return city_parts.differences_of_tie(city, tie) if tie else city_parts.differences(city)


def _questions(city: City, tie: Relationship | None) -> tuple[OpenQuestion, ...]:
    return tuple(city_parts.questions_of_tie(city, tie) if tie else city_parts.questions(city))


def _papers(city: City, history: Timeline) -> tuple[Entry, ...]:
    """Return the city's latest agreements, one more than are shown at least."""
    if history.papers is not None:
        return history.papers
    if history.is_whole:
        papers = (entry for entry in history.entries if entry.kind == Entry.Kind.AGREEMENT)
        return tuple(papers)[:: -1 if history.wanted.oldest_first else 1]
    return tuple(entries_of(city_parts.papers(city, most=MOST_PAPERS + 1)))
