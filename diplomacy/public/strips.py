"""The comparison for a small screen: the forms of each tie as a strip, and in words.

Places along a strip are percents of its width, so that text keeps its size on any screen.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.calendars import Language, digits, year_heading
from diplomacy.registry.models import Form
from diplomacy.registry.queries.comparison import Comparison, Lane

from .chart import Ribbon, ribbons
from .pencil import Pencil, Silence, Tick, named_silences, written_years
from .time_direction import Directions

TICK_ROOM = 17
ENDS = 6, 94  # a year written nearer to an end would be cut


class Strip(Struct, frozen=True):
    """A tie: its ribbons, the places of its entries, and its forms in words."""

    lane: Lane
    ribbons: tuple[Ribbon, ...]
    entries: tuple[float, ...]
    words: tuple[str, ...]


class Strips(Struct, frozen=True):
    strips: tuple[Strip, ...]
    ticks: tuple[Tick, ...]
    silences: tuple[Silence, ...]
    today: float


def draw_strips(comparison: Comparison, language: Language, ways: Directions) -> Strips:
    """Return the strips of a comparison, all on one axis."""
    pencil = Pencil(comparison.axis, comparison.today, language, ways.time_from_right, 0, 100)
    strips = []
    for position, lane in enumerate(comparison.lanes):
        items = [item for item in comparison.dated if position in item.lanes]
        strips.append(
            Strip(
                lane=lane,
                ribbons=tuple(ribbons(pencil, lane, 0)),
                entries=tuple(sorted({pencil.x(item.entry.ordering_day) for item in items})),
                words=tuple(_forms(comparison, lane, language)),
            )
        )
    return Strips(
        strips=tuple(strips),
        ticks=tuple(
            tick for tick in written_years(pencil, TICK_ROOM) if ENDS[0] <= tick.x <= ENDS[1]
        ),
        silences=tuple(named_silences(pencil)),
        today=pencil.x(comparison.today),
    )


def _forms(comparison: Comparison, lane: Lane, language: Language) -> Iterator[str]:
    """Yield each form that the tie has had, with the years from and to which it had it."""
    for span in lane.spans:
        first, last = (
            digits(year_heading(max(day, comparison.axis.first), language)[0], language)
            for day in (span.first, min(span.last, comparison.today))
        )
        named = {"form": Form(span.form).label, "first": first, "last": last}
        if span.perhaps and first == last:
            yield _("perhaps %(form)s in %(first)s") % named
        elif span.perhaps:
            yield _("perhaps %(form)s from %(first)s to %(last)s") % named
        elif span.last >= comparison.today:
            yield _("%(form)s since %(first)s") % named
        else:
            yield _("%(form)s from %(first)s to %(last)s") % named
