"""Acts write the stored record, locked, and sign it: two people cannot both act on it."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import Publishable

from .faults import Gone

# The name of the act stands before the note in the history's reason, which holds 100 characters.
REASON_LENGTH = 100


def locked(record: Publishable) -> Publishable:
    """Return the record as stored, the leaf of an entry, locked until the transaction ends.

    Raises Gone.
    """
    kind = type(record.leaf) if isinstance(record, Entry) else type(record)
    stored = kind.objects.locked().filter(pk=record.pk).first()
    if stored is None:
        raise Gone(_("This is not there any more; somebody has decided on it meanwhile."))
    return stored


def save(record: Publishable, by: AbstractBaseUser, act: str, note: str = "") -> None:
    """Save the record, with who did what in its history."""
    record._history_user = by
    record._change_reason = ": ".join(filter(None, [act, note]))[:REASON_LENGTH]
    record.save()
