"""Published entries as items of an Atom feed: what each is called and says."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diplomacy.calendars import PartialDate
from diplomacy.registry.list_words import listed
from diplomacy.registry.models import Citation, City, Entry
from diplomacy.registry.queries.changes import changed_at

from .atom import Category, Item, Link
from .entry_words import dated, headline, partners, sources_line
from .meanings import LISTS
from .templatetags.entries import is_words, one_per_source
from .templatetags.register import city_url, direction, entry_url, kind_word, name, words
from .templatetags.sources import printed, source_url


def item_of(entry: Entry, language: str, today: PartialDate) -> Item:
    """Return the item of an entry that `newest_entries` gave; `language` is the tag of its words.

    Nothing is read.
    """
    when, cities = dated(entry), partners(entry)
    citations = one_per_source(entry.citations.all())
    return Item(
        id=settings.SITE_URL + reverse("permanent", args=[entry.key]),
        title=headline(entry, today),
        published=entry.published_at,
        updated=changed_at(entry),
        links=tuple(_links(entry, citations)),
        categories=tuple(_categories(entry, cities)),
        summary=_summary(entry, when, cities),
        content=_content(entry, language, when, cities, citations),
    )


def _content(
    entry: Entry, language: str, when: str, cities: list[City], citations: list[Citation]
) -> str:
    """Return what a feed tells of an entry, as HTML that stands alone in the reader's program."""
    site = settings.SITE_URL
    named = format_html_join(
        "", ' · <a href="{}{}">{}</a>', ((site, city_url(one), name(one.name)) for one in cities)
    )
    sources = [
        format_html('<a href="{}{}">{}</a>', site, source_url(one), printed(one, one.publisher))
        for one in (citation.source for citation in citations)
    ]
    between = conditional_escape(pgettext("between the items of a list", ", "))
    told = between.join(sources)
    told = f"{_('Sources:')} {told}" if sources else _("No source recorded")
    summary = format_html("<p>{}</p>", words(entry.summary)) if entry.summary else ""
    html = '<div lang="{}" dir="{}">\n  <p>{}{}</p>\n  {}\n  <p>{}</p>\n</div>'
    return format_html(html, language, direction(language), when, named, summary, mark_safe(told))


def _links(entry: Entry, citations: list[Citation]) -> Iterator[Link]:
    yield Link("alternate", settings.SITE_URL + entry_url(entry))
    for citation in citations:
        source = citation.source
        title = source.publisher or source.title
        yield Link("via", settings.SITE_URL + source_url(source), title=title)


def _categories(entry: Entry, cities: list[City]) -> Iterator[Category]:
    """Yield its kind, its class, whether it is mere words, and the cities that it names."""
    yield _category("kind", entry.kind, LISTS[Entry.Kind(entry.kind)])
    leaf = entry.leaf
    if entry.kind == Entry.Kind.EVENT:
        yield _category("class", leaf.type, kind_word(entry))
    elif entry.kind == Entry.Kind.AGREEMENT:
        yield _category("class", leaf.instrument, kind_word(entry))
    if is_words(entry):
        yield _category("kind", "words", _("said, not signed"))
    for city in cities:
        yield _category("city", city.key, city.name)


def _category(scheme: str, term: str, label: str) -> Category:
    return Category(f"{settings.SITE_URL}/#{scheme}", term, str(label))


def _summary(entry: Entry, when: str, cities: list[City]) -> str:
    lines = (
        when,
        listed(city.name for city in cities),
        entry.summary,
        sources_line(entry),
    )
    return "\n".join(filter(None, lines))
