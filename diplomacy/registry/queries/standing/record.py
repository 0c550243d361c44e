"""What the standing of a tie rests on, read for many ties in a constant number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from msgspec import Struct, field

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Agreement,
    Citation,
    Difference,
    Document,
    Entry,
    EntryCity,
    Event,
    Form,
    Participation,
    Relationship,
    StepRecord,
)

from .enough import FORMS, begun_with, enough, enough_for_form
from .history import visible
from .light import citations_with_sources, entries_with, entry_columns
from .shown import first_shown


class TieRecord(Struct):
    """The rows that bear on one tie, in the order of their days."""

    relationship: Relationship
    papers: list[Agreement] = field(default_factory=list)
    contacts: list[Entry] = field(default_factory=list)
    first_act: Entry | None = None
    last_contact: Entry | None = None
    decisions: list[Event] = field(default_factory=list)
    words: list[Event] = field(default_factory=list)
    restrictions: list = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    disputed_entries: set[int] = field(default_factory=set)
    entries_with_text: set[int] = field(default_factory=set)
    citations: dict[int, list[Citation]] = field(default_factory=dict)


def tie_records(
    ties: Iterable[Relationship],
    public: bool,
    on: date | None = None,
    *,
    shown: bool = False,
    tagged: bool = False,
) -> dict[int, TieRecord]:
    """Return what bears on each tie, by its primary key; with a day as much as tells of that.

    A tie of which a reviewer wrote by that day is told of on two, and read whole. What
    is `shown` of one tie are the first few of each besides (`shown.first_shown`); `tagged`,
    what tells of form and stage alone is read.

    `ties` come from `with_contacts` for the same day, or `with_form_and_stage` to be tagged. Four
    queries at most, however many ties and however long their histories: entries, steps with those
    of their procedures, citations.
    """
    records = {tie.pk: TieRecord(tie) for tie in ties}
    _read_entries(records, public, on, is_shown=shown, is_tagged=tagged)
    _read_steps(records, public)
    _read_citations(records, _lowered if tagged else _grounds)
    return records


def read_besides(record: TieRecord, entries: set[int]) -> None:
    """Read these published entries of a tie as well, if they are not read yet. Two queries."""
    grounds = (*record.papers, *record.words, *record.decisions, *record.contacts)
    if not (missing := entries - {entry.pk for entry in grounds}):
        return
    given = [record.relationship], missing, [], [], (), (), (), date.max
    shape = dict.fromkeys(("is_short", "is_shown", "is_tagged"), False)
    rows = _entries(*given, public=True, **shape)
    for entry, (_tie, *bears) in entries_with(rows):
        _sort_in(record, entry, *bears)
    record.words.sort(key=lambda event: (event.start.ordering_day, event.pk))
    for citation in citations_with_sources(missing):
        record.citations[citation.entry_id].append(citation)


def _read_entries(
    records: dict[int, TieRecord],
    public: bool,
    on: date | None,
    *,
    is_tagged: bool,
    **shape: bool,
) -> None:
    contacts = {
        pk
        for record in records.values()
        for pk in (
            record.relationship.sure_contact,
            record.relationship.possible_contact,
            record.relationship.first_act,
            record.relationship.last_contact,
        )
        if pk
    }
    ties = [record.relationship for record in records.values()]
    in_short, whole = [], []
    for tie in ties:
        is_whole = on is None or (tie.sentence_on and tie.sentence_on <= on and not is_tagged)
        (whole if is_whole else in_short).append(tie)
    cities = {tie.partner_id for tie in in_short}
    given = ties, contacts, whole, in_short, cities, *begun_with(in_short), on or date.max
    shape |= {"is_short": bool(in_short), "is_tagged": is_tagged}
    rows = _entries(*given, public=public, **shape)
    for entry, (tie, *bears) in entries_with(rows):
        if record := records.get(tie):
            _sort_in(record, entry, *bears)


@kept
def _entries(
    *given: Any, public: bool, is_short: bool, is_shown: bool, is_tagged: bool
) -> QuerySet:
    """Return what bears on the ties; on those `in_short` as much as is enough for the day."""
    ties, contacts, whole, in_short, cities, tops, named, on = given
    texts = Document.objects.filter(entry=OuterRef("entry"), kind=Document.Kind.SIGNED_ORIGINAL)
    disputes = Difference.objects.filter(
        entry=OuterRef("entry"), state=Difference.State.OPEN, field__in=Difference.DISPUTES
    )
    rows_of = EntryCity.objects.order_by()
    parts = [
        rows_of.filter(entry__in=contacts).values("pk"),  # told the ties, PostgreSQL walks them all
        rows_of.filter(ground=True, city__ties__in=whole).values("pk"),
    ]
    if is_tagged:
        parts += enough_for_form(cities, named)
    elif is_short:
        parts += enough(in_short, cities, tops, named, on)
    if is_short and is_shown:
        parts += first_shown(in_short, cities, tops, on)
    wanted = parts[0].union(*parts[1:])
    shown = Q(public=True) if public else visible(public, "entry__")
    rows = (
        EntryCity.objects.filter(shown, pk__among=wanted, city__ties__in=ties)
        .annotate(
            tie=F("city__ties"),
            binds_both=binds_both(),
            has_text=Exists(texts.filter(access=Document.Access.PUBLIC) if public else texts),
            disputed=Exists(disputes),
        )
        .order_by("day", "entry")
    )
    told = "tie", "binds_both", "has_text", "disputed"
    return rows.values_list(*entry_columns(), *told)


def binds_both() -> Q:
    """Return the condition that both ends of the tie are parties to the entry of a row."""
    party = Participation.objects.filter(entry=OuterRef("entry"), role=Participation.Role.PARTY)
    ours, theirs = OuterRef("city__ties__home_end"), OuterRef("city")
    return Q(Exists(party.filter(city=theirs))) & Q(Exists(party.filter(city=ours)))


def _sort_in(
    record: TieRecord, entry: Entry, binds_both: bool, has_text: bool, disputed: bool
) -> None:
    if disputed:
        record.disputed_entries.add(entry.pk)
    if has_text:
        record.entries_with_text.add(entry.pk)
    if entry.pk in (record.relationship.sure_contact, record.relationship.possible_contact):
        record.contacts.append(entry)
    if entry.pk == record.relationship.first_act:
        record.first_act = entry
    if entry.pk == record.relationship.last_contact:
        record.last_contact = entry
    match entry.kind:
        case Entry.Kind.RESTRICTION:
            record.restrictions.append(entry)
        case Entry.Kind.AGREEMENT if binds_both and _can_bind(entry):
            record.papers.append(entry)
        case Entry.Kind.EVENT if entry.is_words:
            record.words.append(entry)
        case Entry.Kind.EVENT if entry.type == Event.Type.DECISION:
            record.decisions.append(entry)


def _can_bind(paper: Agreement) -> bool:
    return paper.paper_state == Agreement.PaperState.SIGNED and paper.instrument in FORMS


def _grounds(record: TieRecord) -> set[int]:
    """Return the entries on which the standing rests, by key."""
    first = filter(None, [record.first_act])
    entries = *record.papers, *record.contacts, *record.decisions, *record.words, *first
    proofs = {step.evidence_id for step in record.steps if step.evidence_id}
    return proofs.union(entry.pk for entry in entries)


def _lowered(record: TieRecord) -> set[int]:
    """Return the papers of which a report may lower the class (F3), by key."""
    return {paper.pk for paper in record.papers} - {record.relationship.paper_in_force}


def _read_citations(records: dict[int, TieRecord], cited: Callable[[TieRecord], set[int]]) -> None:
    by_entry = defaultdict(list)
    wanted = {key for record in records.values() for key in cited(record)}
    for citation in citations_with_sources(wanted):
        by_entry[citation.entry_id].append(citation)
    for record in records.values():
        record.citations = by_entry


def _read_steps(records: dict[int, TieRecord], public: bool) -> None:
    steps = _steps([pk for pk, one in records.items() if one.relationship.has_steps], public=public)
    prefetch_related_objects(steps, "step__procedure__steps")
    for step in steps:
        records[step.relationship_id].steps.append(step)


@kept
def _steps(ties: list[int], *, public: bool) -> QuerySet[StepRecord]:
    steps = StepRecord.objects.filter(relationship__in=ties)
    steps = steps.select_related("step__procedure", "evidence")
    return steps.published() if public else steps


def class_of(paper: Agreement, citations: list[Citation]) -> Form:
    """Return the form a paper is of: where reports of its signing differ, the lowest (rule F3)."""
    stated = [
        Form(c.value) for c in citations if c.about == Citation.About.CLASS and c.value in FORMS
    ]
    return min([Form(paper.instrument), *stated], key=lambda form: form.rung)
