"""An entry in plain words, for feeds and calendars that show no page: what it is, when, by whom."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from diplomacy.calendars import PartialDate
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.list_words import listed
from diplomacy.registry.models import Agreement, City, DateBasis, Delegation, Entry, Event
from diplomacy.registry.queries.entry_detail import PAPER_STATES

from .templatetags.entries import is_words, one_per_source, visit_word
from .templatetags.register import kind_word

MOST_SOURCES = 5  # named one by one


def headline(entry: Entry, today: PartialDate) -> str:
    """Return the title, after what it is where the title alone would claim too much.

    So are marked mere words, drafts, plans, what is no more than a proposal, and visits that are
    only planned or did not take place. Needs the leaf.
    """
    title = entry.title or entry.key
    mark = _mark(entry, today)
    return capfirst(_("%(label)s: %(value)s") % {"label": mark, "value": title}) if mark else title


def _mark(entry: Entry, today: PartialDate) -> str:
    leaf = entry.leaf
    if is_words(entry):
        said = {"what": kind_word(entry), "more": _("said, not signed")}
        return _("%(what)s (%(more)s)") % said
    match entry.kind:
        case Entry.Kind.AGREEMENT if leaf.paper_state == Agreement.PaperState.DRAFT:
            return str(PAPER_STATES["draft"])
        case Entry.Kind.DELEGATION if leaf.progress != Delegation.Progress.COMPLETED:
            return visit_word(entry, today)
        case Entry.Kind.COMMITMENT:
            return leaf.get_force_display()
        case Entry.Kind.EVENT if leaf.type == Event.Type.PLAN:
            return kind_word(entry)
    return ""


def when(start: PartialDate, end: PartialDate) -> str:
    """Return the date, or both ends of it, in both calendars."""
    first = both_calendars(start)
    return f"{first} – {both_calendars(end)}" if end.is_known else first


def dated(entry: Entry) -> str:
    """Return when the entry was, in both calendars, and whether no source states it so."""
    said = when(entry.start, entry.end)
    if entry.date_basis in ("", DateBasis.STATED):
        return said
    return f"{said} · {entry.get_date_basis_display()}"


def partners(entry: Entry) -> list[City]:
    """Return the cities that the entry names but the home city. Needs `city_rows`."""
    return [row.city for row in entry.city_rows.all() if not row.city.is_home]


def sources_line(entry: Entry) -> str:
    """Return who says so, or that nobody is recorded. Needs `citations` with sources."""
    sources = [citation.source for citation in one_per_source(entry.citations.all())]
    names = list(dict.fromkeys(source.publisher or source.title for source in sources))
    if not names:
        return _("No source recorded")
    return _("Sources: %(names)s") % {"names": listed(names[:MOST_SOURCES])}
