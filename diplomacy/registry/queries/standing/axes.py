"""The axes on which a tie stands, and the values they take (domain.md, section 2)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import (
    Citation,
    Entry,
    Event,
    Form,
    Relationship,
    Restriction,
    Source,
)


class Stage(models.TextChoices):
    """Where the next step stands, or the ending."""

    NONE = "none", _("nothing recorded")
    PROSPECT = "prospect", _("prospect")
    EXPLORING = "exploring", _("exploratory talks")
    NEGOTIATING = "negotiating", _("negotiating")
    APPROVAL = "approval", _("in approval")
    READY = "ready", _("approved, awaiting signature")
    ESTABLISHED = "established", _("established")
    NOT_PURSUED = "not_pursued", _("closed without agreement")
    ENDED = "ended", _("ended")


class Certainty(models.TextChoices):
    """How we know it: the best evidence held."""

    NONE = "none", _("no evidence recorded")
    LISTS_ONLY = "lists_only", _("lists only")
    PRESS_ONLY = "press_only", _("press only")
    OFFICIAL_NEWS = "official_news", _("official news only")
    ONE_SIDE_PARTNER = "one_side_partner", _("confirmed by the partner")
    ONE_SIDE_OURS = "one_side_ours", _("confirmed by our side")
    BOTH_SIDES = "both_sides", _("confirmed by both sides")
    TEXT_HELD = "text_held", _("signed document held")
    DISPUTED = "disputed", _("disputed")


class Activity(models.TextChoices):
    """Whether anything happens between the two ends."""

    NO_DATA = "no_data", _("no contact recorded")
    NEW = "new", _("new")
    ACTIVE = "active", _("active")
    REVIVED = "revived", _("revived")
    QUIET = "quiet", _("quiet")
    DORMANT = "dormant", _("dormant")
    SILENT = "silent", _("nothing recorded since")


class FormAxis(Struct, frozen=True):
    """The highest form surely reached; `perhaps`: a higher one that a partial date leaves open."""

    value: Form
    since: PartialDate
    perhaps: Form | None
    entries: tuple[Entry, ...]


class StageAxis(Struct, frozen=True):
    """`waiting_on` is "home", "partner" or "unrecorded" in approval, else empty."""

    value: Stage
    waiting_on: str
    since: PartialDate
    entries: tuple[Entry, ...]
    perhaps: Stage | None = None


class ActivityAxis(Struct, frozen=True):
    """`last` is the last contact that counts; the value holds for the day `measured`."""

    value: Activity
    last: PartialDate
    measured: date
    entries: tuple[Entry, ...]


class Said(Struct, frozen=True):
    """A claim, a list or an assessment with its citations: words, on which no axis rests alone."""

    event: Event
    citations: tuple[Citation, ...]


class CertaintyAxis(Struct, frozen=True):
    """`sources` are those on which the value rests."""

    value: Certainty
    sources: tuple[Source, ...]


class Rung(Struct, frozen=True):
    """A rung of the ladder: `state` is "done", "passed" (unrecorded), "now", "goal" or "none"."""

    name: str
    label: str
    state: str
    when: PartialDate


class FormSpan(Struct, frozen=True):
    """The form from `first` to `last`, both included; `perhaps`: only possibly already so."""

    form: Form
    first: date
    last: date
    perhaps: bool


class Reached(Struct, frozen=True):
    """How far one tie is on one day."""

    relationship: Relationship
    on: date
    form: FormAxis
    stage: StageAxis


class Axes(Reached, frozen=True):
    """What the rules give for one tie on one day."""

    activity: ActivityAxis
    restrictions: tuple[Restriction, ...]
    certainty: CertaintyAxis
