from django.db import migrations


def count_anew(apps, schema_editor):
    """SQLite would prefer an index of which it knows how much it finds, for good."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA analysis_limit = 1000")
        schema_editor.execute("ANALYZE registry_entrycity")


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_entries_of_a_kind_of_a_city_are_found_by_day")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
