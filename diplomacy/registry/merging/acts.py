"""The two acts: to merge, and to undo a merge."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct, field

from diplomacy.registry.models.merges import Merge

from .joining import join
from .parting import Faulty, part
from .plan import NOUNS, plan

ATTEMPTS = 3

Done = TypeVar("Done")


class CannotMerge(ValidationError):
    """The two cannot be merged; `messages` says why, a sentence for each obstacle."""


class CannotUndo(ValidationError):
    """The merge cannot be undone, or not now; the sentence says why."""


class Parted(Struct):
    """What an undone merge gave back, and what stayed since somebody changed it in between."""

    record: models.Model
    stayed: list[str] = field(default_factory=list)


def merge(kept: models.Model, other: models.Model, by: AbstractBaseUser) -> Merge:
    """Merge `other` into `kept` and return what was done. Raises PermissionDenied, CannotMerge.

    All or nothing. Both records and every row that points to them are locked before the first
    write, so that the costs are those of one save for each row that moves.
    """
    _refuse_without_right(by)

    def act() -> Merge:
        # In the order of their numbers: two merges of the same pair wait for one another.
        pks = {kept.pk, other.pk}
        records = type(kept).objects.select_for_update(of=("self",)).filter(pk__in=pks)
        locked = {one.pk: one for one in records.order_by("pk")}
        if len(locked) < len(pks):
            raise CannotMerge(_("One of the two is gone: somebody has merged or deleted it."))
        found = plan(locked[kept.pk], locked[other.pk], lock=True)
        if found.obstacles:
            raise CannotMerge(found.obstacles)
        return join(found, by)

    return _again_if_locked(act, CannotMerge)


def undo(done: Merge, by: AbstractBaseUser) -> Parted:
    """Part the two again and return the record that is back. Raises PermissionDenied, CannotUndo.

    All or nothing. A row that was changed in between so that it no longer fits stays as it is,
    and is reported; what was recorded since stays with the record that was kept.
    """
    _refuse_without_right(by)

    def act() -> Parted:
        stored = Merge.objects.select_for_update(of=("self",)).get(pk=done.pk)
        if stored.undone_at:
            raise CannotUndo(_("This merge has been undone already."))
        if not stored.data:
            raise CannotUndo(_("A person was blanked since; this merge cannot be undone."))
        if later := _later(stored):
            raise CannotUndo(_("Undo the later merge “%(merge)s” first.") % {"merge": later})
        kept = NOUNS[stored.noun].objects.select_for_update(of=("self",))
        kept = kept.filter(pk=stored.kept_id).first()
        if kept is None:
            raise CannotUndo(_("The record that was kept is gone."))
        try:
            record, stayed = part(stored, kept, by)
        except Faulty as fault:
            raise CannotUndo(fault.messages) from fault
        stored.undone_by, stored.undone_at = by, timezone.now()
        stored.save()
        return Parted(record, stayed)

    return _again_if_locked(act, CannotUndo)


def _later(done: Merge) -> Merge | None:
    """Return the last later merge that stands and touches one of the same two records."""
    both = {done.kept_id, done.other_id}
    later = Merge.objects.filter(
        Q(kept_id__in=both) | Q(other_id__in=both),
        noun=done.noun,
        pk__gt=done.pk,
        undone_at__isnull=True,
    )
    return later.first()


def _refuse_without_right(by: AbstractBaseUser) -> None:
    if not by.has_perm("registry.merge"):
        raise PermissionDenied(_("You may not merge records."))


def _again_if_locked(act: Callable[[], Done], refusal: type[ValidationError]) -> Done:
    """Do it in a transaction, and again where two writers have locked one another out."""
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                return act()
        except OperationalError as fault:
            if not left or connection.in_atomic_block:
                busy = _("Somebody else is writing these records just now. Try again in a moment.")
                raise refusal(busy) from fault
    raise AssertionError("unreachable")
