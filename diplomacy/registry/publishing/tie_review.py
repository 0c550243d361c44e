"""The day on which a tie is next looked at as a whole, set by the review that was signed off."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from diplomacy.registry.models import Relationship
from diplomacy.registry.versions import version_of

from .faults import NotAllowed, NotPublished
from .writing import locked, save


@transaction.atomic
def set_next_review(
    tie: Relationship, by: AbstractBaseUser, on: date | None, act: str
) -> Relationship:
    """Write the day onto the published tie, and onto a draft copy of it, and return the tie.

    Without that the copy, once accepted, would take the day away. Raises NotAllowed, Gone or
    NotPublished.
    """
    if not by.has_perm("registry.publish_report"):
        raise NotAllowed(_("Only a reviewer signs off the review of a tie."))
    stored = locked(tie)
    if not stored.is_published:
        raise NotPublished(_("Only a published tie is reviewed."))
    before = version_of(stored)
    stored.review_on = on
    save(stored, by, act)
    copy = Relationship.objects.locked().filter(revises=stored.pk).first()
    if copy is not None:
        if copy.revises_version == before:
            copy.revises_version = version_of(stored)
        copy.review_on = on
        save(copy, by, act)
    return stored
