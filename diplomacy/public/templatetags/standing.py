"""Where a tie stands, as its page shows it: the five figures and the pulse."""

from collections.abc import Sequence
from fractions import Fraction

from django import template

from diplomacy.calendars import number
from diplomacy.public.meanings import FIGURE
from diplomacy.public.pulse_chart import pulse_chart
from diplomacy.public.time_direction import directions
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.pulse import YearCount
from diplomacy.registry.queries.standing import Figure, Figures

register = template.Library()


@register.filter
def rows(figures: Figures) -> list[tuple[Figure, str, str]]:
    """Return each figure with its value, empty where there is none yet, and what it means."""
    return [(one, _shown(getattr(figures, one.value)), FIGURE[one]) for one in Figure]


def _shown(value: int | Fraction | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        value = round(float(value), 1 if value >= 1 else 2)
    return number(value, active_language())


@register.inclusion_tag("public/partials/_pulse.html", takes_context=True)
def pulse(context: template.Context, years: Sequence[YearCount]) -> dict:
    """Draw the entries of the last years, in the direction of the register whose page it is."""
    ways = directions(getattr(getattr(context, "request", None), "home", None))
    return {"chart": pulse_chart(years, active_language(), ways)}
