"""Acts write the stored record, locked, and sign it: two people cannot both act on it."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.versions import signed, version_of

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


def write_with_copy(record: Publishable, write: Callable[[Publishable], None]) -> None:
    """Let `write` save a change to the locked record, and the same to a draft copy of it.

    Written over the record, the copy would take the change away. Where it was made of what stood
    here until now, it counts as made of what stands here after.
    """
    before = version_of(record)
    write(record)
    copy = type(record).objects.locked().filter(revises=record.pk).first()
    if copy is None:
        return
    if copy.revises_version == before:
        copy.revises_version = version_of(record)
    write(copy)
