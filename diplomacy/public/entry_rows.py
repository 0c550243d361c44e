"""Rows of entries, by far the most of a list, without a template for each: that takes far longer.

Every text goes through `html`.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Delegation, Entry
from diplomacy.registry.queries.years import Year

from .labels import label
from .safe import html
from .templatetags.entries import is_words, one_per_source, paper_holds, paper_word, visit_word
from .templatetags.register import (
    city_url,
    entry_url,
    kind_icon,
    kind_word,
    name,
    page_digits,
    when,
    words,
)
from .templatetags.sources import printed, source_url
from .templatetags.subjects import area_word, roles, surely_in


def entry_rows(
    entries: Iterable[Entry], today: PartialDate, year: Year | None = None
) -> SafeString:
    """Return entries one a row, with what each is today; words stand apart from deeds.

    Each has its leaf, `city_rows` with cities and `citations` with sources (queries.entry_list),
    commitments as `published_promises` gives them. On a page about something else it says what it
    has to do with it (queries.areas, organisations, people, years).
    """
    rows = "\n".join(_row(entry, today, year) for entry in entries)
    return mark_safe(f'<ol class="feed">\n{rows}\n</ol>')


def _row(entry: Entry, today: PartialDate, year: Year | None) -> str:
    said = is_words(entry)
    meta = "\n".join([_kind(entry), *_state(entry, today, said), *_here(entry, year)])
    title = html('<a href="{}">{}</a>', entry_url(entry), words(entry.title))
    css = ' class="said"' if said else ""
    return (
        f"<li{css}>\n<div>{when(entry.start)}</div>\n<div>\n"
        f'<p class="ev-meta">\n{meta}\n</p>\n<h3>{title}</h3>\n{_line(entry, said)}'
        f"{_source_line(entry)}\n</div>\n</li>"
    )


def _kind(entry: Entry) -> str:
    drawn = '<span class="kind"><svg aria-hidden="true"><use href="#{}" /></svg>{}</span>'
    return html(drawn, kind_icon(entry), kind_word(entry))


def _state(entry: Entry, today: PartialDate, said: bool) -> Iterator[str]:
    """Yield what the entry is today, in a word or two."""
    match entry.kind:
        case Entry.Kind.AGREEMENT:
            yield _span(
                "st-in" if paper_holds(entry, today) else "st-out", paper_word(entry, today)
            )
        case Entry.Kind.DELEGATION:
            yield html("<span>{}</span>", label(entry.leaf, "direction"))
            if entry.leaf.progress != Delegation.Progress.COMPLETED:
                yield _span("st-out", visit_word(entry, today))
        case Entry.Kind.COMMITMENT:
            yield _span("st-out", label(entry.leaf, "force"))
        case Entry.Kind.RESTRICTION:
            yield _span("st-out", label(entry.leaf, "scope"))
        case _ if said:
            yield _span("st-out", gettext("said, not signed"))


def _here(entry: Entry, year: Year | None) -> Iterator[str]:
    """Yield what the entry has to do with the subject of the page, and its other cities."""
    if getattr(entry, "standing_here", ""):
        yield _span("part", area_word(entry))
    yield from map(partial(_span, "part"), roles(entry))
    for part in getattr(entry, "parts_of_person", ()):
        office = html("<span>{}</span>", words(part.office)) if part.office else ""
        yield _span("part", part.get_role_display()) + office
    if year and not surely_in(entry, year):
        yield _span("st-out", gettext("may lie in another year"))
    for row in entry.city_rows.all():
        if not row.city.is_home:
            yield html('<a href="{}">{}</a>', city_url(row.city), name(row.city.name))


def _line(entry: Entry, said: bool) -> str:
    if entry.kind == Entry.Kind.COMMITMENT and getattr(entry, "verdict", ""):
        return render_to_string("public/partials/_promise_line.html", {"promise": entry})
    if said:
        return render_to_string("public/partials/_words_line.html", {"leaf": entry.leaf})
    return ""


def _source_line(entry: Entry) -> str:
    """Return the first source and how many more."""
    citations = one_per_source(entry.citations.all())
    if not citations:
        return _line_of(gettext("No source recorded"))
    source, more = citations[0].source, len(citations) - 1
    shown = printed(source, source.publisher or source.title)
    told = html('{}<a href="{}">{}</a>', gettext("Source: "), source_url(source), shown)
    if more:
        others = ngettext("and %(number)s more", "and %(number)s more", more)
        told += html("\n{}", others % {"number": page_digits(more)})
    return _line_of(told)


def _line_of(told: str) -> str:
    return html('<p class="src">\n{}\n</p>', told)


def _span(css: str, text: Any) -> str:
    return html('<span class="{}">{}</span>', css, text)
