from django.db import migrations, models


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
    ]
