"""Where sources disagree and what is not known, over the whole register."""

from collections import defaultdict

from django.db.models import Case, Prefetch, Q, QuerySet, Value, When

from diplomacy.registry.models import (
    City,
    Difference,
    DifferenceStatement,
    OpenQuestion,
    Publication,
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
    """Return the open questions about what is public, with the entry that answers each.

    `answer_state` is "answered" where a published entry does, else "open".
    """
    public = Q(answered_by__publication=Publication.PUBLISHED)
    state = Case(When(public, then=Value("answered")), default=Value("open"))
    found = OpenQuestion.objects.published().annotate(answer_state=state)
    return found.select_related(*_SUBJECT, "answered_by")


def cities_of(remarks: QuerySet[Difference] | QuerySet[OpenQuestion]) -> list[City]:
    """Return the partners that differences or questions are about, with their `number`.

    Two queries.
    """
    about: dict[int, set[int]] = defaultdict(set)
    named = "entry__city_rows"
    rows = remarks.order_by().values_list(
        "pk", "city", "relationship__partner", f"{named}__city", f"{named}__public"
    )
    for remark, *cities, named_one, is_public in rows:
        for city in (*cities, named_one if is_public else None):
            about[city].add(remark)
    found = list(City.objects.filter(pk__in=about.keys() - {None}).exclude(is_home=True))
    for city in found:
        city.number = len(about[city.pk])
    return found
