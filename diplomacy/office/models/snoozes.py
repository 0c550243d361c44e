"""A line of the desk that somebody does not want to see for a while."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Snooze(models.Model):
    """Hides one line from one person until a day; everybody else still sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="snoozes")
    line = models.CharField(_("line"), max_length=160)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("snoozed line")
        verbose_name_plural = _("snoozed lines")
        constraints = [
            models.UniqueConstraint(fields=["user", "line"], name="line_is_snoozed_once_by_each")
        ]

    def __str__(self) -> str:
        return self.line
