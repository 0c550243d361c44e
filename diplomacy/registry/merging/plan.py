"""What a merge would do, before anything is done."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from msgspec import Struct, field

from diplomacy.registry.models import City, Organisation, Person, Relationship
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.values import in_words

from .pointing import Pointing, pointing_to

NOUNS: dict[str, type[models.Model]] = {
    "city": City,
    "organisation": Organisation,
    "person": Person,
    "relationship": Relationship,
}

# Columns that are of use together only: filled where the kept record has none of them.
TOGETHER = (
    {"latitude", "longitude"},
    {"own_name", "own_language"},
    {"aim", "aim_said_by"},
    {"sentence_fa", "sentence_en", "sentence_zh", "sentence_on"},
)
JOINED = {"staff_note", "contact"}
OWN = {"key", "is_home", "home_end", "partner", "leading", "position", "publication", "revises"}
OWN |= {f"withdrawn_{name}" for name in ("on", *(f"reason_{code}" for code in LANGUAGES))}

# Where both rows cannot hold a value, that of the moved one gives way: constraint → column, value.
GIVES_WAY = {"city_shows_one_figure_of_a_kind": ("shown", False)}


class Unlike(Struct, frozen=True):
    """A value of both records, of which the kept one's stays."""

    label: str
    kept: str
    other: str


class Plan(Struct):
    """What becomes of `other` and of all that points to it. `obstacles` forbid the merge."""

    kept: models.Model
    other: models.Model
    moved: list[Pointing] = field(default_factory=list)
    doubles: list[Pointing] = field(default_factory=list)
    gives_way: list[tuple[Pointing, str, Any]] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    unlike: list[Unlike] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)


def plan(kept: models.Model, other: models.Model, *, lock: bool = False) -> Plan:
    """Return what merging `other` into `kept` would do.

    Two queries per foreign key to their noun, and a few for rows with rules of their own.
    """
    found = Plan(kept, other)
    found.obstacles += _between(kept, other)
    if found.obstacles:
        return found
    _Rows(found, lock).sort()
    _fill(found)
    _keep_names(found)
    return found


def _between(kept: models.Model, other: models.Model) -> Iterator[str]:
    """Yield what stands between the two records themselves."""
    if kept.pk == other.pk:
        yield _("These are one record already. Choose two.")
        return
    if getattr(other, "is_home", False):
        yield _("The home city can only be the one that is kept.")
    if isinstance(kept, Relationship) and kept.home_end_id != other.home_end_id:
        yield _("These ties begin at different home ends.")
    if kept.pk in _revised(other) or other.pk in _revised(kept):
        yield _("One is a draft copy of the other: publish it or delete it instead.")
    for part, whole in ((kept, other), (other, kept)):
        if whole.pk in _wholes(part):
            yield _("“%(part)s” is a part of “%(whole)s”. Change that first.") % {
                "part": part,
                "whole": whole,
            }


def _revised(record: models.Model) -> set[int | None]:
    return {getattr(record, "revises_id", None)} - {None}


def _wholes(record: models.Model) -> set[int]:
    """Return the numbers of all that `record` is a part of. A query for each level."""
    found: set[int] = set()
    above = getattr(record, "parent_id", None)
    while above and above not in found:
        found.add(above)
        above = type(record).objects.filter(pk=above).values_list("parent_id", flat=True).first()
    return found


class _Rows:
    """Sorts the rows that point to the other: to be moved, to go as doubles, or in the way."""

    def __init__(self, found: Plan, lock: bool) -> None:
        self.found = found
        self.rows = pointing_to(found.other, lock=lock)
        nouns = {type(one.row) for one in self.rows}
        self.standing = [
            one.row for one in pointing_to(found.kept, lock=lock) if type(one.row) in nouns
        ]

    def sort(self) -> None:
        contents = {_content(row) for row in self.standing if _is_bare(type(row))}
        taken = {name: row for row in self.standing for name, _rule in _identities(row)}
        for one in self.rows:
            after = copy(one.row)
            for key in one.by:
                setattr(after, key.name, self.found.kept)
            if _is_bare(type(after)) and _content(after) in contents:
                self.found.doubles.append(one)
                continue
            for name, rule in _identities(after):
                if name in taken:
                    self._collide(one, taken[name], rule)
                else:
                    taken[name] = one.row
            self.found.obstacles += self._faults(one, after)
            self.found.moved.append(one)

    def _collide(self, one: Pointing, standing: models.Model, rule: models.BaseConstraint) -> None:
        if rule.name in GIVES_WAY:
            self.found.gives_way.append((one, *GIVES_WAY[rule.name]))
            return
        self.found.obstacles.append(
            _("%(noun)s “%(moved)s” and “%(standing)s” cannot both stand: %(why)s %(what)s")
            % {
                "noun": capfirst(one.row._meta.verbose_name),
                "moved": one.row,
                "standing": standing,
                "why": rule.get_violation_error_message(),
                "what": _("Merge one of these ties into the other first.")
                if isinstance(standing, Relationship)
                else _("Change or delete one of them first."),
            }
        )

    def _faults(self, one: Pointing, after: models.Model) -> Iterator[str]:
        """Yield why the row must not point to the kept record twice, or to itself."""
        noun = type(self.found.kept)
        ends = [key for key in after._meta.concrete_fields if key.related_model is noun]
        if len(ends) < 2 and type(after) is not noun:
            return
        for rule in after._meta.constraints:
            if not isinstance(rule, models.CheckConstraint):
                continue
            try:
                rule.validate(type(after), after)
            except ValidationError as fault:
                yield f"{capfirst(after._meta.verbose_name)} “{one.row}”: {fault.messages[0]}"


def _is_bare(model: type[models.Model]) -> bool:
    """Return whether a row of `model` is nothing but its values: no key, nothing hangs on it."""
    alone = not any(field.unique for field in model._meta.concrete_fields if not field.primary_key)
    return alone and not model._meta.related_objects


def _content(row: models.Model) -> tuple:
    fields = [one for one in row._meta.concrete_fields if one.editable and not one.primary_key]
    return type(row), *(getattr(row, one.attname) for one in fields)


def _identities(row: models.Model) -> Iterator[tuple[tuple, models.BaseConstraint]]:
    """Yield what no other row of the table may have too, with the rule that says so."""
    for rule in row._meta.constraints:
        if not isinstance(rule, models.UniqueConstraint):
            continue
        if rule.condition and not rule.condition.check(row._get_field_expression_map(row._meta)):
            continue
        columns = [row._meta.get_field(name) for name in rule.fields]
        if any(column.is_relation for column in columns):
            yield (rule.name, *(getattr(row, column.attname) for column in columns)), rule
    for column in row._meta.local_concrete_fields:
        if column.one_to_one and getattr(row, column.attname) is not None:
            yield (str(column), getattr(row, column.attname)), _one_to_one(column)


def _one_to_one(column: models.Field) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[column.name],
        name=str(column),
        violation_error_message=_("There can be one of them only."),
    )


def _fill(found: Plan) -> None:
    """Decide what the kept record takes from the other, and what it cannot take."""
    kept, other = found.kept, found.other
    named = {name for name, _language in _name_columns(kept)}
    for column in kept._meta.concrete_fields:
        name = column.name
        if column.primary_key or not column.editable or name in OWN:
            continue
        mine, its = getattr(kept, column.attname), getattr(other, column.attname)
        if _is_empty(column, its) or mine == its:
            continue
        if name in JOINED:
            found.joined[name] = "\n\n".join(filter(None, [mine, its]))
        elif its == kept.pk and column.related_model is type(kept):
            continue
        elif _is_open(kept, name):
            found.filled[column.attname] = its
        elif name not in named:
            label = capfirst(column.verbose_name)
            found.unlike.append(Unlike(label, in_words(kept, column), in_words(other, column)))


def _is_open(kept: models.Model, name: str) -> bool:
    group = next((group for group in TOGETHER if name in group), {name})
    fields = [kept._meta.get_field(one) for one in group if hasattr(kept, one)]
    return all(_is_empty(one, getattr(kept, one.attname)) for one in fields)


def _is_empty(column: models.Field, value: Any) -> bool:
    return value in column.empty_values


def _name_columns(record: models.Model) -> Iterator[tuple[str, str]]:
    """Yield the columns of names with the language of each."""
    if not hasattr(record, "name"):
        return
    for code in LANGUAGES:
        yield f"name_{code}", code
    if hasattr(record, "own_name"):
        yield "own_name", record.own_language


def _keep_names(found: Plan) -> None:
    """Keep the names of the other that would be lost: as aliases, else in the note for staff."""
    kept, other = found.kept, found.other
    stays = {found.filled.get(name) or getattr(kept, name) for name, _code in _name_columns(kept)}
    names: dict[str, str] = {}
    for name, language in _name_columns(other):
        text = getattr(other, name)
        if text and text not in stays:
            names.setdefault(text, language)
    if hasattr(kept, "aliases"):
        have = {alias.text for one in (kept, other) for alias in one.aliases.all()}
        found.aliases = [(text, code) for text, code in names.items() if text not in have]
    elif names:
        line = f"{' / '.join(names)} ({other.key})"
        note = found.joined.get("staff_note", kept.staff_note)
        found.joined["staff_note"] = "\n\n".join(filter(None, [note, line]))
