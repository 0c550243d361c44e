"""The tie between a home end and one partner. Where it stands is derived, never typed."""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .areas import DiplomacyLayer
from .base import Publishable, PublishableQuerySet, Record
from .cities import City
from .sources import Source
from .words import Words, columns


class Form(models.TextChoices):
    """The ladder: the highest paper in force between the two ends, lowest rung first."""

    NONE = "none", _("no tie recorded")
    CONTACT = "contact", _("working contact")
    LOI = "loi", _("letter of intent")
    MOU = "mou", _("memorandum of understanding")
    PROJECT = "project", _("project partnership")
    FRIENDSHIP = "friendship", _("friendship city")
    SISTER = "sister", _("sister city")

    @property
    def rung(self) -> int:
        """Return the height on the ladder, 0 for none."""
        return _RUNGS[self]


_RUNGS = {form: rung for rung, form in enumerate(Form)}


class RelationshipQuerySet(PublishableQuerySet):
    _found_by = ("", "partner", "partner__country", "home_end")

    def of_the_city(self):
        """Keep the ties whose home end is the home city itself, not one of its districts."""
        return self.filter(home_end__is_home=True)


class Relationship(Publishable):
    """A tie: one per pair of ends."""

    SEARCHED_IN_TEXT = tuple(columns("origin"))

    class SaidBy(models.TextChoices):
        OURS = "ours", _("our side")
        PARTNER = "partner", _("the partner")
        BOTH = "both", _("both sides")
        SIGNED_TEXT = "signed_text", _("a signed text")

    home_end = models.ForeignKey(
        City, models.PROTECT, related_name="ties_from_here", verbose_name=_("home end")
    )
    partner = models.ForeignKey(
        City, models.PROTECT, related_name="ties", verbose_name=_("partner")
    )
    origin = Words(_("why this city"), long=True)
    aim = models.CharField(
        _("form aimed at"),
        max_length=10,
        choices=[(form.value, form.label) for form in Form if form.rung > Form.CONTACT.rung],
        blank=True,
        help_text=_("Only where both sides or a signed text say it."),
    )
    aim_said_by = models.CharField(_("said by"), max_length=12, choices=SaidBy, blank=True)
    sentence = Words(
        _("where it stands, in a reviewer’s words"),
        max_length=140,
        help_text=_(
            "Empty: composed from the standing. Shown as long as the standing is that of its day."
        ),
    )
    sentence_on = models.DateField(_("sentence written on"), null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible officer"),
        help_text=_("For staff; not public."),
    )
    review_on = models.DateField(_("next review"), null=True, blank=True)
    recorded_until = models.DateField(
        _("record vouched for until"),
        null=True,
        blank=True,
        help_text=_("To this day staff vouch that everything known is recorded."),
    )
    leading = models.BooleanField(
        _("leading tie"), default=False, help_text=_("Shown as a card on the home page.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords(excluded_fields=["search"])
    objects = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ["-leading", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["home_end", "partner"],
                condition=Q(revises__isnull=True),
                name="ends_have_one_tie",
                violation_error_message=_("These two have a tie already."),
            ),
            models.CheckConstraint(
                condition=~Q(home_end=F("partner")),
                name="tie_has_two_ends",
                violation_error_message=_("A city has no tie with itself."),
            ),
            models.CheckConstraint(
                condition=Q(aim="", aim_said_by="") | ~Q(aim="") & ~Q(aim_said_by=""),
                name="aim_has_someone_who_said_it",
                violation_error_message=_(
                    "Say who has stated the aim; without an aim leave both empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    sentence_fa="", sentence_en="", sentence_zh="", sentence_on__isnull=True
                )
                | ~Q(sentence_fa="", sentence_en="", sentence_zh="") & Q(sentence_on__isnull=False),
                name="sentence_has_its_day",
                violation_error_message=_(
                    "Give the day on which the sentence was written; without one leave it empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_end} – {self.partner}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Hold a form to the rule of one tie for a pair, also for the pair turned round.

        Django leaves out a rule that asks for a field which no form has; whether this is a draft
        copy is known all the same.
        """
        exclude = {*(exclude or ())} - {"revises"}
        super().validate_constraints(exclude)
        turned = Relationship.objects.originals().filter(
            home_end=self.partner_id, partner=self.home_end_id
        )
        if not {"home_end", "partner"} & exclude and not self.revises_id and turned.exists():
            raise ValidationError(_("These two have a tie already."))


class TieLayer(Record):
    """A layer that somebody sees in the tie, with the source that says so."""

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="layers", verbose_name=_("tie")
    )
    layer = models.ForeignKey(
        DiplomacyLayer, models.PROTECT, related_name="ties", verbose_name=_("layer")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="tie_layers", verbose_name=_("source")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("layer of the tie")
        verbose_name_plural = _("layers of the tie")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "layer", "source"],
                name="tie_layer_stands_once",
                violation_error_message=_("This layer stands here already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.layer)


class TieCitation(Record):
    """A source for what is said of the tie itself: its aim, its origin."""

    class About(models.TextChoices):
        AIM = "aim", _("the aim")
        ORIGIN = "origin", _("why this city")

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="citations", verbose_name=_("tie")
    )
    about = models.CharField(_("about"), max_length=10, choices=About)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="tie_citations", verbose_name=_("source")
    )
    place = models.CharField(_("place in the source"), max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source of the tie")
        verbose_name_plural = _("sources of the tie")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.source}"
