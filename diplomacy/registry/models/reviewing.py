"""How a record came before the public: who sent it, who decided, and what readers are told."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Publishable, Record, RecordQuerySet
from .entries import Entry
from .relationships import Relationship
from .words import Words


class OfRecordQuerySet(RecordQuerySet):
    def of(self, record: Publishable) -> Self:
        """Keep those of `record`, an entry of any kind or a tie."""
        return self.filter(**of_record(record))


def of_record(record: Publishable) -> dict[str, int]:
    """Return the column that names `record`, with its value."""
    return {"entry_id" if isinstance(record, Entry) else "relationship_id": record.pk}


class OfRecord(Record):
    """A row about one entry or one tie."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    relationship = models.ForeignKey(
        Relationship, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, relationship__isnull=True)
                | Q(entry__isnull=True, relationship__isnull=False),
                name="%(class)s_is_of_one_record",
            )
        ]


class Submission(OfRecord):
    """A draft sent for review, and what became of it; open until somebody decides.

    It is a log: nobody edits it, so it has no history of its own.
    """

    class Decision(models.TextChoices):
        PUBLISHED = "published", _("published")
        SENT_BACK = "sent_back", _("sent back")
        TAKEN_BACK = "taken_back", _("taken back")

    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions"
    )
    submitted_at = models.DateTimeField(auto_now_add=True)
    message = models.CharField(_("message to the reviewer"), max_length=500, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)

    class Meta(OfRecord.Meta):
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-id"]
        constraints = [
            *OfRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["entry"], condition=Q(decision=""), name="entry_is_under_one_review"
            ),
            models.UniqueConstraint(
                fields=["relationship"], condition=Q(decision=""), name="tie_is_under_one_review"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decision_has_a_person_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry or self.relationship}: {self.get_decision_display() or self.message}"

    @property
    def is_open(self) -> bool:
        return not self.decision


class ChangeNote(OfRecord):
    """What readers are told of a significant change; the mending of a typo leaves none."""

    day = models.DateField(_("day"))
    words = Words(_("what changed"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(OfRecord.Meta):
        verbose_name = _("note of a change")
        verbose_name_plural = _("notes of changes")
        ordering = ["-day", "-id"]
        constraints = [
            *OfRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(words_fa="") | ~Q(words_en="") | ~Q(words_zh=""),
                name="change_note_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.words
