"""What a search found, a row each, without a template for each: that takes far longer.

Every text goes through `html`.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import (
    KINDS,
    City,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Entry,
    OpenQuestion,
    Organisation,
    Person,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.words import Text, page_language
from diplomacy.registry.queries.found_in import names_of, texts_of, title_of
from diplomacy.registry.queries.marking import Marker, Part
from diplomacy.registry.queries.search import Found, Group

from .addresses import address
from .labels import label
from .pieces import entry_kind, span
from .safe import html
from .templatetags.register import (
    HTML_LANGUAGES,
    city_url,
    direction,
    entry_url,
    name,
    own_name,
    when,
    words,
)

_NOTHING = Marker(())


def hits(group: Group, marker: Marker) -> SafeString:
    """Return the records of a noun, what was looked for marked where it stands."""
    rows = "\n".join(_hit(found, group.noun, marker) for found in group.found)
    return mark_safe(f'<ol class="hits">\n{rows}\n</ol>')


def _hit(found: Found, noun: str, marker: Marker) -> str:
    record, title = found.record, title_of(found.record)
    marker = _fitting(marker, record, title)
    is_marked = marker.marks(title)
    others = _NOTHING if is_marked else marker
    link = html('<a href="{}">{}</a>', address(noun, record.key), _marked(marker, title))
    tag = ""
    if found.tag:
        tag = html('\n<span class="tag s-{}">{}</span>\n', found.tag.look, found.tag.label)
    about = "\n".join(filter(None, _ABOUT[type(record)](record, others)))
    return (
        f'<li>\n<h3>{link}{tag}</h3>\n<p class="ev-meta">\n{about}\n</p>\n'
        f"{_around(marker, record, None if is_marked else title)}\n</li>"
    )


def _fitting(marker: Marker, record: Keyed, title: Text) -> Marker:
    """Return the marker for a record: where a pair of short words stands in it, not for halves."""
    if marker.pairs is None or marker.besides is None:
        return marker
    texts = chain((title,), texts_of(record), names_of(record, title))
    beside = _ABOUT[type(record)](record, marker.pairs)
    is_whole = any(map(marker.pairs.marks, texts)) or any("<mark>" in told for told in beside)
    return marker.besides if is_whole else marker


def _city(city: City, marker: Marker) -> Iterator[str]:
    if city.country:
        yield _span(_marked(marker, city.country.name))
    yield own_name(city)


def _entry(entry: Entry, marker: Marker) -> Iterator[str]:
    yield entry_kind(entry)
    yield _dated(entry.start)
    for row in entry.city_rows.all():
        if not row.city.is_home:
            yield _span(_marked(marker, row.city.name))


def _person(person: Person, marker: Marker) -> Iterator[str]:
    of = pgettext("between an office and a body", ", ")
    for term in person.terms.all()[:2]:
        yield _span(html("{}{}{}", words(term.office), of, name(term.organisation.name)))


def _body(body: Organisation, marker: Marker) -> Iterator[str]:
    yield _span(label(body, "kind"))
    if body.city_shown:
        yield _span(_marked(marker, body.city.name))


def _area(area: CooperationArea, marker: Marker) -> Iterator[str]:
    if area.layer:
        yield _span(name(area.layer.name))


def _source(source: Source, marker: Marker) -> Iterator[str]:
    if source.publisher:
        yield _span(html("<bdi>{}</bdi>", _marked(marker, source.publisher)))
    yield _span(label(source, "kind"))
    yield _dated(source.date)


def _difference(difference: Difference, marker: Marker) -> Iterator[str]:
    css = "differs" if difference.state == Difference.State.OPEN else "st-out"
    yield span(css, label(difference, "state"))
    yield _span(_subject(difference))


def _question(question: OpenQuestion, marker: Marker) -> Iterator[str]:
    yield _span(_subject(question))


# What else a record is, in a word or two.
_ABOUT: dict[type[Keyed], Callable[[Any, Marker], Iterator[str]]] = {
    City: _city,
    **dict.fromkeys(KINDS, _entry),
    Person: _person,
    Organisation: _body,
    CooperationArea: _area,
    DiplomacyLayer: lambda _layer, _marker: iter(()),
    Source: _source,
    Difference: _difference,
    OpenQuestion: _question,
}


def _span(told: str) -> SafeString:
    return html("<span>{}</span>", told)


def _dated(day: PartialDate) -> str:
    return span("on-line", when(day)) if day.is_known else ""


def _subject(remark: Difference | OpenQuestion) -> SafeString:
    """Return what a difference or an open question is about."""
    link = '<a href="{}">{}</a>'
    if entry := remark.entry:
        return html(link, entry_url(entry), words(entry.title))
    if tie := remark.relationship:
        told = gettext("Tie with %(city)s") % {"city": tie.partner.name}
        return html(link, city_url(tie.partner), told)
    return html(link, city_url(remark.city), name(remark.city.name))


def _around(marker: Marker, record: Keyed, unmarked: Text | None) -> str:
    """Return what stands around the words in the other texts of a record, empty for nothing.

    Its other names are looked at where its title is `unmarked`: it shows none of the words.
    """
    snippet = marker.snippet(texts_of(record))
    if snippet is None and unmarked is not None:
        snippet = marker.snippet(names_of(record, unmarked))
    if snippet is None:
        return ""
    return html('<p class="around">{}</p>', _in_language(snippet.parts, snippet.lang))


def _marked(marker: Marker, text: str) -> SafeString:
    """Return a text with what was looked for in `<mark>`, tagged where its language is another."""
    return _in_language(marker.parts(text), getattr(text, "lang", ""))


def _in_language(parts: Iterable[Part], language: str) -> SafeString:
    told = mark_safe(
        "".join(html("<mark>{}</mark>" if is_marked else "{}", text) for text, is_marked in parts)
    )
    if not language or language == page_language():
        return told
    tag = HTML_LANGUAGES.get(language, language)
    side = "auto" if tag == "und" else direction(tag)
    return html('<bdi lang="{}" dir="{}">{}</bdi>', tag, side, told)
