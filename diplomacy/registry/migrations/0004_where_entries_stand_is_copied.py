from django.db import migrations

COPIES = (
    "UPDATE registry_participation SET (day, kind, public) ="
    " (SELECT ordering_day, kind, publication = 'published'"
    " FROM registry_entry AS e WHERE e.id = registry_participation.entry_id)"
)


def count_anew(apps, schema_editor):
    """SQLite forgot what it knew of the table to which columns came, and takes any index for good.

    PostgreSQL sees to it by itself.
    """
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA analysis_limit = 1000")
        schema_editor.execute("ANALYZE")


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_rows_of_participants_say_where_an_entry_stands")]

    # Going back leaves the copies: the migration before takes away their columns.
    operations = [
        migrations.RunSQL(COPIES, migrations.RunSQL.noop),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
