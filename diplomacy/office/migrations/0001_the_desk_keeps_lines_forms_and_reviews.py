import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # The last of those for which it stands: whoever has that has all of them (record 76).
    replaces = [("office", "0002_ties_are_reviewed")]
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('registry', '0001_the_register_has_its_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_forms', to=settings.AUTH_USER_MODEL)),
                ('form', models.CharField(max_length=120)),
                ('typed', models.TextField()),
                ('kept_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'kept form',
                'verbose_name_plural': 'kept forms',
                'constraints': [models.UniqueConstraint(fields=('user', 'form'), name='form_is_kept_once_for_each')],
            },
        ),
        migrations.CreateModel(
            name='SentReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                ('line', models.CharField(max_length=160, verbose_name='line')),
                ('stage', models.CharField(max_length=20, verbose_name='stage')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'sent reminder',
                'verbose_name_plural': 'sent reminders',
                'constraints': [models.UniqueConstraint(fields=('user', 'line', 'stage'), name='reminder_is_sent_once_at_each_stage')],
            },
        ),
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_address', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
            },
        ),
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to=settings.AUTH_USER_MODEL)),
                ('line', models.CharField(max_length=160, verbose_name='line')),
                ('until', models.DateField(verbose_name='until')),
            ],
            options={
                'verbose_name': 'snoozed line',
                'verbose_name_plural': 'snoozed lines',
                'constraints': [models.UniqueConstraint(fields=('user', 'line'), name='line_is_snoozed_once_by_each')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalTieReview',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('on', models.DateField(verbose_name='day of the review')),
                ('verdict', models.CharField(blank=True, choices=[('keep', 'keep'), ('deepen', 'deepen'), ('pause', 'pause'), ('end', 'end')], max_length=8, verbose_name='advice')),
                ('reasons', models.TextField(blank=True, help_text='For staff; never public.', verbose_name='reasons')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='signed off')),
                ('facts', models.JSONField(editable=False, null=True, verbose_name='facts it rests on')),
                ('relationship', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='registry.relationship', verbose_name='tie')),
                ('prepared_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('signed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed off by')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical review of a tie',
                'verbose_name_plural': 'historical reviews of ties',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TieReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.relationship', verbose_name='tie')),
                ('on', models.DateField(verbose_name='day of the review')),
                ('verdict', models.CharField(blank=True, choices=[('keep', 'keep'), ('deepen', 'deepen'), ('pause', 'pause'), ('end', 'end')], max_length=8, verbose_name='advice')),
                ('reasons', models.TextField(blank=True, help_text='For staff; never public.', verbose_name='reasons')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('prepared_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('signed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed off by')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='signed off')),
                ('facts', models.JSONField(editable=False, null=True, verbose_name='facts it rests on')),
            ],
            options={
                'verbose_name': 'review of a tie',
                'verbose_name_plural': 'reviews of ties',
                'ordering': ['-on', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('signed_at__isnull', True)), fields=('relationship',), name='tie_has_one_open_review', violation_error_message='A review of this tie is open already.'), models.CheckConstraint(condition=models.Q(models.Q(('facts__isnull', True), ('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('facts__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('verdict', ''), _negated=True), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='signed_review_has_advice_reasons_and_facts', violation_error_message='A signed review gives its advice and its reasons.')],
            },
        ),
    ]
