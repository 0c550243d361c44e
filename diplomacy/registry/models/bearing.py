"""What an entry bears on where a tie stands, copied to the rows of its cities.

A history may hold ten thousand entries, of which a standing rests on the first or last of a sort:
each is one step in an index of its own (record 59).
"""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

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
# The forms, lowest first. Papers of a class of that name raise a tie from the third on.
_FORMS = ("none", "contact", "loi", "mou", "project", "friendship", "sister")
_RAISING = _FORMS[2:]

# What `which` holds beside the rung of the form that a paper gives, or the place of a scope.
WHICH_DECISIONS = {"ended": 11, "not_pursued": 12}
WHICH_LIST = 20  # and the rung of the form that the list names
WHICH_WORDS = {"list": 29, "claim": 30, "assessment": 40}  # a list that names no form


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
    # Of a ground: which form, scope or decision it is, and the days from and to which it surely
    # holds by itself. 0: none.
    which = models.PositiveSmallIntegerField(editable=False, default=0)
    since = StoredDay(editable=False, default=date.max)
    until = StoredDay(editable=False, default=date.max)

    class Meta:
        abstract = True


COPIED = [field.name for field in Bearing._meta.fields]
INDEXES = [
    models.Index(
        fields=["city", "public", "-day", "-entry", "kind"], name="entry_city_by_day_and_kind"
    ),
    models.Index(
        fields=["city", "kind", "public", "-day", "-entry"], name="entry_city_of_kind_by_day"
    ),
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
    models.Index(
        fields=["city", "public", "kind", "-which", "since", "entry", "until"],
        condition=Q(which__gt=0),
        name="entry_city_by_which_ground",
    ),
    models.Index(
        fields=["city", "public", "last", "first"],
        condition=Q(which=WHICH_DECISIONS["ended"]),
        name="entry_city_ending_by_last",
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
        **_ground(leaf, _which(leaf, signed, words)),
    }


def _which(leaf: Any, signed: bool, words: bool) -> int:
    """Return which form, scope or decision it is; 0 for what bears on no standing."""
    if leaf.kind == "restriction":
        return 1 + type(leaf).Scope.values.index(leaf.scope)
    if signed and leaf.instrument in _RAISING:
        return _FORMS.index(leaf.instrument)
    if words and leaf.type == "list" and leaf.claimed_form:
        return WHICH_LIST + _FORMS.index(leaf.claimed_form)
    if words:
        return WHICH_WORDS[leaf.type]
    return WHICH_DECISIONS.get(leaf.decides, 0) if leaf.kind == "event" else 0


def _ground(leaf: Any, which: int) -> dict[str, Any]:
    """Return it with the days from and to which it surely holds, if no decision ends it (F1)."""
    if not which:
        return {"which": 0, "since": date.max, "until": date.max}
    since, ends = leaf.start, []
    if leaf.kind == "agreement":
        since = leaf.in_force if leaf.in_force.is_known else leaf.start
        if leaf.expires.is_known:
            ends.append(leaf.expires.first)
        if leaf.terminated.is_known:
            ends.append(day_before(leaf.terminated.first))
    elif leaf.kind == "restriction" and leaf.end.is_known:
        ends.append(leaf.end.first)
    return {"which": which, "since": since.last, "until": min(ends, default=date.max)}


def day_before(day: date) -> date:
    """Return the day before, of the first and the last there are these days themselves."""
    return day if day in (date.min, date.max) else day - timedelta(days=1)


def _is_encounter(leaf: Any, signed: bool) -> bool:
    """Whether it is a visit that took place, a meeting or the like, or a signed paper."""
    if leaf.kind == "delegation":
        return leaf.progress == "completed" and leaf.direction in _BETWEEN_US
    return signed or (leaf.kind == "event" and leaf.type in ENCOUNTERS)
