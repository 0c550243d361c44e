import diplomacy.accounts.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # The last of those for which it stands: whoever has that has all of them (record 76).
    replaces = [("accounts", "0004_a_second_factor_and_what_happens_at_the_door_are_kept")]
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('role', models.CharField(choices=[('viewer', 'Viewer'), ('recorder', 'Recorder'), ('reviewer', 'Reviewer'), ('administrator', 'Administrator')], default='viewer', help_text='Viewers read the staff pages. Recorders write drafts. Reviewers publish what others have sent. Administrators keep accounts and reference lists.', max_length=20, verbose_name='role')),
                ('language', models.CharField(choices=[('fa', 'فارسی'), ('en', 'English'), ('zh-hans', '中文')], default=diplomacy.accounts.models.home_language, help_text='The language of messages to this person.', max_length=10, verbose_name='language')),
                ('digest', models.CharField(choices=[('daily', 'Every day'), ('weekly', 'Every week'), ('never', 'Never')], default='weekly', help_text='How often what needs attention is sent by e-mail.', max_length=10, verbose_name='digest')),
                ('sessions_ended', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'ordering': ['username'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['viewer', 'recorder', 'reviewer', 'administrator'])), name='user_has_a_known_role'), models.CheckConstraint(condition=models.Q(('digest__in', ['daily', 'weekly', 'never'])), name='user_has_a_known_digest')],
            },
            managers=[
                ('objects', diplomacy.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_factor', to=settings.AUTH_USER_MODEL)),
                ('secret', models.CharField(max_length=64)),
                ('last_step', models.BigIntegerField(default=0)),
                ('set_up_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'second factor',
                'verbose_name_plural': 'second factors',
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to='accounts.secondfactor')),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'recovery code',
                'verbose_name_plural': 'recovery codes',
                'constraints': [models.UniqueConstraint(fields=('factor', 'digest'), name='recovery_code_of_a_factor_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
                ('what', models.CharField(choices=[('entered', 'Signed in'), ('failed', 'Wrong name or password'), ('code_failed', 'Wrong code'), ('refused', 'Refused: too many attempts'), ('left', 'Signed out'), ('link', 'One-time link made'), ('password', 'New password'), ('set_up', 'Second step set up'), ('codes', 'New recovery codes'), ('removed', 'Second step given up'), ('reset', 'Second step reset')], max_length=20)),
                ('how', models.CharField(blank=True, choices=[('password', 'by password alone'), ('code', 'with a code of the device'), ('recovery', 'with a recovery code'), ('link', 'at a one-time link')], max_length=20)),
                ('client', models.CharField(blank=True, max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sign-in',
                'verbose_name_plural': 'sign-ins',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['at'], name='sign_in_by_age')],
            },
        ),
        migrations.CreateModel(
            name='RateCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('client', models.CharField(blank=True, max_length=64)),
                ('seconds', models.PositiveIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'rate count',
                'verbose_name_plural': 'rate counts',
                'constraints': [models.UniqueConstraint(fields=('purpose', 'client', 'seconds', 'starts_at'), name='rate_is_counted_in_one_row')],
            },
        ),
    ]
