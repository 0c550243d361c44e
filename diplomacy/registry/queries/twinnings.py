"""What others say of places that are tied with both ends of a tie."""

from django.db.models import Exists, OuterRef, Q

from diplomacy.registry.models import Relationship, TwinnedPlace


def sisters_in_common(tie: Relationship) -> tuple[TwinnedPlace, ...]:
    """Return the places that a list twins with the partner and that our end is tied with too.

    The latter by a published tie (`has_tie`), or by the same list. One query. No standing and no
    timeline rests on it.
    """
    ours = Relationship.objects.published().filter(
        home_end=tie.home_end_id, partner=OuterRef("city")
    )
    twinned_with_us = TwinnedPlace.objects.filter(twins__city=tie.home_end_id)
    places = (
        TwinnedPlace.objects.filter(twins__city=tie.partner_id)
        .annotate(has_tie=Exists(ours))
        .filter(Q(has_tie=True) | Q(pk__in=twinned_with_us.values("pk")))
        .exclude(city__in=[tie.home_end_id, tie.partner_id])
        .select_related("source", "city")
        .order_by("source", "name", "id")
        .distinct()
    )
    shown: dict[tuple, TwinnedPlace] = {}
    for place in places:  # a list may print one city in two spellings
        shown.setdefault((place.source_id, place.city or place), place)
    return tuple(shown.values())
