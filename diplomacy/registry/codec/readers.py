"""The readers' part of the register: what of each record may leave, and nothing else.

Everything that hands records to the public goes through here: API, downloads, the bundle and the
register file for readers. Rows that readers may not see stay in the database; of what is read,
`hide` takes off what the pages do not show either.
"""

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from diplomacy.registry import models as m
from diplomacy.registry.models.words import LANGUAGES, TAGS

from .parts import Row
from .records import value_of, with_rows
from .shape import model_of, noun_of, slots, struct_of

_PUBLIC = m.Publication.PUBLISHED
_UNNAMED = gettext_noop("name not public")


def readers_records(noun: str) -> QuerySet:
    """Return the records of a noun of register files that readers may see, by key.

    No rows come along; a kind of entry is read from its own table.
    """
    model = model_of(noun)
    chosen = _CHOSEN.get(model)
    return (chosen() if chosen else model.objects.published()).order_by("key")


def with_readers_rows(records: QuerySet, struct: type[Row] | None = None) -> QuerySet:
    """Return the records with the rows that readers may see of them.

    As many queries as a noun has kinds of rows, and one, however many records.
    """
    struct = struct or struct_of(noun_of(records.model))
    shown = shown_references(records.model)
    records = with_rows(records.annotate(**shown), struct, rows_of_readers)
    # What a tie is called is made of its two ends.
    ties = [slot.name for slot in slots(struct) if slot.noun == "ties"]
    ends = [f"{name}__{end}" for name in ties for end in ("home_end", "partner")]
    return records.select_related(*ends) if ends else records


def shown_references(model: type[Model]) -> dict[str, Exists]:
    """Return the annotations by which `hide` knows what of a record's references has a page."""
    return {
        name: Exists(noun.objects.published().filter(pk=OuterRef(reference)))
        for name, noun, reference in _SHOWN.get(model, ())
    }


def readers_part(record: Model, struct: type[Row] | None = None) -> Row:
    """Return what readers may have of a record read by `with_readers_rows`, as a Struct.

    Fields for staff hold their defaults. The record in memory loses what `hide` takes off.
    """
    struct = struct or struct_of(noun_of(type(record)))
    hide(record)
    seen = (slot for slot in slots(struct) if slot.reach != "staff")
    return struct(**{slot.name: value_of(record, slot, readers_part) for slot in seen})


def named_part(record: Model) -> Row:
    """Return no more of a record than the pages of others print of it: what it is called.

    For places, bodies and sources that have no page of their own, yet are named on one.
    """
    struct = struct_of(noun_of(type(record)))
    seen = (slot for slot in slots(struct) if slot.required or slot.name in _PRINTED)
    return struct(**{slot.name: value_of(record, slot, readers_part) for slot in seen})


def hide(record: Model) -> None:
    """Take off a record or row in memory what readers may not see of it; it is not to be saved."""
    if act := hiding(table_of(record)):
        act(record)


def hiding(model: type[Model]) -> Callable[[Model], None] | None:
    """Return what `hide` does to each row of a table, None where readers may see all of them."""
    return _HIDING.get(model)


def _procedures() -> QuerySet:
    """Return the legal paths that the page of a public tie shows."""
    ties = m.Relationship.objects.published()
    on_it = m.StepRecord.objects.published().values("step__procedure")
    return m.Procedure.objects.filter(
        Q(country__in=ties.values("partner__country"))
        | Q(country__in=ties.values("home_end__country"))
        | Q(pk__in=on_it)
    )


def _countries() -> QuerySet:
    """Return the countries that something public names."""
    return m.Country.objects.filter(
        Q(pk__in=m.City.objects.published().values("country"))
        | Q(pk__in=m.Organisation.objects.published().values("country"))
        | Q(pk__in=_procedures().values("country"))
    )


_CHOSEN: dict[type[Model], Callable[[], QuerySet]] = {
    m.Country: _countries,
    m.Identity: m.Identity.objects.all,
    m.Procedure: _procedures,
}

# Rows that the pages do not show of a public record.
_ROWS: dict[type[Model], Callable[[], QuerySet]] = {
    m.EntryLink: lambda: m.EntryLink.objects.filter(to__publication=_PUBLIC),
    m.StepRecord: m.StepRecord.objects.published,
    m.CityFigure: lambda: m.CityFigure.objects.filter(
        Q(city__is_home=True) | Q(city__in=m.Relationship.objects.published().values("partner"))
    ),
}

# References that a page shows only where they have a page: the annotation that tells it.
_SHOWN = {
    m.City: [("parent_shown", m.City, "parent")],
    m.Organisation: [
        ("parent_shown", m.Organisation, "parent"), ("city_shown", m.City, "city"),
    ],
    m.Source: [("organisation_shown", m.Organisation, "organisation")],
}  # fmt: skip


# What stands for a record where another's page names it.
_PRINTED = {"name", "own_name", "own_language", "kind", "country", "publisher", "language"}


def rows_of_readers(model: type[Model]) -> QuerySet:
    """Return the rows of a table that the pages of public records show."""
    chosen = _ROWS.get(model)
    return chosen() if chosen else model.objects.all()


def table_of(record: Model) -> type[Model]:
    """Return the model of a record, which may be a plain one (`plain.py`)."""
    return getattr(record, "of_table", None) or type(record)


def _hide_unless_shown(record: Model) -> None:
    for name, _noun, reference in _SHOWN[table_of(record)]:
        if not getattr(record, name):
            setattr(record, reference, None)


def _hide_address(source: m.Source) -> None:
    _hide_unless_shown(source)
    if not source.linked:
        source.url = ""


def _hide_name(part: m.Participation) -> None:
    """Take off a name that is not public; who then is nobody is said to be so, as on the page."""
    if not part.name_shown:
        part.person = None
    if not (part.person or part.organisation or part.city or part.words or part.office):
        for code in LANGUAGES:
            with override(TAGS[code]):
                setattr(part, f"words_{code}", _(_UNNAMED))


def _hide_cost(visit: m.Delegation) -> None:
    if not visit.cost_shown:
        visit.cost, visit.currency = None, ""


def _hide_answer(question: m.OpenQuestion) -> None:
    question.answered_by = question.answer


_HIDING: dict[type[Model], Callable] = {
    m.City: _hide_unless_shown,
    m.Organisation: _hide_unless_shown,
    m.Source: _hide_address,
    m.Participation: _hide_name,
    m.Delegation: _hide_cost,
    m.OpenQuestion: _hide_answer,
}
