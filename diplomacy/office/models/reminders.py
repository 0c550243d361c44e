"""What a person was reminded of, and the address of the calendar that is theirs alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SentReminder(models.Model):
    """A line that a digest has told somebody at a stage of it: a rerun tells nothing twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    line = models.CharField(_("line"), max_length=160)
    stage = models.CharField(_("stage"), max_length=20)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sent reminder")
        verbose_name_plural = _("sent reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "line", "stage"], name="reminder_is_sent_once_at_each_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line} ({self.stage})"


class CalendarAddress(models.Model):
    """The digest of the secret in a person's calendar address; the secret itself is not kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
