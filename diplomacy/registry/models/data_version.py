"""The number of the state of the data, by which a page that was kept is known to hold."""

import secrets

from django.db import models
from django.db.models import F

from diplomacy.registry.kept_statements import kept


class DataVersion(models.Model):
    """A number that no two states of the data share: one row, raised by each write's transaction.

    By how much is left to chance, so that a database that was restored never comes to a number
    under which something else was kept. It tells no reader anything and is never sent.
    """

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def bump(cls) -> None:
        """Raise the number within the writer's own transaction."""
        step = secrets.randbelow(1 << 31) + 1
        row = cls.objects.filter(pk=1)
        if not row.update(number=F("number") + step):
            _row, is_new = cls.objects.get_or_create(pk=1, defaults={"number": step})
            if not is_new:  # the first write of somebody else has made it meanwhile
                row.update(number=F("number") + step)

    @classmethod
    def current(cls) -> int:
        """Return the number, 0 before the first write."""
        return _numbers.first() or 0


@kept
def _numbers() -> models.QuerySet:
    return DataVersion.objects.filter(pk=1).values_list("number", flat=True)
