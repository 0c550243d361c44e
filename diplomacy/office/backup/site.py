"""What is backed up: a database and a folder of documents."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import FileField

from diplomacy.serving.health import standing

from .archive import BackupFault, Table

MIGRATIONS = "django_migrations"
# Tables that `migrate` itself fills.
FILLED_BY_MIGRATE = {MIGRATIONS, "django_content_type", "auth_permission"}

Execute = Callable[[str], Any]
Say = Callable[[str], Any]


class Site(NamedTuple):
    connection: BaseDatabaseWrapper
    documents: Path

    @classmethod
    def here(cls) -> "Site":
        """Return the site that the settings describe."""
        return cls(connection, Path(settings.DOCUMENTS_ROOT))

    @property
    def engine(self) -> str:
        return self.connection.vendor

    def columns(self) -> dict[str, list[str]]:
        """Return our tables with their columns."""
        ours = self.connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with self.connection.cursor() as cursor:
            there = self.connection.introspection.table_names(cursor)
            tables = sorted({*ours, *({MIGRATIONS} & set(there))})
            return {table: self._columns(cursor, table) for table in tables}

    def _columns(self, cursor: Any, table: str) -> list[str]:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]

    def migrations(self) -> list[str]:
        """Return what is applied, none where there are no tables yet."""
        with self.connection.cursor() as cursor:
            if MIGRATIONS not in self.connection.introspection.table_names(cursor):
                return []
            return applied(lambda sql: (cursor.execute(sql), cursor)[1])

    def refuse_other_state(
        self, migrations: list[str], tables: dict[str, Table], what: str
    ) -> None:
        """Raise BackupFault, with what to do, unless `what` has our migrations and columns."""
        here, migrations = self.migrations(), named_today(migrations)
        if not here:
            raise BackupFault("The database has no tables yet. Run the command `migrate` first.")
        if newer := sorted(set(migrations) - set(here)):
            raise BackupFault(
                f"{what} has migrations that this database lacks: {', '.join(newer)}. Install the"
                " version that made it, or a newer one, and run `migrate`."
            )
        if older := sorted(set(here) - set(migrations)):
            raise BackupFault(
                f"This database has migrations that {what.lower()} lacks: {', '.join(older)}. Take"
                f" an empty database back to where {what.lower()} is (`migrate APP NAME`), fill it,"
                " and `migrate`."
            )
        stated = {name: sorted(table.columns) for name, table in tables.items()}
        if stated != {name: sorted(columns) for name, columns in self.columns().items()}:
            raise BackupFault(
                f"{what} has other tables or columns than this database, although its migrations"
                " are the same. Install the version that made it."
            )

    def has_data(self) -> bool:
        """Return whether anything stands in the database that `migrate` did not write."""
        with self.connection.cursor() as cursor:
            for table in self.columns().keys() - FILLED_BY_MIGRATE:
                cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
                if cursor.fetchone():
                    return True
        return False


def applied(execute: Execute) -> list[str]:
    """Return the migrations applied, as app.name."""
    rows = execute(f'SELECT "app", "name" FROM "{MIGRATIONS}"').fetchall()
    return named_today(f"{app}.{name}" for app, name in rows)


def named_today(migrations: Iterable[str]) -> list[str]:
    """Return the migrations of a database or a backup as this version names them."""
    pairs = [(app, name) for app, _, name in (one.partition(".") for one in migrations)]
    return sorted(f"{app}.{name}" for app, name in standing(pairs))


def named_files(execute: Execute) -> set[str]:
    """Return the names of all files that rows name."""
    fields = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]
    return {
        name
        for table, column in fields
        for (name,) in execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
        if name
    }
