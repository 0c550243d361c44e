"""The day on which a tie is next looked at as a whole, set by the review that was signed off."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from diplomacy.registry.models import Relationship

from .faults import NotAllowed, NotPublished
from .writing import locked, save, write_with_copy


@transaction.atomic
def set_next_review(
    tie: Relationship, by: AbstractBaseUser, on: date | None, act: str
) -> Relationship:
    """Write the day onto the published tie, and onto a draft copy of it, and return the tie.

    Raises NotAllowed, Gone or NotPublished.
    """
    if not by.has_perm("registry.publish_report"):
        raise NotAllowed(_("Only a reviewer signs off the review of a tie."))
    stored = locked(tie)
    if not stored.is_published:
        raise NotPublished(_("Only a published tie is reviewed."))

    def write(record: Relationship) -> None:
        record.review_on = on
        save(record, by, act)

    write_with_copy(stored, write)
    return stored
