"""What machines read of a page: title and description in plain words, its picture, its facts."""

import json
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from diplomacy.calendars import PartialDate
from diplomacy.public import linked_data
from diplomacy.public.data_facts import of_data
from diplomacy.public.pictures.words import (
    Picture,
    picture_of_home,
    picture_of_site,
    picture_of_tie,
)
from diplomacy.registry.queries.city_detail import CityDetail
from diplomacy.registry.queries.entry_detail import EntryDetail

from .frame import Version, site_strip

register = template.Library()

LONGEST_DESCRIPTION = 160  # characters: search engines cut what is longer

# How Open Graph names the languages of our pages.
LOCALES = {"fa": "fa_IR", "en": "en_GB", "zh-Hans": "zh_CN"}

# In JSON as \u003C and the like, so that nothing in it can end or open a script.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


@register.simple_block_tag
def plain(content: str, limit: int = 0) -> str:
    """Return the words of a piece of HTML on one line, at most `limit` characters if given."""
    text = " ".join(unescape(strip_tags(content)).split())
    return _cut(text, limit) if limit and len(text) > limit else text


@register.simple_tag(takes_context=True)
def part_shown(context: template.Context) -> str:
    """Return which part of its list the page shows, empty for the beginning of the whole."""
    parameters = context["request"].GET
    if parameters.get("after") or parameters.get("before"):
        return _("continued")
    detail, chosen = context.get("detail"), context.get("filter")
    narrowed = isinstance(detail, CityDetail) and not detail.timeline.wanted.is_everything
    if narrowed or (chosen is not None and parameters and chosen.form.changed_data):
        return _("selection")
    return ""


@register.filter
def og_locale(version: Version) -> str:
    """Return the language of a page as Open Graph names it."""
    return LOCALES[version.tag]


@register.filter
def oembed_url(page: str) -> str:
    """Return the address that tells other sites how to show the tie of a page in theirs."""
    return f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({'url': page})}"


@register.simple_tag(takes_context=True)
def share_picture(context: template.Context) -> Picture:
    """Return the picture of the page: of its tie, of the ties in all, or of the register."""
    home, detail = context.get("home"), context.get("detail")
    if isinstance(detail, CityDetail) and detail.tie:
        return picture_of_tie(detail.tie, detail.standing, home)
    if "overview" in context and home:
        return picture_of_home(home, context["overview"].tallies)
    return picture_of_site(home)


@register.simple_tag(takes_context=True)
def page_facts(context: template.Context, title: str, description: str) -> SafeString:
    """Return the facts of the page as JSON-LD, from the same records as its words."""
    home = context.get("home")
    page = linked_data.Page(
        url=context["frame"].current.absolute,
        language=context["frame"].current.tag,
        title=title,
        description=description,
        site_name=context["site_name"],
        publisher=site_strip(home) if home else "",
        home=home,
        today=PartialDate.of(timezone.localdate()),
    )
    detail = context.get("detail")
    if isinstance(detail, CityDetail):
        found = linked_data.of_city(detail, page)
    elif isinstance(detail, EntryDetail):
        found = linked_data.of_entry(detail, page)
    elif "data_files" in context:
        found = of_data(page, context["data_files"], context["about_data"])
    else:
        found = linked_data.of_page(page)
    return script(found)


@register.simple_tag
def crumb_facts(*steps: Any) -> SafeString:
    """Return the way back as JSON-LD: address and label in turn, the last without an address."""
    labels = [_plain_label(label) for label in steps[1::2]]
    return script(linked_data.of_crumbs(tuple(zip(steps[::2], labels, strict=True))))


def _cut(text: str, limit: int) -> str:
    """Return the beginning of a text, whole words where there are any, and "…"."""
    kept = text[: limit - 1]
    words, space, rest = kept.rpartition(" ")
    if space and len(rest) < 20:
        kept = words
    return kept.rstrip(" ،,;；，؛:：.。") + "…"


def _plain_label(label: Any) -> str:
    return " ".join(unescape(strip_tags(str(label))).split())


def script(facts: dict[str, Any]) -> SafeString:
    """Return a block of data that no browser runs."""
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))
