"""What models and constraints say against records that are not yet saved."""

from collections.abc import Iterable, Iterator
from copy import copy

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils.translation import gettext as _

from .parts import Record


def faults_of(record: models.Model, *, constraints: bool = True) -> Iterator[tuple[str, str]]:
    """Yield each field and reason for which a record or row may not be saved ("" for no field).

    References count as found, whether or not what they name is saved. One query per constraint,
    unless these are left to the database, which holds them when the record is written.
    """
    fields = record._meta.concrete_fields
    unchecked = {field.name for field in fields if field.is_relation or not field.editable}
    yield from _told(record.clean_fields, exclude=unchecked)
    yield from _told(record.clean)
    probe = _with_references(record)
    for model, own in record.get_constraints() if constraints else ():
        for constraint in own:
            if isinstance(constraint, CheckConstraint) or _stands_alone(model):
                yield from _told(constraint.validate, model, probe)


def repeated(records: Iterable[models.Model]) -> Iterator[tuple[models.Model, str]]:
    """Yield each of the records of one table that repeats another one, and the reason."""
    seen = set()
    for record in records:
        probe = _with_references(record)
        for model, constraints in record.get_constraints():
            for constraint in constraints:
                if not isinstance(constraint, UniqueConstraint) or not _applies(constraint, probe):
                    continue
                fields = map(model._meta.get_field, constraint.fields)
                said = (constraint.name, *(getattr(probe, field.attname) for field in fields))
                if said in seen:
                    yield record, str(constraint.get_violation_error_message())
                seen.add(said)


def unnamed(struct: Record) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Yield the path of each counted value whose code names no indicator there, and the reason."""
    codes = {one.code for one in getattr(struct, "indicators", ())}
    for place, counted in enumerate(getattr(struct, "indicator_values", ())):
        if counted.indicator not in codes:
            reason = _("No indicator here has the code “%(code)s”.") % {"code": counted.indicator}
            yield ("indicator_values", place, "indicator"), reason


def _applies(constraint: UniqueConstraint, record: models.Model) -> bool:
    if constraint.condition is None:
        return True
    return constraint.condition.check(record._get_field_expression_map(record._meta))


def _stands_alone(model: type[models.Model]) -> bool:
    """Whether rows of other records cannot collide with it: a row is unique within its record."""
    return any(field.name == "search" for field in model._meta.fields)


def _with_references(record: models.Model) -> models.Model:
    """Return a copy in which references to unsaved records hold numbers that nothing else has."""
    probe = copy(record)
    for field in record._meta.concrete_fields:
        if field.is_relation and getattr(record, field.attname) is None:
            target = field.get_cached_value(record, default=None)
            if target is not None:
                probe.__dict__[field.attname] = -id(target)
    return probe


def _told(check, *args, **kwargs) -> Iterator[tuple[str, str]]:
    try:
        check(*args, **kwargs)
    except ValidationError as error:
        told = getattr(error, "error_dict", None)
        for field, messages in (told or {NON_FIELD_ERRORS: error.error_list}).items():
            name = "" if field == NON_FIELD_ERRORS else field
            for message in messages:
                yield name, " ".join(message.messages)
