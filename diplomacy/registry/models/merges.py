"""Two records that turned out to be one, and all that is needed to part them again."""

import json

from django.conf import settings
from django.core import serializers
from django.db import models
from django.utils.translation import gettext_lazy as _


def as_data(record: models.Model) -> dict:
    """Return the columns of `record` as plain data."""
    return json.loads(serializers.serialize("json", [record]))[0]


def from_data(data: dict) -> models.Model:
    """Return the unsaved record that was made into `data`, with its number."""
    return next(serializers.deserialize("json", json.dumps([data]))).object


class Merge(models.Model):
    """A record merged into another one of its noun. Written by `merging` only.

    `data` holds what `merging.undo` puts back; it is emptied when a person is blanked.
    """

    noun = models.CharField(_("noun"), max_length=40)
    kept_id = models.BigIntegerField()
    kept_key = models.CharField(_("kept"), max_length=80)
    other_id = models.BigIntegerField()
    other_key = models.CharField(_("merged into it"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    at = models.DateTimeField(_("merged at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.other_key} → {self.kept_key}"

    @property
    def other_name(self) -> str:
        """Return what the record was called that is gone; its key where nothing else is kept."""
        if "other" not in self.data:
            return self.other_key
        gone = from_data(self.data["other"])
        return str(getattr(gone, "name", "") or getattr(gone, "own_name", "") or self.other_key)

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and bool(self.data)
