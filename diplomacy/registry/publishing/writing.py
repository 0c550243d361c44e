"""Acts write the stored record, locked, and sign it: two people cannot both act on it."""

from django.contrib.auth.models import AbstractBaseUser

from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import Publishable

# The name of the act stands before the note in the history's reason, which holds 100 characters.
REASON_LENGTH = 100


def locked(record: Publishable) -> Publishable:
    """Return the record as stored, the leaf of an entry, locked until the transaction ends."""
    kind = type(record.leaf) if isinstance(record, Entry) else type(record)
    return kind.objects.locked().get(pk=record.pk)


def save(record: Publishable, by: AbstractBaseUser, act: str, note: str = "") -> None:
    """Save the record, with who did what in its history."""
    record._history_user = by
    record._change_reason = ": ".join(filter(None, [act, note]))[:REASON_LENGTH]
    record.save()
