from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists of a kind that are narrowed by class, direction, type, force or scope read the index."""

    dependencies = [("registry", "0013_entries_of_a_kind_are_sorted_by_day")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="aspect",
            field=models.CharField(default="", editable=False, max_length=20),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["kind", "publication", "aspect", "-ordering_day", "-id"],
                name="entry_by_aspect_and_day",
            ),
        ),
    ]
