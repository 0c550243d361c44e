import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_entries_are_found_by_three_letters")]

    operations = [
        migrations.AddField(
            model_name="participation",
            name="day",
            field=models.DateField(default=datetime.date(1, 1, 1), editable=False),
        ),
        migrations.AddField(
            model_name="participation",
            name="kind",
            field=models.CharField(default="", editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="participation",
            name="public",
            field=models.BooleanField(default=False, editable=False),
        ),
        *(
            migrations.AddIndex(
                model_name="participation",
                index=models.Index(
                    condition=models.Q((f"{who}__isnull", False)),
                    fields=[who, "kind", "public", "-day", "-entry", "name_shown"],
                    name=f"part_of_{who}_by_day",
                ),
            )
            for who in ("person", "organisation", "city")
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("place__isnull", False)),
                fields=["place", "kind", "publication", "-ordering_day", "-id"],
                name="entry_of_place_by_day",
            ),
        ),
    ]
