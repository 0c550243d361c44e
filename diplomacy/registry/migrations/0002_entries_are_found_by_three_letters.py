from django.db import migrations

from diplomacy.registry.models import search_index


def make_index(apps, schema_editor):
    """Make index and triggers; SQLite drops both where a later migration adds a column to entries."""
    search_index.create(schema_editor.connection)


def drop_index(apps, schema_editor):
    search_index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [("registry", "0018_the_index_of_sqlite_keeps_step")]
    dependencies = [("registry", "0001_the_register_has_its_tables")]

    operations = [migrations.RunPython(make_index, drop_index)]
