"""One entry with all that readers may see of it, and nothing of what they may not."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Agreement,
    ChangeNote,
    Citation,
    City,
    CommitmentReview,
    Difference,
    DifferenceStatement,
    Document,
    Entry,
    EntryArea,
    OpenQuestion,
    Organisation,
    Participation,
    ProgrammeLine,
    Side,
    Source,
    StepRecord,
)

from . import entry_parts
from .along import lay_along
from .documents import Files, files
from .entry_links import NO_LINKS, Links, links_of
from .entry_parts import part
from .indicators import Measured, measured


class Disagreement(Struct, frozen=True):
    """A recorded difference between sources, with what each says."""

    difference: Difference
    statements: tuple[DifferenceStatement, ...]

    @property
    def is_settled(self) -> bool:
        return self.difference.state == Difference.State.SETTLED


_Role = Participation.Role

# What a difference on a name is about, as citations say it; other points have one word for both.
_TOLD_BY = {Difference.Field.NAME: (Citation.About.HEAD, Citation.About.TITLE)}


class EntryDetail(Struct, frozen=True):
    """All that a page about one entry shows."""

    entry: Entry
    home: City | None
    cities: tuple[City, ...]  # that it names, the home city left out
    areas: tuple[EntryArea, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    participations: tuple[Participation, ...]
    links: Links
    files: Files
    questions: tuple[OpenQuestion, ...]
    changes: tuple[ChangeNote, ...]
    programme: tuple[ProgrammeLine, ...] = ()
    reviews: tuple[CommitmentReview, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    measured: tuple[Measured, ...] = ()
    with_pages: frozenset[int] = frozenset()  # which of the bodies that it names have a page

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return all public files, photographs too."""
        return (*self.files.papers, *(one.document for one in self.files.photographs))

    @property
    def leaf(self) -> Entry:
        return self.entry.leaf

    @property
    def owing(self) -> tuple[Participation, ...]:
        return tuple(one for one in self.participations if one.role == _Role.OWES)

    @property
    def owed_to(self) -> tuple[Participation, ...]:
        return tuple(one for one in self.participations if one.role == _Role.PARTY)

    @property
    def beside_a_promise(self) -> tuple[Participation, ...]:
        """Return who neither owes it nor is owed it."""
        bound = (_Role.OWES, _Role.PARTY)
        return tuple(one for one in self.participations if one.role not in bound)

    @property
    def statements(self) -> tuple[Citation, ...]:
        """Return what sources state on the points on which they state different things.

        Without the points that a recorded difference tells already.
        """
        told = {
            about
            for one in self.disagreements
            if one.statements
            for about in _TOLD_BY.get(one.difference.field, (one.difference.field,))
        }
        points = differing_points(self.citations) - told
        return tuple(citation for citation in self.citations if citation.about in points)

    @property
    def sources_differ(self) -> bool:
        """Whether the page has to say that sources differ."""
        return bool(self.disagreements or differing_points(self.citations))


def differing_points(citations: Iterable[Citation]) -> set[str]:
    """Return the points on which two of the citations state different things."""
    stated: dict[str, set[str]] = {}
    for citation in citations:
        if citation.about and citation.value:
            stated.setdefault(citation.about, set()).add(citation.value)
    return {about for about, values in stated.items() if len(values) > 1}


def entry_detail(entry: Entry) -> EntryDetail:
    """Return the entry, as `public_entry` gave it, with its surroundings.

    At most thirteen queries: cities with the home city, areas, citations, participants, links both
    ways, documents, differences with their statements, questions, notes of changes, what only its
    kind has, what is counted of it, and which of the bodies named there have a page. None for what
    the entry has nothing of.
    """
    cities = entry_parts.cities(entry)
    return EntryDetail(
        entry=entry,
        home=next((city for city in cities if city.is_home), None),
        cities=tuple(city for city in cities if not city.is_home),
        areas=part(entry, "areas", entry_parts.areas),
        citations=part(entry, "citations", entry_parts.citations),
        disagreements=disagreements(part(entry, "differences", entry_parts.differences)),
        participations=participations(entry),
        links=links_of(entry) if entry.has_links or entry.has_links_back else NO_LINKS,
        files=files(part(entry, "documents", entry_parts.documents)),
        questions=part(entry, "questions", entry_parts.questions),
        changes=part(entry, "changes", entry_parts.changes),
        **_of_kind(entry),
    )


def disagreements(differences: Iterable[Difference]) -> tuple[Disagreement, ...]:
    """Return the differences, read with their subject, with their statements, open ones first.

    One query for the statements, none without differences.
    """
    found = sorted(differences, key=lambda one: (one.state != "open", one.key))
    lay_along(found, "statements", entry_parts.statements([one.pk for one in found]))
    return tuple(Disagreement(one, tuple(one.statements.all())) for one in found)


def participations(entry: Entry) -> tuple[Participation, ...]:
    """Return who took part, our side first, each person without a public name taken off."""
    found = part(entry, "participations", entry_parts.participations)
    for one in found:
        if not one.name_shown:
            one.person = None
    sides = {Side.OURS: 0, Side.PARTNER: 1, Side.THIRD: 2, "": 3}
    return tuple(sorted(found, key=lambda one: (sides[one.side], one.pk)))


# What `paper_state` says, in words.
PAPER_STATES = {
    "draft": _("draft, not signed"),
    "pending": _("signed, not yet in force"),
    "in_force": _("in force"),
    "reported": _("in force as reported; term not known"),
    "expired": _("expired"),
    "terminated": _("ended by a party"),
}


def paper_state(agreement: Agreement, on: date) -> str:
    """Return what a paper is on a day: draft, pending, reported, in_force, expired, terminated.

    "reported": in force from its signature as reports say, its term not known. The last day of
    a term counts; the day a party ended it does not. Only what is sure on the day counts.
    """
    if agreement.paper_state == Agreement.PaperState.DRAFT:
        return "draft"
    if agreement.terminated.is_known and agreement.terminated.last <= on:
        return "terminated"
    if agreement.expires.is_known and agreement.expires.last < on:
        return "expired"
    starts = agreement.in_force if agreement.in_force.is_known else agreement.start
    if starts.is_known and starts.first > on:
        return "pending"
    return "in_force" if agreement.in_force.is_known else "reported"


def _of_kind(entry: Entry) -> dict[str, Any]:
    """Return what only the entry's kind has, in four queries at most."""
    if entry.kind == Entry.Kind.DELEGATION:
        stops = part(entry, "programme", entry_parts.programme, delegation=entry.leaf)
        inviting = entry.leaf.invited_by_id
        return {"programme": stops, "with_pages": with_pages(Organisation, [inviting])}
    if entry.kind == Entry.Kind.COMMITMENT:
        found = part(entry, "reviews", entry_parts.reviews, commitment=entry.leaf)
        return {"reviews": found, "measured": _measured(entry)}
    if entry.kind in (Entry.Kind.AGREEMENT, Entry.Kind.EVENT):
        steps = part(entry, "steps", entry_parts.steps, evidence=entry)
        bodies = with_pages(Organisation, (step.body_id for step in steps))
        counted = _measured(entry) if entry.kind == Entry.Kind.AGREEMENT else ()
        return {"steps": steps, "with_pages": bodies, "measured": counted}
    return {}


def _measured(entry: Entry) -> tuple[Measured, ...]:
    return measured(entry) if entry.has_indicators else ()


def with_pages(
    noun: type[Organisation] | type[Source], records: Iterable[int | None]
) -> frozenset[int]:
    """Return which of the records have a public page. One query, none where there are none."""
    wanted = {record for record in records if record is not None}
    if not wanted:
        return frozenset()
    return frozenset(_with_pages(wanted, noun=noun))


@kept
def _with_pages(records: list[int], *, noun: type[Organisation] | type[Source]) -> QuerySet:
    return noun.objects.published().filter(pk__in=records).values_list("pk", flat=True)
