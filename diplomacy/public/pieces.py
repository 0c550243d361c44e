"""What rows of entries have in common, without a template for each: that takes far longer.

Every text goes through `html`. Of the white space between two tags it counts only whether a line
ends in it, for pages are made light afterwards.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import (
    Citation,
    Commitment,
    Delegation,
    Entry,
    Participation,
    Source,
)
from diplomacy.registry.queries.promises import Cut

from .addresses import address, page_address
from .labels import label
from .safe import html
from .templatetags.entries import (
    is_words,
    one_per_source,
    paper_holds,
    paper_word,
    verdict_look,
    verdict_word,
    visit_word,
)
from .templatetags.register import (
    entry_url,
    kind_icon,
    kind_word,
    name,
    page_digits,
    when,
    when_short,
    words,
)
from .templatetags.sources import printed, source_url


def span(css: str, text: Any) -> SafeString:
    return html('<span class="{}">{}</span>', css, text)


def fact(term: str, told: str, attributes: str = "") -> str:
    """Return a pair of a list of facts. `told` and `attributes` are HTML."""
    return f"<div>\n{html('<dt>{}</dt>', term)}\n<dd{attributes}>{told}</dd>\n</div>\n"


def not_recorded() -> SafeString:
    return html("{}", gettext("not recorded"))


def title_link(entry: Entry) -> SafeString:
    return html('<a href="{}">{}</a>', entry_url(entry), words(entry.title))


def entry_kind(entry: Entry) -> SafeString:
    """Return what the entry is, with its symbol. Needs the leaf."""
    drawn = '\n<span class="kind"><svg aria-hidden="true"><use href="#{}" /></svg>{}</span>\n'
    return html(drawn, kind_icon(entry), kind_word(entry))


def states(entry: Entry, today: PartialDate) -> Iterator[str]:
    """Yield what the entry is today, in a word or two. Needs the leaf."""
    match entry.kind:
        case Entry.Kind.AGREEMENT:
            css = "st-in" if paper_holds(entry, today) else "st-out"
            yield span(css, paper_word(entry, today))
        case Entry.Kind.DELEGATION:
            yield html("<span>{}</span>", label(entry.leaf, "direction"))
            if entry.leaf.progress != Delegation.Progress.COMPLETED:
                yield span("st-out", visit_word(entry, today))
        case Entry.Kind.COMMITMENT:
            yield span("st-out", label(entry.leaf, "force"))
        case Entry.Kind.RESTRICTION:
            yield span("st-out", label(entry.leaf, "scope"))
        case _ if is_words(entry):
            yield span("st-out", gettext("said, not signed"))


def entry_state(entry: Entry, today: PartialDate) -> SafeString:
    """Return what `states` yields, a line each."""
    return mark_safe("\n".join(["", *states(entry, today), ""]))


def source_line(citations: Iterable[Citation]) -> SafeString:
    """Return the first source and how many more. The citations have their sources."""
    cited = one_per_source(citations)
    if not cited:
        return _line_of(gettext("No source recorded"))
    more = len(cited) - 1
    told = html("{}{}", gettext("Source: "), _source_link(cited[0].source))
    if more:
        others = ngettext("and %(number)s more", "and %(number)s more", more)
        told += html("\n{}", others % {"number": page_digits(more)})
    return _line_of(told)


def source_name(source: Source) -> SafeString:
    """Return a source by its publisher, leading to its page."""
    drawn = '\n<span class="src"><span class="vh">{}</span> {}</span>\n'
    return html(drawn, gettext("Source:"), _source_link(source))


def _source_link(source: Source) -> SafeString:
    shown = printed(source, source.publisher or source.title)
    return html('<a href="{}">{}</a>', source_url(source), shown)


def _line_of(told: str) -> SafeString:
    return html('\n<p class="src">\n{}\n</p>\n', told)


def participant(one: Participation) -> SafeString:
    """Return who somebody is, by name only where the name is public."""
    return mark_safe("\n".join(["", *_said_of(one), ""]))


def _said_of(one: Participation) -> Iterator[str]:
    if one.person and one.name_shown:
        shown = name(one.person.name or one.person.own_name)
        drawn = '<strong><a href="{}">{}</a></strong>'
        yield html(drawn, address("person", one.person.key), shown)
    if one.office:
        yield html("<span>{}</span>", words(one.office))
    if one.organisation:
        body, drawn = one.organisation, '<span><a href="{}">{}</a></span>'
        yield html(drawn, address("organisation", body.key), name(body.name or body.key))
    if one.city:
        yield html("<span>{}</span>", name(one.city.name))
    if one.words:
        yield html("<span>{}</span>", words(one.words))
    if not (one.name_shown or one.office or one.organisation or one.city or one.words):
        yield html("<span>{}</span>", gettext("name not public"))


def as_reviewed(on: PartialDate) -> SafeString:
    """Return how old a verdict is, of a known date."""
    shape = (
        gettext("as last reviewed on %(day)s")
        if on.is_day
        else gettext("as last reviewed in %(day)s")
    )
    return html("{}\n", shape % {"day": when_short(on)})


def verdict(promise: Entry) -> SafeString:
    """Return the last verdict on a promise and its day (queries.entry_list.with_verdict)."""
    drawn = '<a class="vd vd-{}" href="{}#verdict-{}">{}</a>\n'
    look, means = verdict_look(promise.verdict), page_address("about-words")
    told = html(drawn, look, means, promise.verdict, verdict_word(promise))
    if promise.reviewed_on and promise.reviewed_on.is_known:
        told += span("vd-on", as_reviewed(promise.reviewed_on))
    return told


def due(leaf: Commitment) -> SafeString:
    """Return when a promise is due: a date, words, or neither."""
    told = when(leaf.due) if leaf.due.is_known else ""
    if leaf.due_words:
        told += html(' <span class="d-alt">{}</span>', words(leaf.due_words))
    elif not told:
        told = not_recorded()
    return mark_safe(f"\n{told}\n")


def cut(origin: Cut) -> SafeString:
    """Return from what a promise was cut, and where in it."""
    told = title_link(origin.entry)
    if origin.place:
        drawn = '{}<bdi class="place" lang="zxx" dir="auto">{}</bdi>'
        told += html(drawn, pgettext("between a title and its date", ", "), origin.place)
    return mark_safe(f"\n{told}\n")
