from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_staff_have_accounts")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="digest",
            field=models.CharField(
                choices=[("daily", "Every day"), ("weekly", "Every week"), ("never", "Never")],
                default="weekly",
                help_text="How often what needs attention is sent by e-mail.",
                max_length=10,
                verbose_name="digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__in", ["daily", "weekly", "never"])),
                name="user_has_a_known_digest",
            ),
        ),
    ]
