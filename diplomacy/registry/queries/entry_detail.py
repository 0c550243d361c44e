"""One entry with all that readers may see of it, and nothing of what they may not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

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
    EntryLink,
    OpenQuestion,
    Participation,
    ProgrammeLine,
    Publication,
    Side,
    StepRecord,
)

MOST_CHANGES = 20  # notes of changes that a page shows, newest first


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A recorded difference between sources, with what each says."""

    difference: Difference
    statements: tuple[DifferenceStatement, ...]

    @property
    def is_settled(self) -> bool:
        return self.difference.state == Difference.State.SETTLED


@dataclass(frozen=True, slots=True)
class Related:
    """A published entry that stands to this one as `kind` says.

    `outward` is False where the link was recorded on the other one, so that it reads backwards.
    """

    kind: str
    outward: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """All that a page about one entry shows."""

    entry: Entry
    home: City | None
    cities: tuple[City, ...]  # that it names, the home city left out
    areas: tuple[EntryArea, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    participations: tuple[Participation, ...]
    related: tuple[Related, ...]
    commitments: tuple[Entry, ...]  # promises that arise from it
    documents: tuple[Document, ...]
    questions: tuple[OpenQuestion, ...]
    changes: tuple[ChangeNote, ...]
    programme: tuple[ProgrammeLine, ...] = ()
    reviews: tuple[CommitmentReview, ...] = ()
    steps: tuple[StepRecord, ...] = ()

    @property
    def leaf(self) -> Entry:
        return self.entry.leaf

    @property
    def statements(self) -> tuple[Citation, ...]:
        """Return what sources state on the points on which they state different things."""
        points = differing_points(self.citations)
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
    """Return the published entry with its surroundings.

    At most eleven queries: cities with the home city, areas, citations, participants, links both
    ways, documents, differences with their statements, questions, notes of changes, and what
    only its kind has.
    """
    related, commitments = _related(entry)
    named = entry.city_rows.values("city")
    cities = City.objects.filter(Q(is_home=True) | Q(pk__in=named)).select_related("identity")
    return EntryDetail(
        entry=entry,
        home=next((city for city in cities if city.is_home), None),
        cities=tuple(city for city in cities if not city.is_home),
        areas=tuple(entry.area_rows.select_related("area")),
        citations=tuple(entry.citations.select_related("source")),
        disagreements=disagreements(Difference.objects.filter(entry=entry)),
        participations=participations(entry),
        related=related,
        commitments=commitments,
        documents=tuple(Document.objects.published().filter(entry=entry)),
        questions=tuple(questions(Q(entry=entry))),
        changes=tuple(ChangeNote.objects.of(entry)[:MOST_CHANGES]),
        **_of_kind(entry),
    )


def disagreements(differences: QuerySet[Difference]) -> tuple[Disagreement, ...]:
    """Return the differences with their statements, open ones first. Two queries, one if none."""
    found = differences.select_related("relationship", "entry", "city").prefetch_related(
        Prefetch("statements", DifferenceStatement.objects.select_related("source"))
    )
    ordered = sorted(found, key=lambda difference: (difference.state != "open", difference.key))
    return tuple(
        Disagreement(difference, tuple(difference.statements.all())) for difference in ordered
    )


def questions(about: Q) -> QuerySet[OpenQuestion]:
    """Return the open questions on a subject; an answer shows only once it is published."""
    answered = Q(answered_by__publication=Publication.PUBLISHED)
    return OpenQuestion.objects.filter(about).exclude(answered)


def participations(entry: Entry) -> tuple[Participation, ...]:
    """Return who took part, our side first, each person without a public name taken off."""
    found = list(entry.participations.select_related("person", "organisation", "city"))
    for one in found:
        if not one.name_shown:
            one.person = None
    sides = {Side.OURS: 0, Side.PARTNER: 1, Side.THIRD: 2, "": 3}
    return tuple(sorted(found, key=lambda one: (sides[one.side], one.pk)))


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


def _related(entry: Entry) -> tuple[tuple[Related, ...], tuple[Entry, ...]]:
    """Return the links to and from published entries, and the commitments among them."""
    published = Publication.PUBLISHED
    links = EntryLink.objects.filter(
        Q(entry=entry, to__publication=published) | Q(to=entry, entry__publication=published)
    ).select_related("entry", "to")
    related, commitments = [], []
    for link in links:
        outward = link.entry_id == entry.pk
        other = link.to if outward else link.entry
        arises = not outward and link.kind == EntryLink.Kind.ARISES_FROM
        if arises and other.kind == Entry.Kind.COMMITMENT:
            commitments.append(other)
        else:
            related.append(Related(link.kind, outward, other))
    return tuple(related), tuple(commitments)


def _of_kind(entry: Entry) -> dict[str, tuple]:
    """Return what only the entry's kind has, in one query at most."""
    if entry.kind == Entry.Kind.DELEGATION:
        return {"programme": tuple(entry.leaf.programme.select_related("place"))}
    if entry.kind == Entry.Kind.COMMITMENT:
        return {"reviews": tuple(entry.leaf.reviews.select_related("source"))}
    if entry.kind in (Entry.Kind.AGREEMENT, Entry.Kind.EVENT):
        records = StepRecord.objects.published().filter(evidence=entry)
        return {"steps": tuple(records.select_related("step", "body"))}
    return {}
