from datetime import date

from django.db import migrations
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Substr

ENDS = ["city", "council", "citizens"]
WORDS = ["claim", "list", "assessment"]
ENCOUNTERS = [
    "ceremony", "meeting", "conference", "exhibition", "cultural_week",
    "joint_project", "letter", "gift", "aid", "anniversary",
]  # fmt: skip
SIGNED = Q(agreement__paper_state="signed")
CONTACT = Q(
    Q(
        delegation__progress="completed",
        delegation__direction__in=["incoming", "outgoing", "online"],
    )
    | Q(event__type__in=ENCOUNTERS)
    | SIGNED,
    ~Q(weight="context"),
    ~Q(start=""),
    level__in=ENDS,
)
COUNTED = CONTACT & Q(
    Q(start__first__gt=date.min) | Q(agreement__isnull=False),
    weight="substantive",
    start__last__lt=date.max,
)
FLAGS = {
    "contact": CONTACT,
    "counted": COUNTED,
    "act": Q(level__in=ENDS)
    & ~Q(event__type__in=WORDS)
    & ~Q(delegation__direction="others")
    & ~SIGNED
    & ~Q(kind="restriction"),
    "proposal": Q(commitment__force__in=["proposal", "answer_awaited"]),
    "deed": SIGNED | Q(event__type="joint_project"),
    "ground": SIGNED
    & Q(agreement__instrument__in=["loi", "mou", "project", "friendship", "sister"])
    | Q(event__type__in=[*WORDS, "decision"])
    | Q(kind="restriction"),
}


def copy_what_entries_bear(apps, schema_editor):
    entries = apps.get_model("registry", "Entry").objects.using(schema_editor.connection.alias)
    rows = apps.get_model("registry", "EntryCity").objects.using(schema_editor.connection.alias)
    of_row = entries.filter(pk=OuterRef("entry"))
    days = {
        name: Subquery(of_row.annotate(day=Substr("start", place, 10)).values("day"))
        for name, place in (("first", 1), ("last", 12))
    }
    flags = {name: Exists(of_row.filter(condition)) for name, condition in FLAGS.items()}
    rows.update(**days, **flags)


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_rows_of_cities_hold_what_an_entry_bears")]

    # Going back leaves the copies: the migration before takes away their columns.
    operations = [migrations.RunPython(copy_what_entries_bear, migrations.RunPython.noop)]
