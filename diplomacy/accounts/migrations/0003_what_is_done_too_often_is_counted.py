from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_staff_choose_how_often_they_hear")]

    operations = [
        migrations.CreateModel(
            name="RateCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("client", models.CharField(blank=True, max_length=64)),
                ("seconds", models.PositiveIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={"verbose_name": "rate count", "verbose_name_plural": "rate counts"},
        ),
        migrations.AddConstraint(
            model_name="ratecount",
            constraint=models.UniqueConstraint(
                fields=("purpose", "client", "seconds", "starts_at"),
                name="rate_is_counted_in_one_row",
            ),
        ),
    ]
