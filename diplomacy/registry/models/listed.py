"""Where an entry stands in lists, copied to the rows that lead to it.

One index then answers a city's timeline (record 59), or what people of a name did last (record 77).
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models.lookups import Exact


class ComparedFlag(models.BooleanField):
    """A yes or no by which an index is walked: SQLite finds nothing by a flag that only stands."""

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BooleanField", args, kwargs


@ComparedFlag.register_lookup
class _Compared(Exact):
    def as_sql(self, compiler, connection, **context: Any):
        return super(Exact, self).as_sql(compiler, connection)  # "public = 1", never "public"


class Listed(models.Model):
    """The copies."""

    day = models.DateField(editable=False, default=date.min)
    kind = models.CharField(max_length=12, editable=False, default="")
    public = ComparedFlag(editable=False, default=False)

    class Meta:
        abstract = True


LISTED = [field.name for field in Listed._meta.fields]
