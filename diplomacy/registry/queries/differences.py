"""Where sources disagree and what is not known, over the whole register."""

from django.db.models import Prefetch, Q, QuerySet

from diplomacy.registry.models import (
    City,
    Difference,
    DifferenceStatement,
    EntryCity,
    OpenQuestion,
)

from .paging import Order

OPEN_FIRST: Order = ("state", "key")  # "open" sorts before "settled"
_SUBJECT = ("relationship__partner", "entry", "city")


def public_differences() -> QuerySet[Difference]:
    """Return the differences about what is public, with what each source states.

    Two queries for a page of it.
    """
    statements = DifferenceStatement.objects.select_related("source")
    found = Difference.objects.published().select_related(*_SUBJECT)
    return found.prefetch_related(Prefetch("statements", statements))


def public_questions() -> QuerySet[OpenQuestion]:
    """Return the open questions about what is public, with the entry that answers each."""
    return OpenQuestion.objects.published().select_related(*_SUBJECT, "answered_by")


def cities_of(remarks: QuerySet[Difference] | QuerySet[OpenQuestion]) -> list[City]:
    """Return the partners that differences or questions are about. One query."""
    named = EntryCity.objects.filter(public=True, entry__in=remarks.values("entry"))
    return list(
        City.objects.filter(
            Q(pk__in=remarks.values("city"))
            | Q(pk__in=remarks.values("relationship__partner"))
            | Q(pk__in=named.values("city"))
        ).exclude(is_home=True)
    )
