"""What a register file last wrote, so that a later version of it overwrites nobody's edit."""

from django.db import models


class LoadedRecord(models.Model):
    """The digest of a record as a register file left it; another digest now means an edit here."""

    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "key"], name="record_is_loaded_once")
        ]

    def __str__(self) -> str:
        return f"{self.noun}: {self.key}"
