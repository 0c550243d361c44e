"""What others say of places that are tied with both ends of a tie."""

from diplomacy.registry.models import Relationship, TwinnedPlace

from . import city_parts


def sisters_in_common(tie: Relationship) -> tuple[TwinnedPlace, ...]:
    """Return the places that a list twins with the partner and that our end is tied with too.

    The latter by a published tie (`has_tie`), or by the same list. One query. No standing and no
    timeline rests on it.
    """
    shown: dict[tuple, TwinnedPlace] = {}
    for place in city_parts.sisters_in_common(
        tie.home_end_id, tie.partner_id
    ):  # a list may print one city in two spellings
        shown.setdefault((place.source_id, place.city or place), place)
    return tuple(shown.values())
