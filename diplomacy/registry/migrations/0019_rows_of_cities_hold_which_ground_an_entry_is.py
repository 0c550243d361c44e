import datetime
import diplomacy.registry.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0018_the_index_of_sqlite_keeps_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="entrycity",
            name="since",
            field=diplomacy.registry.fields.StoredDay(
                default=datetime.date(9999, 12, 31), editable=False, max_length=10
            ),
        ),
        migrations.AddField(
            model_name="entrycity",
            name="until",
            field=diplomacy.registry.fields.StoredDay(
                default=datetime.date(9999, 12, 31), editable=False, max_length=10
            ),
        ),
        migrations.AddField(
            model_name="entrycity",
            name="which",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("about", "instrument")),
                fields=["about", "entry", "value"],
                name="citation_of_class_by_entry",
            ),
        ),
        migrations.AddIndex(
            model_name="entrycity",
            index=models.Index(
                condition=models.Q(("which__gt", 0)),
                fields=["city", "public", "kind", "-which", "since", "entry", "until"],
                name="entry_city_by_which_ground",
            ),
        ),
        migrations.AddIndex(
            model_name="entrycity",
            index=models.Index(
                condition=models.Q(("which", 11)),
                fields=["city", "public", "last", "first"],
                name="entry_city_ending_by_last",
            ),
        ),
    ]
