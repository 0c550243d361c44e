"""A record's values in the words of the page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diplomacy.calendars import UNKNOWN, PartialDate, digits
from diplomacy.registry.date_words import active_language, both_calendars

Names = dict[tuple[type[models.Model], Any], str]


def moment(when: datetime) -> str:
    """Return a moment in both calendars with the local time of day."""
    local = timezone.localtime(when)
    time = digits(date_format(local, "H:i"), active_language())
    return f"{both_calendars(PartialDate.of(local.date()))} · {time}"


def in_words(record: models.Model, field: models.Field, names: Names | None = None) -> str:
    """Return the value of `field` as text, empty for none.

    `names` keeps the names of related records between calls, so that each is asked for once.
    """
    value = getattr(record, field.attname)
    if field.is_relation:
        return _name(record, field, value, {} if names is None else names)
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")() or "")
    return _plain(value)


def _name(record: models.Model, field: models.Field, pk: Any, names: Names) -> str:
    if pk is None:
        return ""
    place = (field.related_model, pk)
    if place not in names:
        try:
            names[place] = str(getattr(record, field.name))
        except ObjectDoesNotExist:  # history outlives what it names
            names[place] = _former_name(field.related_model, pk)
    return names[place]


def _former_name(model: type[models.Model], pk: Any) -> str:
    """Return what a record was called last that is gone: deleted, or merged into another."""
    versions = getattr(model, "history", None)
    version = versions and versions.filter(**{model._meta.pk.attname: pk}).first()
    return str(version.instance) if version else f"#{pk}"


def _plain(value: Any) -> str:
    if value is None or value == UNKNOWN:
        return ""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


# The first kind that fits: a moment is a day too, and a yes or no a number.
_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (bool, lambda value: _("yes") if value else _("no")),
    (PartialDate, both_calendars),
    (datetime, moment),
    (date, lambda value: both_calendars(PartialDate.of(value))),
    ((int, float, Decimal), lambda value: digits(value, active_language())),
)


def is_date(field: models.Field) -> bool:
    """Return whether the stock admin would show `field` in one calendar only, or as code."""
    return isinstance(field, models.DateField) or isinstance(field.get_default(), PartialDate)


@cache
def read_only(field: models.Field) -> Callable[[models.Model], str]:
    """Return a column that shows `field` in words; the same each time, for the admin compares."""

    def shown(record: models.Model) -> str:
        return in_words(record, field) or "-"

    shown.__name__ = field.name
    shown.short_description = field.verbose_name
    return shown
