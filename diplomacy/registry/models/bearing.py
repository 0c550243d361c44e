"""What an entry bears on where a tie stands, copied to the rows of its cities.

A history may hold ten thousand entries, of which a standing rests on the first or last of a sort:
each is one step in an index of its own (record 59).
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact

from diplomacy.registry.fields import StoredDay

# Rule F4: whose acts are a contact of the two ends.
ENDS_ACT = ("city", "council", "citizens")

# Events in which the ends have to do with each other; a council's decision or a plan is not one.
ENCOUNTERS = (
    "ceremony", "meeting", "conference", "exhibition", "cultural_week",
    "joint_project", "letter", "gift", "aid", "anniversary",
)  # fmt: skip

_BETWEEN_US = ("incoming", "outgoing", "online")
_PROPOSALS = ("proposal", "answer_awaited")
# Papers of these classes raise a tie to the form of that name.
_RAISING = ("loi", "mou", "project", "friendship", "sister")


class ComparedFlag(models.BooleanField):
    """A yes or no by which an index is walked: SQLite finds nothing by a flag that only stands."""

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BooleanField", args, kwargs


@ComparedFlag.register_lookup
class _Compared(Exact):
    def as_sql(self, compiler, connection, **context: Any):
        return super(Exact, self).as_sql(compiler, connection)  # "public = 1", never "public"


class Bearing(models.Model):
    """The copies. `first` and `last` are the entry's first and last possible day."""

    first = StoredDay(editable=False, default=date.min)
    last = StoredDay(editable=False, default=date.max)
    contact = models.BooleanField(editable=False, default=False)  # of the two ends, and dated
    counted = models.BooleanField(editable=False, default=False)  # a contact that is activity
    act = models.BooleanField(editable=False, default=False)  # of one end at least
    proposal = models.BooleanField(editable=False, default=False)
    deed = models.BooleanField(editable=False, default=False)  # a signed paper, a joint project
    ground = models.BooleanField(editable=False, default=False)  # itself read for a standing

    class Meta:
        abstract = True


COPIED = [field.name for field in Bearing._meta.fields]
INDEXES = [
    *(
        models.Index(
            fields=["city", "last", "entry", "public"],
            condition=Q(**{flag: True}),
            name=f"entry_city_{flag}_by_last",
        )
        for flag in ("contact", "counted", "act", "proposal")
    ),
    models.Index(
        fields=["city", "first", "entry", "public"],
        condition=Q(contact=True),
        name="entry_city_contact_by_first",
    ),
    models.Index(
        fields=["city", "kind", "public", "entry"],
        condition=Q(deed=True),
        name="entry_city_deed",
    ),
    models.Index(
        fields=["city", "public", "day", "entry"],
        condition=Q(ground=True),
        name="entry_city_ground_by_day",
    ),
]


def bearing(leaf: Any) -> dict[str, Any]:
    """Return what an entry of any kind bears on a tie."""
    signed = leaf.kind == "agreement" and leaf.paper_state == "signed"
    words = leaf.kind == "event" and leaf.is_words
    acts = leaf.level in ENDS_ACT
    contact = acts and _is_encounter(leaf, signed) and leaf.weight != "context"
    contact = contact and leaf.start.is_known
    dated = leaf.start.first > date.min or leaf.kind == "agreement"
    return {
        "first": leaf.start.first,
        "last": leaf.start.last,
        "contact": contact,
        "counted": contact
        and dated
        and leaf.weight == "substantive"
        and leaf.start.last < date.max,
        # In a signed paper two have spoken.
        "act": acts
        and not (words or signed or leaf.kind == "restriction")
        and not (leaf.kind == "delegation" and leaf.direction == "others"),
        "proposal": leaf.kind == "commitment" and leaf.force in _PROPOSALS,
        "deed": signed or (leaf.kind == "event" and leaf.type == "joint_project"),
        "ground": (signed and leaf.instrument in _RAISING)
        or words
        or (leaf.kind == "event" and leaf.type == "decision")
        or leaf.kind == "restriction",
    }


def _is_encounter(leaf: Any, signed: bool) -> bool:
    """Whether it is a visit that took place, a meeting or the like, or a signed paper."""
    if leaf.kind == "delegation":
        return leaf.progress == "completed" and leaf.direction in _BETWEEN_US
    return signed or (leaf.kind == "event" and leaf.type in ENCOUNTERS)
