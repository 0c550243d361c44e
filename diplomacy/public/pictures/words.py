"""What a picture says, in the language of the page. The page repeats it beside the picture."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext_lazy
from msgspec import Struct

from diplomacy.calendars import PartialDate, digits
from diplomacy.public.templatetags.frame import site_name, site_strip
from diplomacy.registry.date_words import active_language, both_calendars
from diplomacy.registry.models import City, Form, Relationship
from diplomacy.registry.queries.overview import Tally
from diplomacy.registry.queries.standing import Standing

from .lettering import first_written, hand

# As the first page counts them.
_COUNTED = {
    Form.SISTER: npgettext_lazy("tally", "sister city", "sister cities", "number"),
    Form.FRIENDSHIP: npgettext_lazy("tally", "friendship city", "friendship cities", "number"),
    Form.PROJECT: npgettext_lazy("tally", "project partnership", "project partnerships", "number"),
    Form.MOU: npgettext_lazy(
        "tally", "memorandum of understanding", "memoranda of understanding", "number"
    ),
    Form.LOI: npgettext_lazy("tally", "letter of intent", "letters of intent", "number"),
}


class Picture(Struct, frozen=True):
    """A picture by its words, at its full address; `look` is that of the tie, if it shows one."""

    address: str
    language: str
    site: str
    strip: str
    heading: str
    over: str = ""
    own: str = ""
    look: str = ""
    tag: str = ""
    since: str = ""
    sentence: str = ""

    @property
    def alt(self) -> str:
        """Return everything that can be read in the picture, in the order of reading."""
        said = (self.site, self.strip, self.over, self.heading, self.own)
        more = (self.tag, self.since, self.sentence)
        return " · ".join(text for text in (*said, *more) if text)


def picture_of_tie(tie: Relationship, standing: Standing, home: City | None) -> Picture:
    """Return the picture of a published tie, its standing as the page shows it."""
    partner = tie.partner
    heading = _name(partner)
    return Picture(
        address=settings.SITE_URL + reverse("public:city-picture", args=[partner.key]),
        over=over(standing) % {"city": _name(tie.home_end)},
        heading=heading,
        own=_own_name(partner, heading),
        look=standing.look,
        tag=standing.tag,
        since=_since(standing),
        sentence=standing.sentence,
        **_frame(home),
    )


def over(standing: Standing) -> str:
    """Return the words above the partner's name; where no tie is recorded they state none."""
    nothing = standing.form.value == Form.NONE and standing.look == "talks"
    return _("%(city)s and") if nothing else _("%(city)s’s tie with")


def picture_of_home(home: City, tallies: tuple[Tally, ...]) -> Picture:
    """Return the picture of the first page: how many ties of each form there are."""
    counted = [
        f"{digits(tally.count, active_language())} {_COUNTED[tally.form] % {'number': tally.count}}"
        for tally in tallies
        if tally.form in _COUNTED
    ]
    return Picture(
        address=settings.SITE_URL + reverse("public:home-picture"),
        heading=_("%(city)s’s ties with cities of the world") % {"city": _name(home)},
        own=_own_name(home, ""),
        sentence=" · ".join(counted),
        **_frame(home),
    )


def picture_of_site(home: City | None) -> Picture:
    """Return the picture of every page that has none of its own."""
    return Picture(
        address=settings.SITE_URL + reverse("public:site-picture"),
        heading=_("Relations with cities of the world"),
        own=_own_name(home, "") if home else "",
        sentence=_(
            "Which cities we have pacts with, where each tie stands and what happened last, "
            "with documents and dates."
        ),
        **_frame(home),
    )


def _frame(home: City | None) -> dict[str, str]:
    return {
        "language": active_language(),
        "site": site_name(home),
        "strip": site_strip(home) if home else "",
    }


def _name(city: City) -> str:
    """Return the city's name in the page's language, or in Latin letters if ours lack one."""
    return first_written((city.name, city.name_en, city.key), _bold())


def _own_name(city: City, heading: str) -> str:
    """Return the name in the city's own script, or another that the heading does not show."""
    home_name = getattr(city, f"name_{settings.HOME_LANGUAGE.split('-')[0]}")
    others = (city.own_name, city.name_en, home_name)
    return first_written((name for name in others if name != heading), _bold())


def _bold():
    return hand(active_language(), bold=True)


def _since(standing: Standing) -> str:
    """Return since when the form that the tag names holds, in both calendars."""
    since: PartialDate = standing.form.since
    named = standing.form.value
    if named == Form.NONE or not since.is_known or standing.tag != str(named.label):
        return ""
    return both_calendars(since)
