"""Which way time runs in drawings: as the page reads, unless the register forces one way."""

from django.utils.translation import get_language_bidi
from msgspec import Struct

from diplomacy.registry.models import City, Identity


class Directions(Struct, frozen=True):
    """Whether the page begins at the right, and whether the past stands there in its drawings."""

    page_from_right: bool
    time_from_right: bool

    @property
    def differ(self) -> bool:
        return self.page_from_right != self.time_from_right


def directions(home: City | None) -> Directions:
    """Return those of the page being made; what is forced stands in the home city's identity."""
    page = get_language_bidi()
    forced = {Identity.TimeDirection.LTR: False, Identity.TimeDirection.RTL: True}
    setting = home.identity.time_direction if hasattr(home, "identity") else ""
    return Directions(page, forced.get(setting, page))
