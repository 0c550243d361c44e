from datetime import date, timedelta

from django.db import migrations
from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Substr

FORMS = ["none", "contact", "loi", "mou", "project", "friendship", "sister"]
SCOPES = ["all", "official_political", "technical", "travel", "funding"]
DECISIONS = {"ended": 11, "not_pursued": 12}
WORDS = {"list": 29, "claim": 30, "assessment": 40}

WHICH = Case(
    *(
        When(agreement__paper_state="signed", agreement__instrument=form, then=rung)
        for rung, form in enumerate(FORMS)
        if rung > 1
    ),
    *(When(restriction__scope=scope, then=place) for place, scope in enumerate(SCOPES, 1)),
    *(When(event__decides=decides, then=number) for decides, number in DECISIONS.items()),
    *(
        When(event__type="list", event__claimed_form=form, then=20 + rung)
        for rung, form in enumerate(FORMS)
    ),
    *(When(event__type=type, then=number) for type, number in WORDS.items()),
    default=0,
)


def _day(date_of, place):
    return Substr(date_of, place, 10, output_field=CharField())


SINCE = Case(
    When(Q(kind="agreement") & ~Q(agreement__in_force=""), then=_day("agreement__in_force", 12)),
    default=_day("start", 12),
)
UNTIL = Case(
    When(Q(kind="agreement") & ~Q(agreement__expires=""), then=_day("agreement__expires", 1)),
    When(Q(kind="restriction") & ~Q(end=""), then=_day("end", 1)),
    default=Value(date.max.isoformat()),
)


def copy_which_ground_entries_are(apps, schema_editor):
    alias = schema_editor.connection.alias
    entries = apps.get_model("registry", "Entry").objects.using(alias)
    rows = apps.get_model("registry", "EntryCity").objects.using(alias)
    of_row = entries.filter(pk=OuterRef("entry"))
    copies = {"which": WHICH, "since": SINCE, "until": UNTIL}
    rows.filter(ground=True).update(
        **{
            name: Subquery(of_row.annotate(copy=copy).values("copy"))
            for name, copy in copies.items()
        }
    )
    rows.filter(which=0).exclude(since=date.max, until=date.max).update(
        since=date.max, until=date.max
    )
    papers = apps.get_model("registry", "Agreement").objects.using(alias)
    for paper in papers.exclude(terminated="").iterator():
        # The day on which a party ended a paper counts no more.
        ended = paper.terminated.first
        last = ended if ended in (date.min, date.max) else ended - timedelta(days=1)
        rows.filter(entry=paper.pk, which__gt=0, until__gt=last).update(until=last)


def count_anew(apps, schema_editor):
    """SQLite forgot what it knew of the tables to which columns came (as at 0017)."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA analysis_limit = 1000")
        schema_editor.execute("ANALYZE")


class Migration(migrations.Migration):
    dependencies = [("registry", "0019_rows_of_cities_hold_which_ground_an_entry_is")]

    # Going back leaves the copies: the migration before takes away their columns.
    operations = [
        migrations.RunPython(copy_which_ground_entries_are, migrations.RunPython.noop),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
