"""Rows of the board of promises, without templates as those of entries are."""

from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from diplomacy.registry.models import Entry, Participation
from diplomacy.registry.queries.promises import Promise

from .addresses import page_address
from .labels import label
from .pieces import (
    cut,
    due,
    fact,
    not_recorded,
    participant,
    source_line,
    source_name,
    span,
    title_link,
    verdict,
)
from .safe import html
from .templatetags.entries import verdict_look
from .templatetags.register import city_url, name, when_short, words


def board_rows(promises: Iterable[Promise]) -> SafeString:
    """Return promises of the board (queries.promises), one a row."""
    return mark_safe(f'<ol class="board">\n{"".join(map(_row, promises))}</ol>')


def _row(one: Promise) -> str:
    entry = one.entry
    css = f"vd-{verdict_look(entry.verdict)}" + " pr-only" * (not one.is_promised)
    late = ""
    if one.is_open and entry.due_state == "past":
        late = span("pr-late", gettext("its day has passed"))
    return (
        f'<li class="{css}">\n<div class="pr-state">\n{verdict(entry)}\n{late}\n</div>\n'
        f'<div class="pr-what">\n{"".join(_what(one))}</div>\n'
        f'<dl class="pr-facts">\n{"".join(_facts(one))}</dl>\n</li>\n'
    )


def _what(one: Promise) -> Iterator[str]:
    """Yield the promise and the words of its last review."""
    entry, review = one.entry, one.review
    yield f'<p class="ev-meta">\n{_force(entry)}\n{"".join(_cities(entry))}\n</p>\n'
    yield f"<h3>{title_link(entry)}</h3>\n"
    if entry.summary:
        yield html('<p class="pr-words">{}</p>\n', words(entry.summary))
    if review and review.words:
        yield html('<p class="pr-said">{}</p>\n', words(review.words))
    if review and review.source:
        told = source_name(review.source)
        yield html('<p class="src">{} {}</p>', gettext("Evidence:"), told)
    yield source_line(entry.citations.all())


def _force(entry: Entry) -> SafeString:
    means, force = page_address("about-words"), entry.leaf.force
    drawn = '<a href="{}#force-{}">{}</a>\n<span>{}</span>'
    return html(drawn, means, force, label(entry.leaf, "force"), when_short(entry.start))


def _cities(entry: Entry) -> Iterator[str]:
    for row in entry.city_rows.all():
        if not row.city.is_home:
            yield html('<a href="{}">{}</a>', city_url(row.city), name(row.city.name))


def _facts(one: Promise) -> Iterator[str]:
    yield fact(gettext("Owed by"), _who(one.owing) or not_recorded())
    if one.owed_to:
        yield fact(gettext("Owed to"), _who(one.owed_to))
    yield fact(gettext("Due"), due(one.entry.leaf), ' class="on-line"')
    origins = "".join(f'<span class="cut">{cut(origin)}</span>' for origin in one.cut_from)
    yield fact(gettext("Cut from"), origins or not_recorded())
    if one.fulfilled_by:
        yield fact(gettext("Delivered by"), "".join(map(_deed, one.fulfilled_by)))


def _who(parts: Iterable[Participation]) -> str:
    return "".join(f'<span class="who">{participant(one)}</span> ' for one in parts)


def _deed(entry: Entry) -> str:
    day = span("d-alt", when_short(entry.start))
    return f'<span class="cut">{title_link(entry)} {day}</span>'
