"""Partial dates in the database and in forms."""

from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.urls import NoReverseMatch, reverse

from diplomacy.calendars import MAX_LENGTH, UNKNOWN, DateError, PartialDate, read, write

from .date_words import active_language, both_calendars, fault

# "2024-09-01/2024-09-30 " before the text.
DAYS_LENGTH = 22


class _TextField(models.Field):
    """Text that the database compares byte by byte, whatever its locale."""

    def get_internal_type(self) -> str:
        return "CharField"

    def db_parameters(self, connection) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        # SQLite compares bytes by itself; PostgreSQL would skip hyphens under some locales.
        collation = "C" if connection.vendor == "postgresql" else None
        return parameters | {"collation": collation}


class StoredDay(_TextField):
    """A day as text, "2024-09-25": what `__first` and `__last` of a partial date return."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 10} | kwargs)

    def to_python(self, value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def from_db_value(self, value: str | None, expression, connection) -> date | None:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if isinstance(value, datetime):
            value = value.date()
        return value.isoformat() if isinstance(value, date) else value


class _PartialDateAttribute(DeferredAttribute):
    """Makes a `PartialDate` of what is assigned, so that nobody meets the bare text."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        is_expression = hasattr(value, "resolve_expression")
        instance.__dict__[self.field.attname] = value if is_expression else _as_date(value)


class PartialDateField(_TextField):
    """A date as far as it is known, never NULL; its value is a `PartialDate`.

    One column holds "first/last text", so that it sorts and filters by the first possible day
    on both databases: `start__first__lte=day`, `start__last__gte=day`. Two companion columns
    clash with the history models. `blank=False` refuses an unknown date in validation.
    A canonical text, a day or None may be assigned and reads back as a `PartialDate`; a wrong
    text raises DateError there and then.
    """

    descriptor_class = _PartialDateAttribute
    description = "A date as far as it is known"
    empty_values = [None, "", UNKNOWN]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = DAYS_LENGTH + MAX_LENGTH
        kwargs["default"] = _as_date(kwargs.get("default"))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        default = kwargs.pop("default")
        if default.is_known:
            kwargs["default"] = default.text
        return name, path, args, kwargs

    def to_python(self, value: Any) -> PartialDate:
        """Return the date of a canonical text, a day, or None. Raises ValidationError."""
        try:
            return _as_date(value)
        except DateError as error:
            raise ValidationError(fault(error), code=error.code) from error

    def from_db_value(self, value: str | None, expression, connection) -> PartialDate | None:
        if value is None:  # an outer join without a row
            return None
        return _stored(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if hasattr(value, "resolve_expression"):
            return value
        value = _as_date(value)
        return f"{value.first.isoformat()}/{value.last.isoformat()} {value.text}"

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj).text

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": PartialDateFormField} | kwargs)


class _PossibleDay(models.Transform):
    """The day at a fixed place of the column."""

    place: int

    @property
    def output_field(self) -> models.Field:
        return StoredDay()

    def as_sql(self, compiler, connection, **context: Any):
        column, parameters = compiler.compile(self.lhs)
        # Numbers in the text: by parameters no index of these days is found.
        return f"SUBSTR({column}, {self.place}, 10)", parameters


@PartialDateField.register_lookup
class FirstPossibleDay(_PossibleDay):
    lookup_name = "first"
    place = 1


@PartialDateField.register_lookup
class LastPossibleDay(_PossibleDay):
    lookup_name = "last"
    place = 12


class PartialDateInput(forms.TextInput):
    """One line for a date, with the date in both calendars below it.

    Keeps what was typed. The script asks the address of `date-echo` after a change; without
    script, or without that address, the line below shows the value that the page came with.
    """

    template_name = "registry/widgets/partial_date.html"

    class Media:
        js = [forms.Script("registry/partial-date.js", defer=True)]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"dir": "auto", "autocomplete": "off", "maxlength": MAX_LENGTH}
        super().__init__(plain | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["echo"] = _echo(widget["value"])
        widget["echo_id"] = f"{widget['attrs'].get('id') or name}_echo"
        described = (widget["attrs"].get("aria-describedby"), widget["echo_id"])
        widget["attrs"]["aria-describedby"] = " ".join(filter(None, described))
        with suppress(NoReverseMatch):
            widget["attrs"]["data-echo"] = reverse("date-echo")
        return context


class PartialDateFormField(forms.CharField):
    """A date as staff type it: either calendar, any digits, as far as it is known."""

    widget = PartialDateInput
    empty_values = [*validators.EMPTY_VALUES, UNKNOWN]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, empty_value=UNKNOWN)

    def to_python(self, value: Any) -> PartialDate:
        """Return the date that was typed. Raises ValidationError, which names the fault."""
        if isinstance(value, PartialDate):
            return value
        try:
            return read(str(value or ""))
        except DateError as error:
            raise ValidationError(fault(error), code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        """Return a date in the words of the page and the calendar of its source."""
        if not isinstance(value, PartialDate):
            return value
        return write(value, active_language(), value.calendar) if value.is_known else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(_as_date(initial), data)


@lru_cache(maxsize=8192)
def _stored(value: str) -> PartialDate:
    """Return the date of a column: many rows hold the same."""
    days, _, text = value.partition(" ")
    return PartialDate(text, *map(date.fromisoformat, days.split("/")))


def _as_date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime):
        value = value.date()
    return PartialDate.of(value) if isinstance(value, date) else PartialDate.parse(value or "")


def _echo(typed: str | None) -> str:
    try:
        value = read(typed or "")
    except DateError:  # the form says what is wrong with it
        return ""
    return both_calendars(value) if value.is_known else ""
