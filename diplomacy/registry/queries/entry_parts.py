"""The statements of an entry's page, kept for the process; the first says which others find rows.

A condition more in one statement costs a tenth of a statement more.
"""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from diplomacy.registry.kept_statements import Kept, kept
from diplomacy.registry.models import (
    ChangeNote,
    Citation,
    City,
    CommitmentReview,
    Difference,
    DifferenceStatement,
    Document,
    Entry,
    EntryArea,
    EntryCity,
    EntryLink,
    Indicator,
    OpenQuestion,
    Participation,
    ProgrammeLine,
    Publication,
    StepRecord,
)

MOST_CHANGES = 20  # notes of changes that a page shows, newest first

_Kind = Entry.Kind


def public_entry(kind: str, key: str) -> Entry | None:
    """Return the published entry with its leaf and, as `has_…`, what there is of it. One query."""
    return _entry.first(key, kind=kind)


def part(entry: Model, name: str, ask: Kept[Any], **known: Model) -> tuple[Any, ...]:
    """Return the rows of a part of a `public_entry`, each knowing whose it is.

    One query, none where the entry has no such part. `known` is by which column a row names the
    entry, or its leaf, if not as its `entry`. A tie has parts like an entry.
    """
    rows = ask(entry) if getattr(entry, f"has_{name}", True) else ()
    for column, owner in (known or {"entry": entry}).items():
        for row in rows:
            setattr(row, column, owner)
    return tuple(rows)


@kept
def _entry(key: str, *, kind: str) -> QuerySet[Entry]:
    entries = Entry.objects.filter(kind=kind).published().with_leaf()
    along = ("place", "delegation__invited_by", "restriction__body")
    has = {f"has_{name}": Exists(rows) for name, rows in _parts(kind).items()}
    return entries.select_related(*along).filter(key=key).annotate(**has)[:1]


def _parts(kind: str) -> dict[str, QuerySet]:
    """Return the rows of each part of an outer entry of this kind."""
    own = Q(entry=OuterRef("pk"))
    parts = {
        "areas": EntryArea.objects.filter(own),
        "differences": Difference.objects.filter(own),
        "participations": Participation.objects.filter(own),
        "links": EntryLink.objects.filter(own),
        "links_back": EntryLink.objects.filter(to=OuterRef("pk")),
        "documents": Document.objects.published().filter(own),
        "questions": OpenQuestion.objects.filter(own),
        "changes": ChangeNote.objects.filter(own),
    }
    if kind in (_Kind.AGREEMENT, _Kind.COMMITMENT):
        parts["indicators"] = Indicator.objects.filter(own)
    if kind in (_Kind.AGREEMENT, _Kind.EVENT):
        parts["steps"] = StepRecord.objects.published().filter(evidence=OuterRef("pk"))
    if kind == _Kind.COMMITMENT:
        parts["reviews"] = CommitmentReview.objects.filter(commitment=OuterRef("pk"))
    if kind == _Kind.DELEGATION:
        parts["programme"] = ProgrammeLine.objects.filter(delegation=OuterRef("pk"))
    return parts


def questions_about(about: Q) -> QuerySet[OpenQuestion]:
    """Return the open questions on a subject; an answer shows only once it is published."""
    answered = Q(answered_by__publication=Publication.PUBLISHED)
    return OpenQuestion.objects.filter(about).exclude(answered)


@kept
def cities(entry: Entry) -> QuerySet[City]:
    """Return the cities that the entry names, and the home city."""
    named = EntryCity.objects.filter(entry_id=entry).values("city")
    return City.objects.filter(Q(is_home=True) | Q(pk__in=named)).select_related("identity")


@kept
def areas(entry: Entry) -> QuerySet[EntryArea]:
    return EntryArea.objects.filter(entry_id=entry).select_related("area")


@kept
def citations(entry: Entry) -> QuerySet[Citation]:
    return Citation.objects.filter(entry_id=entry).select_related("source")


@kept
def differences(entry: Entry) -> QuerySet[Difference]:
    return with_subject(Difference.objects.filter(entry_id=entry))


def with_subject(found: QuerySet[Difference]) -> QuerySet[Difference]:
    return found.select_related("relationship", "entry", "city")


@kept
def statements(of_differences: list[int]) -> QuerySet[DifferenceStatement]:
    found = DifferenceStatement.objects.filter(difference_id__in=of_differences)
    return found.select_related("source")


@kept
def participations(entry: Entry) -> QuerySet[Participation]:
    found = Participation.objects.filter(entry_id=entry)
    return found.select_related("person", "organisation", "city")


@kept
def documents(entry: Entry) -> QuerySet[Document]:
    return Document.objects.published().filter(entry_id=entry)


@kept
def questions(entry: Entry) -> QuerySet[OpenQuestion]:
    return questions_about(Q(entry_id=entry))


@kept
def changes(entry: Entry) -> QuerySet[ChangeNote]:
    return ChangeNote.objects.filter(entry_id=entry)[:MOST_CHANGES]


@kept
def programme(delegation: Entry) -> QuerySet[ProgrammeLine]:
    return ProgrammeLine.objects.filter(delegation_id=delegation).select_related("place")


@kept
def reviews(commitment: Entry) -> QuerySet[CommitmentReview]:
    found = CommitmentReview.objects.filter(commitment_id=commitment)
    return found.select_related("source").order_by("-on", "-id")


@kept
def steps(entry: Entry) -> QuerySet[StepRecord]:
    found = StepRecord.objects.published().filter(evidence_id=entry)
    return found.select_related("step", "body")
