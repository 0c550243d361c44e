"""Acts write the stored record, locked, and sign it: two people cannot both act on it."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.versions import signed

from .faults import Gone


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
    """Save the record, with who did what in its history: the act's name, then the note."""
    signed(record, by, ": ".join(filter(None, [act, note]))).save()
