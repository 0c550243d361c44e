from django.db import migrations, models


def count_anew(apps, schema_editor):
    """SQLite would prefer an index of which it knows how much it finds, for good."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA analysis_limit = 1000")
        schema_editor.execute("ANALYZE registry_entrycity")


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_where_entries_stand_is_copied")]

    operations = [
        migrations.AddIndex(
            "entrycity",
            models.Index(
                fields=["city", "kind", "public", "-day", "-entry"],
                name="entry_city_of_kind_by_day",
            ),
        ),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
