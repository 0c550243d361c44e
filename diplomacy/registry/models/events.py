"""Everything else that happened, and what was only said."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.calendars import PartialDate

from .entries import Entry
from .relationships import Form
from .sources import web_address


class Event(Entry):
    """A deed, or words: a claim, a list, an assessment. Words never raise a tie's form."""

    KIND = Entry.Kind.EVENT
    ASPECT = "type"

    class Type(models.TextChoices):
        CEREMONY = "ceremony", _("ceremony")
        MEETING = "meeting", _("meeting")
        CONFERENCE = "conference", _("conference")
        EXHIBITION = "exhibition", _("exhibition")
        CULTURAL_WEEK = "cultural_week", _("cultural week")
        JOINT_PROJECT = "joint_project", _("joint project")
        LETTER = "letter", _("letter")
        GIFT = "gift", _("gift")
        AID = "aid", _("aid")
        DECISION = "decision", _("council decision")
        NAMING = "naming", _("naming")
        ANNIVERSARY = "anniversary", _("anniversary")
        PLAN = "plan", _("plan")
        DEBATE = "debate", _("debate")
        CLAIM = "claim", _("claim")
        LIST = "list", _("list")
        ASSESSMENT = "assessment", _("assessment")

    WORDS = (Type.CLAIM, Type.LIST, Type.ASSESSMENT)

    class Decides(models.TextChoices):
        ENDED = "ended", _("ends the tie")
        NOT_PURSUED = "not_pursued", _("does not pursue the tie")

    class Offer(models.TextChoices):
        """What residents may take part in, from the first day of the entry to its last."""

        SCHOLARSHIP = "scholarship", _("scholarship")
        EXCHANGE = "exchange", _("exchange")
        CALL = "call", _("call for applications")
        EVENT = "event", _("event open to all")
        DISCOUNT = "discount", _("discount")

    type = models.CharField(_("type"), max_length=16, choices=Type)
    claimed_form = models.CharField(
        _("form it claims"),
        max_length=10,
        choices=Form,
        blank=True,
        help_text=_("For a claim or list: what it says the tie is."),
    )
    stated_count = models.PositiveSmallIntegerField(
        _("stated count"),
        null=True,
        blank=True,
        help_text=_("For a list: how many it says there are."),
    )
    decides = models.CharField(
        _("decides"),
        max_length=12,
        choices=Decides,
        blank=True,
        help_text=_("For a decision only."),
    )
    offer = models.CharField(
        _("open to residents as"),
        max_length=12,
        choices=Offer,
        blank=True,
        help_text=_("Shown as open from its first day to its last, and then no more."),
    )
    offer_url = models.CharField(
        _("where to take part"), max_length=500, blank=True, validators=[web_address]
    )

    history = HistoricalRecords(excluded_fields=["search", "ordering_day", "aspect"])

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(
                fields=["offer", "entry_ptr"], condition=~models.Q(offer=""), name="event_of_offer"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_form="") | Q(type__in=["claim", "list"]),
                name="only_words_claim_a_form",
                violation_error_message=_("Only a claim or a list claims a form."),
            ),
            models.CheckConstraint(
                condition=Q(decides="") | Q(type="decision"),
                name="only_a_decision_decides",
                violation_error_message=_("Only a council decision decides this."),
            ),
            models.CheckConstraint(
                condition=Q(offer="") | ~Q(type__in=["claim", "list", "assessment"]),
                name="words_offer_nothing",
                violation_error_message=_("Only a deed is open to residents, no words."),
            ),
            models.CheckConstraint(
                condition=Q(offer_url="") | ~Q(offer=""),
                name="only_an_offer_has_its_address",
                violation_error_message=_("Say what is open to residents at this address."),
            ),
        ]

    @property
    def is_words(self) -> bool:
        """Whether it records what was said rather than what was done."""
        return self.type in self.WORDS

    @property
    def open_until(self) -> PartialDate:
        """The last day on which residents may take part, itself included, as far as it is known."""
        return self.end if self.end.is_known else self.start

    @property
    def may_be_open(self) -> bool:
        """Whether it is open to residents on some days, the last of which is known."""
        return bool(self.offer) and self.open_until.last < date.max
