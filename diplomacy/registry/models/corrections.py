"""What readers say is wrong, until somebody of the staff has looked at it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .words import LANGUAGES


class Correction(models.Model):
    """A reader's word about a page: never public, and no change by itself.

    The record is named by noun and key, which lead to it under a new key as well; both are empty
    for a page that shows no single record. It is a log: nobody edits what the reader wrote. It
    changes no page, and so is no write that raises the data version.
    """

    class Decision(models.TextChoices):
        MENDED = "mended", _("the register was mended")
        KEPT = "kept", _("the register stays as it is")
        USELESS = "useless", _("no usable message")

    noun = models.CharField(_("noun"), max_length=40, blank=True)
    key = models.CharField(_("key"), max_length=80, blank=True)
    page = models.CharField(_("page"), max_length=300)
    # What the record was called for this reader.
    title = models.CharField(_("title"), max_length=320, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    words = models.TextField(_("what is wrong"), max_length=4000)
    found_where = models.CharField(_("where this can be read"), max_length=500, blank=True)
    sender = models.EmailField(_("mail address of the sender"), blank=True)
    # Of the page that was sent: sent twice, it makes one correction.
    token = models.CharField(max_length=32, unique=True, editable=False)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["decision", "-received_at"], name="correction_by_decision")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="correction_is_decided_by_a_person_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(noun="", key="") | ~Q(noun="") & ~Q(key=""),
                name="correction_names_a_record_wholly_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def is_open(self) -> bool:
        return not self.decision
