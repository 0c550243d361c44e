from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0025_what_lies_ahead_and_who_speaks_is_indexed"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(
                condition=models.Q(("organisation__isnull", False)),
                fields=["entry", "organisation", "id"],
                name="participation_of_body_by_entry",
            ),
        ),
    ]
