from django.db import migrations

from diplomacy.registry.models.searching import with_short

NOUNS = (
    *("Country", "City", "Organisation", "Person", "DiplomacyLayer", "CooperationArea"),
    *("Source", "Relationship", "Difference", "OpenQuestion", "Procedure", "Identity", "Entry"),
)
AT_ONCE = 2_000


def write_what_is_short(apps, schema_editor):
    """Add the last line to search texts; backwards it may stay, the older search reads past it."""
    for noun in NOUNS:
        model = apps.get_model("registry", noun)
        statement = f'UPDATE "{model._meta.db_table}" SET search = %s WHERE id = %s'
        rows = model.objects.order_by("pk").values_list("search", "pk")
        some, last = list(rows[:AT_ONCE]), 0
        while some:
            last = some[-1][1]
            changed = [(with_short(text), pk) for text, pk in some if text.endswith(" \n")]
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(statement, changed)
            some = list(rows.filter(pk__gt=last)[:AT_ONCE])


class Migration(migrations.Migration):
    dependencies = [("registry", "0014_what_entries_bear_is_copied")]

    operations = [migrations.RunPython(write_what_is_short, migrations.RunPython.noop)]
