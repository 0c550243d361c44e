"""Tables that staff brought in: what each did, so that it can be undone, and how it was read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models.base import new_key


class BatchQuerySet(models.QuerySet):
    def of(self, user) -> "BatchQuerySet":
        """Keep what `user` may see: what was brought in, and their own tables under way."""
        return self.filter(models.Q(imported_at__isnull=False) | models.Q(by=user))


class Batch(models.Model):
    """A table from its upload on. Its cells are kept only until they have been brought in."""

    key = models.CharField(max_length=80, unique=True, default=new_key)
    noun = models.CharField(_("noun"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    file_name = models.CharField(_("file"), max_length=200)
    opened_at = models.DateTimeField(auto_now_add=True)
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=list)  # names, header by header
    rows = models.JSONField(default=list)  # [number in the file, cells]
    imported_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported table")
        verbose_name_plural = _("imported tables")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(imported_at__isnull=False),
                name="batch_is_undone_after_it_came_in",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class BatchRecord(models.Model):
    """A record that a table made or changed.

    `former` is the history number of what it was before, None for a new one; `version` is what
    it was right after (`versions.version_of`). What it said then is kept by its history alone,
    so that a person who is blanked there is blanked here.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="records")
    line = models.PositiveIntegerField()
    record_id = models.BigIntegerField()
    former = models.BigIntegerField(null=True)
    version = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("record of an imported table")
        verbose_name_plural = _("records of imported tables")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "record_id"], name="batch_writes_a_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.line}"


class ColumnMapping(models.Model):
    """How somebody had a table with these headers read the last time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    noun = models.CharField(max_length=40)
    headers = models.CharField(max_length=64)  # their digest
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "noun", "headers"], name="table_is_read_one_way_by_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.noun
