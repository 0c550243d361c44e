from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0021_which_ground_entries_are_is_copied")]

    operations = [
        migrations.CreateModel(
            name="CityArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("city", models.BigIntegerField()),
                ("area", models.BigIntegerField()),
                ("entry", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("city", "area"), name="city_touches_an_area_once"
                    )
                ],
            },
        ),
    ]
