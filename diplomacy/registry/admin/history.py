"""What happened to a record and to its rows: who, when, and what it was before."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import Document
from diplomacy.registry.values import Names, in_words, moment
from diplomacy.registry.versions import RowLink, Snapshot

RESTORED = "restored"  # with the moment of the version

# Reasons that programs write into the history; what stands after a colon is a person's note.
REASONS = {
    "loaded from a register file": _("loaded from a register file"),
    "made by start_register": _("made by start_register"),
    "published": _("published"),
    "published without review": _("published without review"),
    "changed without review": _("changed without review"),
    "sent for review": _("sent for review"),
    "sent back": _("sent back"),
    "taken back": _("taken back"),
    "a note to readers was removed": _("a note to readers was removed"),
    "copied in order to change it": _("copied in order to change it"),
    "withdrawn": _("withdrawn"),
    "merged": _("merged"),
    "merge undone": _("merge undone"),
    "blanked": _("a private person blanked"),
    RESTORED: _("restored"),
}

_AUTHOR = "a change by "  # of an accepted draft copy; a program writes it before the note

LIMIT = 200  # changes of each noun that a page shows, newest first

ACTS = {"+": _("added"), "~": _("changed"), "-": _("deleted")}


class Line(Struct, frozen=True):
    """One value, before and after; either may be empty."""

    label: str
    old: str
    new: str


class Change(Struct, frozen=True):
    """One write. `version` is the history number if it was a write to the record itself."""

    when: datetime
    who: str
    noun: str
    act: str
    reason: str
    lines: tuple[Line, ...]
    version: int | None

    @property
    def moment(self) -> str:
        return moment(self.when)


class Rows(Struct, frozen=True):
    """The rows of one kind that a version had, each with its values."""

    noun: str
    rows: list[list[Line]]


def changes(record: models.Model, rows: Sequence[RowLink], sees_all: bool = False) -> list[Change]:
    """Return the newest changes of `record` and its rows, newest first.

    Those of papers that were ever restricted only for whom `sees_all` is true.
    One query for the record and one for each kind of row, however many changes there are;
    one more for each record that they name and that the database does not join.
    """
    names: Names = {}
    found: list[Change] = []
    for model, column in [(type(record), type(record)._meta.pk.attname), *rows]:
        found += _changes_of(model, column, record, names, sees_all)
    return sorted(found, key=lambda change: change.when, reverse=True)


def values(version: models.Model, model: type[models.Model]) -> list[Line]:
    """Return the values that a past version had, without the empty ones."""
    return _values_of(tracked_fields(model), version, {})


def rows(said: Snapshot) -> list[Rows]:
    """Return the rows of a version, kind by kind, without empty values. A query a table named."""
    names = _names_in(said)
    found = []
    for (table, column), saved in said.rows.items():
        fields = tracked_fields(table, column)
        lines = [_values_of(fields, table(**row.values), names) for row in saved]
        if lines:
            found.append(Rows(capfirst(table._meta.verbose_name_plural), lines))
    return found


def _names_in(said: Snapshot) -> Names:
    """Return the names of all records that the rows of a version name and that still stand."""
    wanted: dict[type[models.Model], set[int]] = {}
    for (table, column), saved in said.rows.items():
        for field in tracked_fields(table, column):
            if field.is_relation:
                found = {row.values[field.attname] for row in saved} - {None}
                wanted.setdefault(field.related_model, set()).update(found)
    return {
        (model, pk): str(record)
        for model, pks in wanted.items()
        for pk, record in model._base_manager.in_bulk(pks).items()
    }


def _values_of(fields: Iterable[models.Field], record: models.Model, names: Names) -> list[Line]:
    shown = ((field, in_words(record, field, names)) for field in fields)
    return [Line(capfirst(field.verbose_name), "", value) for field, value in shown if value]


def tracked_fields(model: type[models.Model], parent: str = "") -> list[models.Field]:
    """Return the fields whose changes mean something to staff."""
    kept = {field.name for field in model.history.model._meta.fields}
    return [
        field
        for field in model._meta.fields
        if field.name in kept
        and not field.primary_key
        and field.attname != parent
        and (field.editable or field.name == "withdrawn_on")
    ]


def _changes_of(
    model: type[models.Model], column: str, record: models.Model, names: Names, sees_all: bool
) -> Iterator[Change]:
    own = model is type(record)
    fields = tracked_fields(model, column)
    joined = [field.name for field in fields if field.is_relation]
    past = model.history.filter(**{column: record.pk})
    if model is Document and not sees_all:
        hidden = past.filter(access=Document.Access.RESTRICTED)
        past = past.exclude(id__in=hidden.values("id"))
    versions = list(
        past.select_related("history_user", *joined).order_by("-history_date", "-history_id")[
            : LIMIT + 1
        ]
    )
    for version, before in _with_former(versions, model._meta.pk.attname):
        lines = tuple(_lines(version, before, fields, names))
        reason = version.history_change_reason or ""
        if before and not lines and not reason:  # only what is derived changed: the search text
            continue
        yield Change(
            when=version.history_date,
            who=str(version.history_user or ""),
            noun=capfirst(model._meta.verbose_name),
            act=ACTS[version.history_type],
            reason=_reason(reason),
            lines=lines,
            version=version.history_id if own else None,
        )


def _with_former(
    versions: Iterable[models.Model], pk: str
) -> Iterator[tuple[models.Model, models.Model | None]]:
    """Yield each version with the one before it of the same row."""
    by_row = sorted(versions, key=lambda version: (getattr(version, pk), -version.history_id))
    for _row, of_row in groupby(by_row, key=lambda version: getattr(version, pk)):
        newest_first = list(of_row)
        yield from zip(newest_first, [*newest_first[1:], None], strict=True)


def _lines(
    version: models.Model,
    before: models.Model | None,
    fields: Iterable[models.Field],
    names: Names,
) -> Iterator[Line]:
    gone = version.history_type == "-"
    for field in fields:
        if (
            before
            and not gone
            and getattr(version, field.attname) == getattr(before, field.attname)
        ):
            continue
        now = in_words(version, field, names)
        old = now if gone else in_words(before, field, names) if before else ""
        new = "" if gone else now
        if old or new:
            yield Line(capfirst(field.verbose_name), old, new)


def _reason(stored: str) -> str:
    act, colon, note = stored.partition(": ")
    if note.startswith(_AUTHOR):
        who, then, rest = note.removeprefix(_AUTHOR).partition(": ")
        note = gettext("a change by %(who)s") % {"who": who} + then + rest
    if act == RESTORED:
        with suppress(ValueError):
            note = moment(datetime.fromisoformat(note))
    return f"{REASONS[act]}{colon}{note}" if act in REASONS else stored
