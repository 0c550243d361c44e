"""What is asked of the whole history of ties, as columns beside them."""

from datetime import date

from django.db.models import (
    BigIntegerField,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from diplomacy.registry.models import (
    Difference,
    DifferenceStatement,
    Entry,
    EntryCity,
    EntryLink,
    Publication,
    Relationship,
    StepRecord,
    TieCitation,
)

from .enough import chosen


def visible(public: bool, path: str = "") -> Q:
    """Return the condition on the entry at `path` that readers, or staff, see it.

    A draft copy of another entry is no entry of its own.
    """
    if public:
        return Q(**{f"{path}publication": Publication.PUBLISHED})
    withdrawn = Q(**{f"{path}publication": Publication.WITHDRAWN})
    # Negated twice: SQLite takes "revises_id IS NULL" for a key that finds one row and begins there
    # (237 s for two ties among 6,000 entries, so 0.03 s).
    return ~Q(**{f"{path}revises__isnull": False}) & ~withdrawn


def with_contacts(ties: QuerySet[Relationship], public: bool, on: date) -> QuerySet[Relationship]:
    """Annotate ties with what is asked of a whole history: contacts up to `on`, talk, disputes."""
    annotated = with_what_bears(ties, public, on)
    return annotated.annotate(contacts_on=Value(on, output_field=DateField()))


def with_form_and_stage(ties: QuerySet[Relationship], on: date) -> QuerySet[Relationship]:
    """Annotate ties with what of this tells of a public form and stage, the rest as None."""
    not_asked = Value(None, output_field=BigIntegerField())
    papers = chosen(on)
    return ties.annotate(
        **_of_form_and_stage(public=True),
        paper_in_force=papers.pop("paper_in_force"),
        **dict.fromkeys(["possible_contact", "last_contact", *papers], not_asked),
    )


def with_what_bears(ties: QuerySet[Relationship], public: bool, on: date) -> QuerySet[Relationship]:
    """Do the same but for the day `contacts_on`, for a kept query, whose rows are given it."""
    rows = rows_of_partner(public)
    contacts = rows.filter(contact=True)
    latest = counted_contacts(public).filter(last__lte=on).order_by("-last", "-entry_id")
    papers = rows.filter(deed=True, kind=Entry.Kind.AGREEMENT)
    return ties.annotate(
        **_of_form_and_stage(public),
        possible_contact=Subquery(contacts.order_by("first", "entry_id").values("entry_id")[:1]),
        last_contact=Subquery(latest.values("entry_id")[:1]),
        contact_before=Subquery(latest.values("entry__start")[1:2]),
        is_disputed=Exists(_disputes(on)),
        has_paper=Exists(papers),
        **(chosen(on) if public else {}),
    )


def _of_form_and_stage(public: bool) -> dict[str, Subquery | Exists]:
    rows = rows_of_partner(public)
    aim = TieCitation.objects.filter(relationship=OuterRef("pk"), about=TieCitation.About.AIM)
    return {
        "sure_contact": _earliest(rows.filter(contact=True), "entry_id"),
        "first_proposal": _earliest(rows.filter(proposal=True), "entry__start"),
        "first_act": _earliest(rows.filter(act=True), "entry_id"),
        "aim_since": Subquery(aim.order_by("source__date__last", "pk").values("source__date")[:1]),
        "has_steps": Exists(StepRecord.objects.filter(relationship=OuterRef("pk"))),
    }


def _disputes(on: date) -> QuerySet[Difference]:
    """Return the open differences on an outer tie of which a source spoke by the day `on`.

    Nobody could dispute before anybody spoke; a statement without a date counts on every day.
    """
    statements = DifferenceStatement.objects.filter(difference=OuterRef("pk"))
    spoken = statements.filter(Q(source__isnull=True) | Q(source__date__first__lte=on))
    return Difference.objects.filter(
        ~Exists(statements) | Exists(spoken),
        relationship=OuterRef("pk"),
        state=Difference.State.OPEN,
        field__in=Difference.DISPUTES,
    )


def rows_of_partner(public: bool) -> QuerySet[EntryCity]:
    """Return the rows of the partner of an outer tie, which tell what their entries bear on it."""
    # By the copy on the row: by the state of the entry itself SQLite reads the whole register
    # again for every tie (14 s for 33 ties and 20,000 entries, so less than 1 s).
    shown = Q(public=True) if public else visible(public, "entry__")
    return EntryCity.objects.filter(shown, city=OuterRef("partner"))


def counted_contacts(public: bool) -> QuerySet[EntryCity]:
    """Return the contacts that count for activity, each once where two records may be the same."""
    twins = EntryLink.objects.filter(
        visible(public, "to__"), entry=OuterRef("entry"), kind=EntryLink.Kind.MAY_BE_SAME
    )
    return rows_of_partner(public).filter(~Exists(twins), counted=True)


def _earliest(rows: QuerySet[EntryCity], column: str) -> Subquery:
    """Return `column` of the entry that surely came first; one without a date comes last."""
    return Subquery(rows.order_by("last", "entry_id").values(column)[:1])
