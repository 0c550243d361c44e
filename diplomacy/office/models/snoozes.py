"""A line of the desk that somebody does not want to see for a while."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.queries.attention.lines import Group


class SnoozeQuerySet(models.QuerySet):
    def hidden_from(self, user: AbstractBaseUser, on: date) -> Self:
        """Keep the lines that `user` does not want to see on the day `on`."""
        return self.filter(user=user, until__gt=on)

    def wake(self, noun: str, key: str) -> None:
        """Show again what was put off of a record's review: it was sent, or sent back, anew."""
        lines = [f"{group.value}:{noun}:{key}" for group in (Group.REVIEW, Group.SENT_BACK)]
        self.filter(line__in=lines).delete()


class Snooze(models.Model):
    """Hides one line from one person until a day; everybody else still sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="snoozes")
    line = models.CharField(_("line"), max_length=160)
    until = models.DateField(_("until"))

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        verbose_name = _("snoozed line")
        verbose_name_plural = _("snoozed lines")
        constraints = [
            models.UniqueConstraint(fields=["user", "line"], name="line_is_snoozed_once_by_each")
        ]

    def __str__(self) -> str:
        return self.line
