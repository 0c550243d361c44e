"""A site that holds something of everything: the shipped register, and what no file carries."""

from datetime import UTC, datetime
from io import StringIO

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from diplomacy.accounts.models import RateCount, RecoveryCode, SecondFactor, SignIn, User
from diplomacy.ingest.models import Batch, ColumnMapping
from diplomacy.office.models import CalendarAddress, KeptForm, SentReminder, TieReview
from diplomacy.registry.merging import merge
from diplomacy.registry.models import (
    ChangeNote,
    Delegation,
    FormerAddress,
    Publication,
    Submission,
    TwinnedPlace,
    TwinningSource,
)
from tests import builders
from tests.office import drill
from tests.reporting import report

# The shipped register and its neighbour, told by the folder that holds them.
SHIPPED = sorted(path for path in (settings.BASE_DIR / "registers").iterdir() if path.is_dir())
# Roles are data of the program: nothing of ours writes into the groups of Django.
UNUSED = {"auth.Group", "auth.Group_permissions"}
MOMENT = datetime(2026, 3, 25, 22, 45, 59, 123456, tzinfo=UTC)


def note_migrations(on: BaseDatabaseWrapper = connection) -> None:
    """Note all as applied where the tables were made without (--no-migrations)."""
    with on.cursor() as cursor:
        if "django_migrations" in on.introspection.table_names(cursor):
            return
    MigrationRecorder(on).ensure_schema()
    with override_settings(MIGRATION_MODULES={}):
        loader = MigrationLoader(None)
    # One that replaces others is applied, to Django, when those are noted.
    replaced = (each.replaces for each in loader.replacements.values())
    known = sorted({*loader.disk_migrations}.union(*replaced))
    insert = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
    with on.cursor() as cursor:
        cursor.executemany(insert, [(app, name, "2026-03-25 00:00:00") for app, name in known])


def make_tables() -> None:
    """Make all tables at once, which takes a fraction of the time that the migrations take."""
    none = {each.label: None for each in apps.get_app_configs()}
    with override_settings(MIGRATION_MODULES=none):
        call_command("migrate", run_syncdb=True, verbosity=0)
    note_migrations()


def fill(with_register: bool = True) -> None:
    """Write something into every table; with the register one that stays empty is a fault."""
    if with_register:
        call_command("load_register", *map(str, SHIPPED), stdout=StringIO(), stderr=StringIO())
    drill.fill()
    clerk = User.objects.get(username="clerk")
    clerk.digest, clerk.sessions_ended = "never", 3
    clerk.save()
    chief = User.objects.create_user("chief", role="administrator", email="chief@testabad.test")
    _at_the_door(clerk, chief)
    _at_the_desk(clerk, chief)
    _in_the_register(clerk, chief)
    empty = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model._base_manager.exists()
    }
    if with_register and empty != UNUSED:
        raise AssertionError(f"nothing stands in {sorted(empty - UNUSED)}")


def _at_the_door(clerk: User, chief: User) -> None:
    factor = SecondFactor.objects.create(user=clerk, secret="A" * 32, last_step=58_000_000)
    RecoveryCode.objects.create(factor=factor, digest="0" * 64)
    SignIn.objects.create(user=clerk, by=chief, what="reset", how="link", client="1" * 64)
    RateCount.objects.create(purpose="sign-in", seconds=60, starts_at=MOMENT, ends_at=MOMENT)
    LogEntry.objects.create(user=clerk, action_flag=1, object_repr=drill.AWKWARD)


def _at_the_desk(clerk: User, chief: User) -> None:
    KeptForm.objects.create(user=clerk, form="visit", typed="title=%D8%B3&x=1")
    SentReminder.objects.create(user=clerk, line="tie:quiet:1", stage="due")
    CalendarAddress.objects.create(user=clerk, digest="2" * 64)
    TieReview.objects.create(
        relationship=builders.tie(),
        on="2026-03-21",
        verdict="deepen",
        reasons=drill.AWKWARD,
        prepared_by=clerk,
        signed_by=chief,
        signed_at=MOMENT,
        facts={"b": [1, 0.1, 1e22, None, True], "a": {"متن": drill.AWKWARD}},
    )
    batch = Batch.objects.create(
        noun="delegations",
        by=clerk,
        file_name="سفرها.csv",
        headers=["title"],
        columns=["title_en"],
        rows=[[2, [drill.AWKWARD]]],
        imported_at=MOMENT,
    )
    batch.records.create(line=2, record_id=1, version="1")
    ColumnMapping.objects.create(user=clerk, noun="delegations", headers="3" * 64, columns=["x"])


def _in_the_register(clerk: User, chief: User) -> None:
    partner = builders.city()
    visit = builders.delegation(
        partner, cost="12345678901234.5", currency="EUR", publication="draft"
    )
    paper = builders.agreement(partner, publication="draft")
    for publication in Publication.values:  # only one of them is public, also where who took part
        builders.agreement(partner, publication=publication)
    Delegation.objects.create(key="copy", direction="incoming", revises=visit.entry_ptr)
    builders.indicator(paper, values={"2021-03": "0.0001", "2024": 5_000_000_000})
    Submission.objects.create(entry=visit.entry_ptr, submitted_by=clerk)
    ChangeNote.objects.create(entry=paper.entry_ptr, day="2026-01-02", words_en="x", by=chief)
    FormerAddress.objects.create(noun="city", key="old", record_id=partner.pk)
    partner.pronunciation_en, partner.sort_as_en = "PART-ner", "Ville, Partner"
    partner.save()
    builders.offer(partner, offer_url="https://offer.test/")
    builders.correction(partner, sender="reader@testabad.test", found_where=drill.AWKWARD)
    merge(builders.city(), builders.city(), chief)
    report(2020)
    report(2021, state="withdrawn")
    listed = TwinningSource.objects.create(
        key="list", name="List", publisher="The Test Post", date="2026-01-02"
    )
    one, two = (TwinnedPlace.objects.create(source=listed, name=name) for name in "ab")
    one.twins.add(two)
