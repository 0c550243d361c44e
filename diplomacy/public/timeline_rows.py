"""The history of a tie, without templates as rows of entries are: by far the most of its page."""

from collections.abc import Callable, Iterable, Iterator

from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.along import rows_along
from diplomacy.registry.queries.timeline import Timeline, Year, YearMark

from .pieces import source_line, span, states, title_link
from .safe import html
from .templatetags.entries import is_major, is_words, one_per_source, sources_differ
from .templatetags.register import (
    area_url,
    kind_icon,
    kind_word,
    name,
    page_digits,
    when,
    when_short,
    words,
)
from .templatetags.subjects import heading_url


def timeline_rows(
    timeline: Timeline, today: PartialDate, look: str, tell: Callable[[], str]
) -> SafeString:
    """Return a history in the reader's order: what is to come, today, the years, the undated.

    `look` is for its colour; `tell` returns where readers say what is missing. The entries have
    their leaf, citations with sources and areas.
    """
    parts = [_future(timeline, today), _past(timeline, today, tell)]
    if timeline.wanted.oldest_first:
        parts.reverse()
    if timeline.undated:
        heading = html('<h3 id="undated">{}</h3>', gettext("Date not recorded"))
        parts.append(_under(heading, timeline.undated, today, "yr"))
    return mark_safe(f'<ol class="tl s-{look}">\n{"".join(parts)}</ol>')


def _future(timeline: Timeline, today: PartialDate) -> str:
    """Return what is to come, and today's mark between it and what has been."""
    told = []
    if timeline.future:
        heading = html('<h3 class="vh">{}</h3>', gettext("To come"))
        told.append(_under(heading, timeline.future, today, "fut"))
    if timeline.has_today:
        day = gettext("Today, %(day)s") % {"day": when_short(today)}
        mark = html('<li class="now"><span>{}</span></li>\n', day)
        told.insert(0 if timeline.wanted.oldest_first else len(told), mark)
    return "".join(told)


def _past(timeline: Timeline, today: PartialDate, tell: Callable[[], str]) -> str:
    """Return the years, silent ones stated."""
    told, is_everything = [], timeline.wanted.is_everything
    for year in timeline.past:
        told.append(_gap(year.silent_years, is_everything, tell))
        told.append(_under(_heading(year), year.entries, today, "yr"))
    if timeline.has_today:
        last = len(told) if timeline.wanted.oldest_first else 0
        told.insert(last, _gap(timeline.silent_since, is_everything, tell))
    return "".join(told)


def _under(heading: str, entries: Iterable[Entry], today: PartialDate, css: str) -> str:
    rows = "".join(_row(entry, today) for entry in entries)
    return f'<li class="{css}">\n{heading}\n<ol>\n{rows}</ol>\n</li>\n'


def _heading(year: Year) -> str:
    url = heading_url(year.number)
    shown = html('<a href="{}">{}</a>', url, year.heading) if url else year.heading
    return html('<h3 id="y{}">{} <small>{}</small></h3>', year.number, shown, year.other)


def _gap(silent: int, is_everything: bool, tell: Callable[[], str]) -> str:
    if not silent:
        return ""
    years = {"years": page_digits(silent)}
    if not is_everything:
        said = ngettext(
            "%(years)s year without an entry of this choice",
            "%(years)s years without an entry of this choice",
            silent,
        )
        return html('<li class="gap">\n{}\n</li>\n', said % years)
    said = ngettext(
        "%(years)s year without a recorded entry",
        "%(years)s years without a recorded entry",
        silent,
    )
    drawn = '<li class="gap">\n{}\n<a href="{}" rel="nofollow">{}</a>\n</li>\n'
    return html(drawn, said % years, tell(), gettext("Do you know of something? Tell us"))


def _row(entry: Entry, today: PartialDate) -> str:
    css, icon = f"ev k-{entry.kind}" + " said" * is_words(entry), kind_icon(entry)
    major = ' class="major"' * is_major(entry)
    meta = "\n".join([html("<span>{}</span>", kind_word(entry)), *states(entry, today)])
    text = ""
    if entry.summary:
        text = html('<p class="tx">{}</p>\n', linebreaksbr(words(entry.summary)))
    return (
        f'<li class="{css}" id="e-{entry.key}">\n'
        f'<span class="mk"><svg aria-hidden="true"><use href="#{icon}" /></svg></span>\n'
        f'<div{major}>\n<div class="dt">\n<span class="on-line">{when(entry.start)}</span>\n'
        f'<span class="ev-meta">\n{meta}\n</span>\n</div>\n'
        f"<h4>{title_link(entry)}</h4>\n{text}"
        f'<div class="ft">\n{"".join(_foot(entry))}</div>\n</div>\n</li>\n'
    )


def _foot(entry: Entry) -> Iterator[str]:
    """Yield the areas of the entry, what speaks for it, and the way to it alone."""
    for row in rows_along(entry, "area_rows"):
        drawn = '<a class="ar" href="{}">{}</a>'
        yield html(drawn, area_url(row.area), name(row.area.name))
    citations = rows_along(entry, "citations")
    if sources_differ(entry):
        yield "\n" + span("differs", gettext("sources differ"))
    yield source_line(citations)
    for citation in one_per_source(citations):
        # For paper only: on a screen their names lead there.
        if url := citation.source.public_url:
            yield html('<bdi class="on-paper" dir="ltr" lang="zxx">{}</bdi>', url)
    drawn = '\n<a class="pl" href="#e-{}"><span aria-hidden="true">#</span>{}</a>\n'
    yield html(drawn, entry.key, span("vh", gettext("Link to this entry")))


def year_jump(timeline: Timeline, query: str) -> SafeString:
    """Return links to the years of a history, on whatever page they stand, with `query`."""
    if len(timeline.years) < 3:
        return SafeString()
    label = html("{}", gettext("Go to a year"))
    before = html("?{}", f"{query}&" if query else "")
    links = "".join(_year_link(mark, before) for mark in timeline.years)
    undated = ""
    if (after := timeline.undated_after) is not None:
        url = f"{before}after={html('{}', after)}" if after else ""
        undated = f'<a class="n-0" href="{url}#undated">{html("{}", gettext("undated"))}</a>\n'
    return mark_safe(
        f'<nav class="years" aria-label="{label}">\n<span class="l">{label}</span>\n'
        f"{links}\n{undated}</nav>"
    )


def _year_link(mark: YearMark, before: str) -> str:
    url = f"{before}after={html('{}', mark.after)}" if mark.after else ""
    held = ngettext(", %(entries)s entry", ", %(entries)s entries", mark.entries)
    said = span("vh", held % {"entries": page_digits(mark.entries)})
    css = f"n-{mark.entries}"
    return f'<a class="{css}" href="{url}#y{mark.number}">{page_digits(mark.number)}{said}</a>'
