from django.db import migrations

from diplomacy.registry.models import search_index


def make_index(apps, schema_editor):
    """Make index and triggers: SQLite makes a table anew for a column (0011), and drops both."""
    if schema_editor.connection.vendor == "sqlite":
        search_index.create(schema_editor.connection)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        search_index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_by_what_lists_narrow_entries_is_copied")]

    operations = [migrations.RunPython(make_index, drop_index)]
