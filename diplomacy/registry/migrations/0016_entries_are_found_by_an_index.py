from django.db import migrations

from diplomacy.registry.models import search_index


def make_index(apps, schema_editor):
    """Make the index of words, where it can be had, and that of what lasted for months."""
    search_index.create(schema_editor.connection)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(search_index.LASTING_INDEX)


def drop_index(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX entry_of_several_months")
    search_index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_search_texts_hold_what_is_short")]

    operations = [migrations.RunPython(make_index, drop_index)]
