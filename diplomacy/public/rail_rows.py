"""The list under the chart of a comparison, without templates as rows of entries are.

It is all there is of the comparison on a small screen.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Relationship
from diplomacy.registry.queries.along import rows_along

from .comparison_list import Party, RailRow
from .pieces import source_line, states, title_link
from .safe import html
from .templatetags.register import city_url, kind_icon, kind_word, name, page_digits, when


def rail_rows(rows: Iterable[RailRow], parties: Sequence[Party], today: PartialDate) -> SafeString:
    """Return the list. `parties` are those of the lanes."""
    names = [_named(party) for party in parties]
    drawn = "".join(_row(row, names, today) for row in rows)
    return mark_safe(f'<ol class="rail lanes-{len(names)}">\n{drawn}</ol>')


def _named(party: Party) -> SafeString:
    drawn = '<a class="who s-{}" href="{}">{}</a>\n'
    return html(drawn, party.look, city_url(party), name(party.name))


def _row(row: RailRow, names: Sequence[str], today: PartialDate) -> str:
    item, entry = row.item, row.item.entry
    meta = html("<span>{}</span>\n", kind_word(entry)) + "\n".join(states(entry, today))
    who = "".join(names[position] for position in item.lanes)
    dots = "".join(_dot(position, kind_icon(entry)) for position in item.lanes)
    return (
        f'<li id="n{item.number}" class="s-{row.look}">\n<span class="lines" aria-hidden="true">\n'
        f"{''.join(_lines(row.lines))}\n{dots}\n</span>\n"
        f'<span class="no">{page_digits(item.number)}</span>\n'
        f'<div class="bd">\n<div class="when2">{when(entry.start)}</div>\n<div>\n'
        f'<p class="ev-meta">\n{who}{meta}\n</p>\n<h3>{title_link(entry)}</h3>\n'
        f"{source_line(rows_along(entry, 'citations'))}\n</div>\n</div>\n</li>\n"
    )


def _lines(looks: Iterable[str]) -> Iterator[str]:
    for lane, look in enumerate(looks, 1):
        on = f" on-{look}" if look else ""
        yield f'<i class="l-{lane}{on}"></i>'


def _dot(position: int, icon: str) -> str:
    return f'<span class="dot l-{position + 1}"><svg><use href="#{icon}" /></svg></span>'


def to_tick(ties: Iterable[Relationship]) -> SafeString:
    """Return ties of which none is chosen, to tick."""
    drawn = '\n<label><input type="checkbox" name="c" value="{}"> <span>{}</span></label>\n'
    cities = (tie.partner for tie in ties)
    return mark_safe("".join(html(drawn, city.key, name(city.name)) for city in cities))
