"""Papers between cities. The state of one on a day is computed, never stored."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .entries import Entry
from .relationships import Form
from .words import Words


class Agreement(Entry):
    """A paper: its date is the day of signature, for a draft the day of the draft."""

    KIND = Entry.Kind.AGREEMENT
    ASPECT = "instrument"

    class Instrument(models.TextChoices):
        """The class of the paper; those named as a form raise a tie to that form (rule F2)."""

        LOI = "loi", _("letter of intent")
        MOU = "mou", _("memorandum of understanding")
        PROJECT = "project", _("project partnership")
        FRIENDSHIP = "friendship", _("friendship-city agreement")
        SISTER = "sister", _("sister-city agreement")
        ACTION_PLAN = "action_plan", _("action plan")
        MINUTES = "minutes", _("minutes of talks")
        JOINT_STATEMENT = "joint_statement", _("joint statement")
        ACCESSION = "accession", _("accession to a network")

        @property
        def form(self) -> Form | None:
            """Return the rung it raises a tie to, or None."""
            return Form(self.value) if self.value in Form.values else None

    class PaperState(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNED = "signed", _("signed")

    class Renewal(models.TextChoices):
        AUTOMATIC = "automatic", _("automatic renewal")
        BY_AGREEMENT = "by_agreement", _("renewed by agreement")
        NONE = "none", _("no renewal")

    instrument = models.CharField(_("class of the paper"), max_length=16, choices=Instrument)
    paper_state = models.CharField(
        _("state of the paper"), max_length=8, choices=PaperState, default=PaperState.SIGNED
    )
    in_force = PartialDateField(
        _("in force from"), blank=True, help_text=_("Empty: from its signature, as reported.")
    )
    expires = PartialDateField(_("last day of its term"), blank=True)
    terminated = PartialDateField(_("ended by a party on"), blank=True)
    notice_months = models.PositiveSmallIntegerField(
        _("notice period in months"), null=True, blank=True
    )
    renewal = models.CharField(_("renewal"), max_length=12, choices=Renewal, blank=True)
    binding = models.BooleanField(_("legally binding"), null=True, blank=True)
    languages = models.CharField(
        _("languages"), max_length=60, blank=True, help_text=_("Tags: fa, zh, en")
    )
    authentic_languages = models.CharField(_("authentic languages"), max_length=60, blank=True)
    legal_basis = Words(_("legal basis"), max_length=300)
    text_why = Words(
        _("why no text is kept"),
        max_length=300,
        help_text=_("Public. For a paper in force of which no document is recorded here."),
    )

    history = HistoricalRecords(excluded_fields=["search", "ordering_day", "aspect"])

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [models.Index("expires__last", name="agreement_by_last_day_of_term")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires="")
                | Q(in_force="")
                | Q(expires__last__gte=models.F("in_force__first")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("The term must end after it starts."),
            )
        ]
