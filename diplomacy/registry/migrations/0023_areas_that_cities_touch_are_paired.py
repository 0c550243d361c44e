from django.db import migrations

# Of each pair any entry will do: two seconds for a million entries.
PAIRS = (
    "INSERT INTO registry_cityarea (city, area, entry)"
    " SELECT city_id, area_id, max(registry_entryarea.entry_id)"
    " FROM registry_entrycity, registry_entryarea"
    " WHERE public AND registry_entryarea.entry_id = registry_entrycity.entry_id"
    " GROUP BY city_id, area_id"
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0022_pairs_of_cities_and_areas_have_a_table")]

    # Going back leaves the pairs: the migration before takes away their table.
    operations = [migrations.RunSQL(PAIRS, migrations.RunSQL.noop)]
