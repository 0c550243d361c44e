"""Another version written over a record, its rows included."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from diplomacy.registry.list_words import listed

from .comparing import paired
from .signing import signed
from .snapshots import Saved, Snapshot, content_fields, values_of


class NamesWhatIsGone(ValidationError):
    """A former version names a record that no longer exists."""


@transaction.atomic
def write_over(record: models.Model, said: Snapshot, by: AbstractBaseUser, reason: str) -> None:
    """Make `record`, new or stored, say what the snapshot says, its rows included.

    Rows that say it already are left as they are. Raises NamesWhatIsGone, and then nothing has
    changed, and IntegrityError where a constraint forbids it.
    """
    _refuse_what_is_gone(said)
    _write(record, said.values, by, reason)
    for (table, column), rows in said.rows.items():
        standing = table._base_manager.filter(**{column: record.pk}).order_by("pk")
        here = {row.pk: row for row in standing}
        pairs = paired(
            [Saved(values_of(row, table, column), row.pk) for row in here.values()], rows
        )
        for old, new in pairs:
            if new is None:
                signed(here[old.pk], by, reason).delete()
        for old, new in pairs:
            if new is not None and (old is None or old.values != new.values):
                row = here[old.pk] if old else table(**{column: record.pk})
                _write(row, new.values, by, reason)


def _write(record: models.Model, values: dict[str, Any], by: AbstractBaseUser, reason: str) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    signed(record, by, reason).save()


def _refuse_what_is_gone(said: Snapshot) -> None:
    """Raise where a record that the snapshot names has been deleted since. A query a table."""
    named: dict[type[models.Model], set[Any]] = {}
    kinds = [(said.model, "", [said.values])]
    kinds += [
        (table, column, [row.values for row in rows]) for (table, column), rows in said.rows.items()
    ]
    for model, parent, saved in kinds:
        for field in content_fields(model, parent):
            if field.is_relation:
                found = {values[field.attname] for values in saved} - {None}
                named.setdefault(field.related_model, set()).update(found)
    gone = [
        str(model._meta.verbose_name)
        for model, wanted in named.items()
        if wanted - set(model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    ]
    if gone:
        raise NamesWhatIsGone(
            _("This version names something that has been deleted since: %(nouns)s.")
            % {"nouns": listed(gone)}
        )
