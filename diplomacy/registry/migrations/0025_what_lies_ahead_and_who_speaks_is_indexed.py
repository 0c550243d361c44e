from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0024_rows_of_areas_are_counted_in_an_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(models.F("expires__last"), name="agreement_by_last_day_of_term"),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("side__gt", "")),
                fields=["side", "entry"],
                name="citation_of_told_side_by_entry",
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(models.F("due__last"), name="commitment_by_last_due_day"),
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["progress", "entry_ptr"], name="delegation_by_progress"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("offer", ""), _negated=True),
                fields=["offer", "entry_ptr"],
                name="event_of_offer",
            ),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(
                condition=models.Q(("organisation__isnull", False)),
                fields=["organisation", "kind"],
                name="source_of_body_by_kind",
            ),
        ),
    ]
