"""Many copies of made-up rows, written by the database itself: a million entries in minutes."""

from collections.abc import Iterable

from django.core.management.color import no_style
from django.db import connection, models

from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import Record
from diplomacy.registry.models.words import columns

MARK = "n0x"  # in whatever names a row of the block, and another in each copy
_MARKED = {"key", "search", *columns("title")}


class CopiedRows:
    """The entries after the first `before`, and the rows beside them, ready to be copied."""

    def __init__(self, kinds: set[type[Entry]], beside: Iterable[Record], before: int) -> None:
        """Take in what was written last: every row of a table after those of the first entries."""
        tables = {type(row) for row in beside}
        self._models = [Entry, *sorted(kinds, key=_name), *sorted(tables, key=_name)]
        first = Entry.objects.order_by("pk").values_list("pk", flat=True)[before]
        self._spans = {Entry: (first, Entry.objects.latest("pk").pk - first + 1)}
        for table in tables:
            rows = table.objects.filter(**{f"{_owner(table).attname}__gte": first})
            ends = rows.aggregate(models.Min("pk"), models.Max("pk"))
            self._spans[table] = (ends["pk__min"], ends["pk__max"] - ends["pk__min"] + 1)
        self._statements = [
            *(self._copying(model, model) for model in self._models),
            *(
                self._copying(model, model.history.model)
                for model in self._models
                if model != Entry
            ),
        ]

    def write(self, number: int) -> None:
        """Write the copy with this number, from 1."""
        with connection.cursor() as cursor:
            for statement in self._statements:
                cursor.execute(statement.replace("%(copy)s", str(number)))

    def reset_sequences(self) -> None:
        """Let the next row of each table be numbered after the copies."""
        tables = [table for _model, table in self._tables()]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)

    def _tables(self) -> list[tuple[type[Record], type[models.Model]]]:
        """Return each model with its own table, then each with that of its history."""
        own = [(model, model) for model in self._models]
        # What all kinds share is in the history of each kind.
        return own + [(model, model.history.model) for model in self._models if model != Entry]

    def _copying(self, model: type[Record], table: type[models.Model]) -> str:
        """Return the statement that copies the rows of the table: of a model or of its history."""
        first, number = self._spans.get(model, self._spans[Entry])
        fields = [
            field
            for field in table._meta.local_concrete_fields
            if table is model or not field.primary_key  # a row of history is numbered anew
        ]
        names = ", ".join(f'"{field.column}"' for field in fields)
        values = ", ".join(self._value(model, field) for field in fields)
        pk = f'"{model._meta.pk.column}"'
        return (
            f'INSERT INTO "{table._meta.db_table}" ({names}) SELECT {values}'
            f' FROM "{table._meta.db_table}" WHERE {pk} BETWEEN {first} AND {first + number - 1}'
        )

    def _value(self, model: type[Record], field: models.Field) -> str:
        own = model._meta.get_field(field.name) if _has(model, field.name) else field
        target = model if own is model._meta.pk else None
        if own.is_relation:
            target = own.related_model
        column = f'"{field.column}"'
        if span := self._spans.get(target and _counted(target)):
            return f"{column} + %(copy)s * {span[1]}"
        if field.name in _MARKED:
            return f"REPLACE({column}, '{MARK}', 'n%(copy)sx')"
        return column


def _counted(model: type[models.Model]) -> type[models.Model]:
    """Return the model whose rows number those of this one: all kinds are entries."""
    return Entry if issubclass(model, Entry) else model


def _owner(table: type[Record]) -> models.ForeignKey:
    """Return the column that says of which entry a row is, the first that leads to one."""
    return next(
        field
        for field in table._meta.concrete_fields
        if field.is_relation and _counted(field.related_model) is Entry
    )


def _has(model: type[models.Model], name: str) -> bool:
    return name in {field.name for field in model._meta.concrete_fields}


def _name(model: type[models.Model]) -> str:
    return model.__name__
