"""What entries lack: a source, an English or a Chinese title."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from diplomacy.registry.models import Citation, Entry, Publication

from .lines import Asked, Attention, Group, Line


def unsourced(asked: Asked) -> Attention:
    """Return entries that cite nothing, those that readers see first. One query."""
    kept = Entry.objects.originals().exclude(publication=Publication.WITHDRAWN)
    rows = kept.filter(~Exists(Citation.objects.filter(entry=OuterRef("pk"))))
    return _group(asked, Group.UNSOURCED, rows, _state)


def untranslated(asked: Asked) -> Attention:
    """Return published entries without an English or a Chinese title. One query."""
    published = Entry.objects.originals().published()
    rows = published.filter(Q(title_en="") | Q(title_zh=""))
    return _group(asked, Group.UNTRANSLATED, rows, _what_is_missing)


def _group(asked: Asked, group: Group, rows: QuerySet[Entry], why) -> Attention:
    def line(entry: Entry) -> Line:
        title = entry.title or entry.key
        return Line(group, entry.kind, entry.key, title, why(entry), pk=entry.pk)

    # What is public first: "published" comes last in the alphabet of states.
    ordered = rows.order_by(F("publication").desc(), "-ordering_day", "-pk")
    return asked.take(ordered, group).lines(group, line)


def _state(entry: Entry) -> str:
    values = {"kind": entry.get_kind_display(), "state": entry.get_publication_display()}
    return _("%(kind)s, %(state)s: no source is cited") % values


def _what_is_missing(entry: Entry) -> str:
    if not entry.title_en and not entry.title_zh:
        return _("the English and the Chinese title are missing")
    if not entry.title_en:
        return _("the English title is missing")
    return _("the Chinese title is missing")
