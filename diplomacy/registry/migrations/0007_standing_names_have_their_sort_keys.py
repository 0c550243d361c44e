from django.db import migrations

from diplomacy.registry.models.ordering import order_keys

NAMED = ("Country", "City", "Organisation", "Person")


def write_keys(apps, schema_editor):
    """Fill the sort keys of what stands already: a historical model has no `save` that would.

    Backwards there is nothing to do, since the columns go with the migration before.
    """
    for name in NAMED:
        model = apps.get_model("registry", name)
        changed = []
        for record in model.objects.iterator():
            for column, key in order_keys(record).items():
                setattr(record, column, key)
            changed.append(record)
        model.objects.bulk_update(changed, ["order_fa", "order_en", "order_zh"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_names_are_sorted_by_stored_keys")]

    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
