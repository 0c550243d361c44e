"""What is not yet before the public: drafts and what waits for a review."""

from functools import reduce
from operator import or_

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from diplomacy.registry.models import KINDS, Entry, Publication, Relationship

from .paging import Order

# The newest made first; what is only a draft has no better day.
NEWEST_MADE_FIRST: Order = ("-id",)

UNPUBLISHED = (Publication.DRAFT, Publication.IN_REVIEW)


def drafts(by: AbstractBaseUser | None = None) -> QuerySet[Entry]:
    """Return the entries that were never shown, of all or those that one person made.

    Draft copies of published entries are among them.
    """
    rows = Entry.objects.filter(publication__in=UNPUBLISHED).order_by(*NEWEST_MADE_FIRST)
    if by is None:
        return rows
    return rows.filter(reduce(or_, (Q(pk__in=_made(kind, by)) for kind in KINDS)))


def draft_ties(by: AbstractBaseUser | None = None) -> QuerySet[Relationship]:
    """Return the ties that were never shown, of all or those that one person made."""
    rows = Relationship.objects.filter(publication__in=UNPUBLISHED).order_by("-id")
    rows = rows.select_related("home_end", "partner")
    return rows if by is None else rows.filter(pk__in=_made(Relationship, by))


def _made(model: type[Entry] | type[Relationship], by: AbstractBaseUser) -> QuerySet:
    return model.history.filter(history_type="+", history_user=by).values("id")
