from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0016_entries_are_found_by_an_index")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["kind", "-ordering_day", "-id"], name="entry_of_kind_by_day"
            ),
        ),
    ]
