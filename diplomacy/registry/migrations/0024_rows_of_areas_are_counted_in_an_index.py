from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0023_areas_that_cities_touch_are_paired")]

    operations = [
        migrations.AddIndex(
            model_name="entryarea",
            index=models.Index(fields=["area", "standing"], name="entry_area_by_standing"),
        ),
    ]
