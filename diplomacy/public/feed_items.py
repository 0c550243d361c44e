"""Published entries as items of an Atom feed: what each is called and says."""

from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from diplomacy.calendars import PartialDate
from diplomacy.registry.list_words import listed
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.changes import changed_at

from .atom import Category, Item, Link
from .entry_words import dated, headline, partners, sources_line
from .meanings import LISTS
from .templatetags.entries import is_words, one_per_source
from .templatetags.register import direction, entry_url, kind_word
from .templatetags.sources import source_url


def item_of(entry: Entry, language: str, today: PartialDate) -> Item:
    """Return the item of an entry that `newest_entries` gave; `language` is the tag of its words.

    Nothing is read.
    """
    said = {
        "entry": entry,
        "when": dated(entry),
        "partners": partners(entry),
        "site": settings.SITE_URL,
        "language": language,
        "dir": direction(language),
    }
    return Item(
        id=settings.SITE_URL + reverse("permanent", args=[entry.key]),
        title=headline(entry, today),
        published=entry.published_at,
        updated=changed_at(entry),
        links=tuple(_links(entry)),
        categories=tuple(_categories(entry)),
        summary=_summary(entry),
        content=render_to_string("public/feed_content.html", said).strip(),
    )


def _links(entry: Entry) -> Iterator[Link]:
    yield Link("alternate", settings.SITE_URL + entry_url(entry))
    for citation in one_per_source(entry.citations.all()):
        source = citation.source
        title = source.publisher or source.title
        yield Link("via", settings.SITE_URL + source_url(source), title=title)


def _categories(entry: Entry) -> Iterator[Category]:
    """Yield its kind, its class, whether it is mere words, and the cities that it names."""
    yield _category("kind", entry.kind, LISTS[Entry.Kind(entry.kind)])
    leaf = entry.leaf
    if entry.kind == Entry.Kind.EVENT:
        yield _category("class", leaf.type, kind_word(entry))
    elif entry.kind == Entry.Kind.AGREEMENT:
        yield _category("class", leaf.instrument, kind_word(entry))
    if is_words(entry):
        yield _category("kind", "words", _("said, not signed"))
    for city in partners(entry):
        yield _category("city", city.key, city.name)


def _category(scheme: str, term: str, label: str) -> Category:
    return Category(f"{settings.SITE_URL}/#{scheme}", term, str(label))


def _summary(entry: Entry) -> str:
    lines = (
        dated(entry),
        listed(city.name for city in partners(entry)),
        entry.summary,
        sources_line(entry),
    )
    return "\n".join(filter(None, lines))
