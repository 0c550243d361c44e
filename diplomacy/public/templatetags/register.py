"""Values of the register as HTML: words that know their language, dates, digits, addresses."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from diplomacy.calendars import Language, PartialDate, digits, iso, number, pair
from diplomacy.public import safe
from diplomacy.public.addresses import address
from diplomacy.public.labels import label
from diplomacy.public.names import own_words
from diplomacy.registry.date_words import active_language, both_calendars
from diplomacy.registry.list_words import listed
from diplomacy.registry.models import City, CooperationArea, DiplomacyLayer, Entry, Event
from diplomacy.registry.models.sources import followable
from diplomacy.registry.models.words import LANGUAGES, Text, page_language
from diplomacy.registry.queries.counting import MOST_COUNTED

register = template.Library()
register.filter(listed)

# Tags as HTML wants them for the codes that our columns carry.
HTML_LANGUAGES = {"zh": "zh-Hans"}
RIGHT_TO_LEFT = ("fa", "ar", "he", "ur")

_TALKS = {Event.Type.MEETING, Event.Type.LETTER, Event.Type.DEBATE}
_MARKS = {Event.Type.CEREMONY, Event.Type.NAMING, Event.Type.ANNIVERSARY}


def direction(language: str) -> str:
    """Return "rtl" or "ltr" for a language tag."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _isolated(text: str, language: str, css: str = "") -> SafeString:
    tag = HTML_LANGUAGES.get(language, language)
    attributes = safe.html(' class="{}"', css) if css else ""
    return safe.html('<bdi lang="{}" dir="{}"{}>{}</bdi>', tag, direction(tag), attributes, text)


@register.filter
def web(address: str | None) -> str:
    """Return an address of the web as it is, and nothing for any other, which is no link."""
    return address if address and followable(address) else ""


@register.filter
def words(text: Text) -> SafeString | str:
    """Return a text in the page's language as it is, any other marked with its language.

    The reader sees which language it is; so does a screen reader.
    """
    language = getattr(text, "lang", "")
    if not language or language == page_language():
        return text
    mark = safe.html(
        ' <small class="in-language">{}</small>', gettext("in %s") % LANGUAGES[language]
    )
    return _isolated(text, language, "untranslated") + mark


@register.filter
def name(text: Text) -> SafeString | str:
    """Return a proper name, isolated and tagged where it is in another language; no mark."""
    language = getattr(text, "lang", "")
    return _isolated(text, language) if language and language != page_language() else text


@register.filter
def own_name(city: City) -> SafeString:
    """Return the city's name in its own script; on a page in that language the home one's.

    Empty where no such name is recorded.
    """
    shown, language = own_words(city)
    if not shown:
        return SafeString()
    css = "own han" if language.partition("-")[0] in ("zh", "ja") else "own"
    return _isolated(shown, language or "und", css)


@register.filter
def latin_name(city: City) -> SafeString:
    """Return the city's English name where the page does not show it already."""
    there = page_language() == "en" or city.name.lang == "en" or city.name_en == city.own_name
    shown = city.name_en and not there
    return _isolated(city.name_en, "en") if shown else SafeString()


@register.simple_tag
def when(value: PartialDate | None) -> SafeString:
    """Return a date in the page's first calendar with the other one beside it."""
    return SafeString() if value is None else _when(value, active_language())


@lru_cache(maxsize=4096)
def _when(value: PartialDate, language: Language) -> SafeString:
    main, other = pair(value, language)
    machine = iso(value)
    if machine:
        html = safe.html('<time class="d-main" datetime="{}">{}</time>', machine, main)
    else:
        html = safe.html('<span class="d-main">{}</span>', main)
    return html + safe.html(' <span class="d-alt">{}</span>', other) if other else html


@register.simple_tag
def when_short(value: PartialDate | date) -> str:
    """Return a date in the page's first calendar only, for running text."""
    shown = PartialDate.of(value) if isinstance(value, date) else value
    return pair(shown, active_language())[0]


@register.simple_tag
def when_both(value: PartialDate) -> str:
    """Return a date in both calendars as plain text, for a line to be copied."""
    return both_calendars(value)


@register.simple_tag
def lang_of(text: Text) -> SafeString:
    """Return the attributes of an element whose own text is not in the page's language."""
    language = getattr(text, "lang", "")
    if not language or language == page_language():
        return SafeString()
    tag = HTML_LANGUAGES.get(language, language)
    return safe.html(' lang="{}" dir="{}"', tag, direction(tag))


@register.filter
def local_day(moment: datetime) -> PartialDate:
    """Return the day of a moment where the register is kept."""
    return PartialDate.of(localtime(moment).date())


@register.filter(name="digits")
def page_digits(value: str | int) -> str:
    """Return the text with the digits of the page's language."""
    return digits(value, active_language())


@register.filter
def grouped(value: float) -> str:
    """Return the number grouped by thousands, in the digits of the page's language."""
    return number(value, active_language())


@register.filter
def how_many(rows: int) -> str:
    """Return a number of rows as lists tell it: "12", or "more than 1,000"."""
    if rows <= MOST_COUNTED:
        return digits(rows, active_language())
    return gettext("more than %(number)s") % {"number": grouped(MOST_COUNTED)}


@register.filter
def entry_url(entry: Entry) -> str:
    """Return the address of the entry's page in the page's language."""
    return address(entry.kind, entry.key)


@register.filter
def city_url(city: City) -> str:
    """Return the address of the city's page in the page's language."""
    return address("city", city.key)


@register.filter
def area_url(area: CooperationArea) -> str:
    """Return the address of the area's page in the page's language."""
    return address("area", area.key)


@register.filter
def layer_url(layer: DiplomacyLayer) -> str:
    """Return the address of the layer's page in the page's language."""
    return address("layer", layer.key)


@register.simple_tag
def permanent_url(key: str) -> str:
    """Return the one address to cite: it outlives languages and slugs."""
    return settings.SITE_URL + reverse("permanent", args=[key])


@register.filter
def kind_icon(entry: Entry) -> str:
    """Return the symbol of the entry's kind; an event's needs the leaf (`with_leaf()`)."""
    if entry.kind != Entry.Kind.EVENT:
        return f"k-{entry.kind}"
    kind = entry.leaf.type
    if kind in Event.WORDS:
        return "k-words"
    if kind == Event.Type.DECISION:
        return "k-decision"
    if kind in _TALKS:
        return "k-talk"
    return "k-mark" if kind in _MARKS else "k-project"


@register.filter
def kind_word(entry: Entry) -> str:
    """Return what the entry is, as closely as its kind tells; needs the leaf as `kind_icon`."""
    if entry.kind == Entry.Kind.EVENT:
        return label(entry.leaf, "type")
    if entry.kind == Entry.Kind.AGREEMENT:
        return label(entry.leaf, "instrument")
    return label(entry, "kind")


@register.simple_tag
def space() -> str:
    """Return what parts a sentence from what follows: nothing in Chinese, whose stops are wide."""
    return "" if active_language() == "zh" else " "
