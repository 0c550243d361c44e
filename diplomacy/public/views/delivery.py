"""From ceremony to delivery: five classes of what was recorded of a tie, year by year."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.calendars import PartialDate, digits, year_heading
from diplomacy.public.delivery_chart import delivery_chart
from diplomacy.public.delivery_words import (
    MEANS,
    UNDATED,
    came_of_promises,
    in_words,
    table,
    totals,
)
from diplomacy.public.time_direction import directions
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.city_detail import public_tie
from diplomacy.registry.queries.delivery import Class, Delivery, delivery, newest_first
from diplomacy.registry.queries.years import year

from .tie import CityView

MOST_LISTED = 200


class Chosen(Struct, frozen=True):
    """The entries that one number of the page counts, the latest of them, and it in words."""

    words: str
    entries: tuple[Entry, ...]
    has_more: bool


class DeliveryView(CityView):
    """Without a published tie there is no such page."""

    template_name = "public/delivery.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        today = timezone.localdate()
        tie = public_tie(key, today)
        if tie is None:
            return self.missing(request, key)
        language = active_language()
        found = delivery(tie.partner, today)
        ways = directions(tie.home_end)
        context = {
            "section": "cities",
            "tie": tie,
            "city": tie.partner,
            "delivery": found,
            "words": _in_short(found),
            "unsure": found.unsure(language),
            "has_promises": found.number(Class.PROMISED) > 0,
            "chart": delivery_chart(found, year_heading(today, language)[0], language, ways),
            "classes": [(of, MEANS[of]) for of in Class],
            "table": table(found, language),
            "totals": totals(found),
            "chosen": _chosen(request.GET, found),
            "today": PartialDate.of(today),
        }
        if tie.home_end.is_home:
            context["home"] = tie.home_end
        return self.render_to_response(context)


def _in_short(found: Delivery) -> str:
    language = active_language()
    words, came_of = in_words(found, language), came_of_promises(found, language)
    return _("%(first)s %(second)s") % {"first": words, "second": came_of} if came_of else words


def _chosen(parameters: QueryDict, found: Delivery) -> Chosen | None:
    """Return what a reader asked to see of the numbers; what cannot be meant shows nothing."""
    of, asked = parameters.get("class", ""), parameters.get("year", "")
    if of not in Class.values:
        return None
    language = active_language()
    undated = asked == UNDATED
    shown = year(int(asked)) if asked.isdecimal() and len(asked) == 4 else None
    entries = found.entries_of(Class(of), shown and shown.number, undated=undated)
    named = {"class": Class(of).label, "number": digits(len(entries), language)}
    if undated or shown:
        named["when"] = shown.name(language) if shown else _("date not recorded")
        words = _("%(class)s, %(when)s: %(number)s") % named
    else:
        words = _("%(class)s: %(number)s") % named
    latest = entries[-MOST_LISTED:]
    return Chosen(words, tuple(newest_first(latest)), len(latest) < len(entries))
