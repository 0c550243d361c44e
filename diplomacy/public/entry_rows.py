"""Rows of entries, by far the most of a list, without a template for each: that takes far longer.

Every text goes through `html`.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Entry, Event
from diplomacy.registry.queries.along import rows_along
from diplomacy.registry.queries.years import Year

from .labels import label
from .pieces import (
    as_reviewed,
    due,
    entry_kind,
    fact,
    not_recorded,
    participant,
    source_line,
    span,
    states,
    title_link,
)
from .safe import html
from .templatetags.entries import is_words, verdict_word
from .templatetags.register import city_url, name, page_digits, when, words
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
    meta = "\n".join([entry_kind(entry), *states(entry, today), *_here(entry, year)])
    css = ' class="said"' if said else ""
    return (
        f"<li{css}>\n<div>{when(entry.start)}</div>\n<div>\n"
        f'<p class="ev-meta">\n{meta}\n</p>\n<h3>{title_link(entry)}</h3>\n{_line(entry, said)}'
        f"{source_line(rows_along(entry, 'citations'))}\n</div>\n</li>"
    )


def _here(entry: Entry, year: Year | None) -> Iterator[str]:
    """Yield what the entry has to do with the subject of the page, and its other cities."""
    if getattr(entry, "standing_here", ""):
        yield span("part", area_word(entry))
    yield from map(partial(span, "part"), roles(entry))
    for part in getattr(entry, "parts_of_person", ()):
        office = html("<span>{}</span>", words(part.office)) if part.office else ""
        yield span("part", part.get_role_display()) + office
    if year and not surely_in(entry, year):
        yield span("st-out", gettext("may lie in another year"))
    for row in rows_along(entry, "city_rows"):
        if not row.city.is_home:
            yield html('<a href="{}">{}</a>', city_url(row.city), name(row.city.name))


def _line(entry: Entry, said: bool) -> str:
    """Return what came of a promise, or what a claim says in figures; nothing of others."""
    if entry.kind == Entry.Kind.COMMITMENT and getattr(entry, "verdict", ""):
        facts = "".join(_promised(entry))
    else:
        facts = "".join(_claimed(entry.leaf)) if said else ""
    return f'<dl class="line">\n{facts}</dl>\n' if facts else ""


def _promised(promise: Entry) -> Iterator[str]:
    """Needs what `published_promises` gives."""
    came = html("\n{}\n", verdict_word(promise))
    if promise.reviewed_on and promise.reviewed_on.is_known:
        came += span("d-alt", as_reviewed(promise.reviewed_on)) + "\n"
    yield fact(gettext("What came of it"), came)
    owing = "\n".join(f'<span class="who">{participant(one)}</span>' for one in promise.owing)
    yield fact(gettext("Owed by"), f"\n{owing or not_recorded()}\n")
    yield fact(gettext("Due"), due(promise.leaf))


def _claimed(leaf: Event) -> Iterator[str]:
    drawn = "<div><dt>{}</dt><dd>{}</dd></div>\n"
    if leaf.claimed_form:
        yield html(drawn, gettext("What it says the tie is"), label(leaf, "claimed_form"))
    if leaf.stated_count is not None:
        yield html(drawn, gettext("Number of ties it states"), page_digits(leaf.stated_count))
