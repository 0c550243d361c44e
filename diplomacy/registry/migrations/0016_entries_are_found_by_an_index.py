from django.db import migrations

from diplomacy.registry.models import search_index


def make_index(apps, schema_editor):
    """Make the indexes, where they can be had; on SQLite once the table has all columns (0018)."""
    if schema_editor.connection.vendor != "sqlite":
        search_index.create(schema_editor.connection)


def drop_index(apps, schema_editor):
    search_index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_search_texts_hold_what_is_short")]

    operations = [migrations.RunPython(make_index, drop_index)]
