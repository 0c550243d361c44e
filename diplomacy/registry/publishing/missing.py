"""What a record lacks before readers may see it."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.registry.models import (
    Agreement,
    Entry,
    Event,
    Indicator,
    IndicatorValue,
    Relationship,
)
from diplomacy.registry.models.base import Publishable


def missing(record: Publishable) -> dict[str, list[str]]:
    """Return what `record` lacks before readers may see it: field → messages, empty if nothing.

    Four queries at most. The rules are those of the domain: a title in the register's own
    language, a date or the reason why there is none, a source, for an agreement in force a
    document or the reason why none is kept, and for an offer its last day.
    """
    check = _missing_of_tie if isinstance(record, Relationship) else _missing_of_entry
    return check(record)


def untranslated(record: Publishable) -> dict[str, list[str]]:
    """Return which titles an entry lacks in the other languages; no bar to publishing."""
    if isinstance(record, Relationship):
        return {}
    names = {"fa": _("Persian"), "en": _("English"), "zh": _("Chinese")}
    return {
        f"title_{code}": [_("There is no title in %(language)s yet.") % {"language": name}]
        for code, name in names.items()
        if code != home_language() and not getattr(record, f"title_{code}")
    }


def home_language() -> str:
    """Return the register's own language as the columns of words have it: "fa"."""
    return settings.HOME_LANGUAGE[:2]


def _missing_of_entry(entry: Entry) -> dict[str, list[str]]:
    lacks: dict[str, list[str]] = {}
    title = f"title_{home_language()}"
    if not getattr(entry, title):
        lacks[title] = [_("A title in the register’s own language is missing.")]
    if not entry.start.is_known and not entry.date_why:
        lacks["start"] = [_("Give a date, or say below why there is none.")]
    if not entry.citations.exists():
        lacks["citations"] = [_("At least one source is missing.")]
    if nameless := _values_without_indicator(entry):
        lacks["indicator_values"] = nameless
    leaf = entry.leaf
    if isinstance(leaf, Event) and leaf.offer and not leaf.may_be_open:
        # Without it the offer would stand nowhere, or as open for ever.
        lacks["end" if entry.start.is_known else "start"] = [
            _("Give the last day on which this is open to residents.")
        ]
    binds = isinstance(leaf, Agreement) and _is_in_force(leaf)
    if binds and not leaf.text_why and not entry.documents.exists():
        lacks[f"text_why_{home_language()}"] = [
            _("Add the document of this agreement in force, or say why none is kept.")
        ]
    return lacks


def _values_without_indicator(entry: Entry) -> list[str]:
    """Return what to say of counted values whose code names no indicator: no page shows them."""
    named = Indicator.objects.filter(entry=entry).values("code")
    values = IndicatorValue.objects.filter(entry=entry).exclude(indicator__in=named)
    codes = values.order_by("indicator").values_list("indicator", flat=True).distinct()
    return [_("No indicator here has the code “%(code)s”.") % {"code": code} for code in codes]


def _is_in_force(agreement: Agreement) -> bool:
    """Return whether the paper may bind today: signed, and not surely over."""
    today = timezone.localdate()
    ends = (agreement.expires, agreement.terminated)
    is_over = any(end.is_known and end.last < today for end in ends)
    return agreement.paper_state == Agreement.PaperState.SIGNED and not is_over


def _missing_of_tie(tie: Relationship) -> dict[str, list[str]]:
    lacks: dict[str, list[str]] = {}
    for end in ("home_end", "partner"):
        if not getattr(getattr(tie, end), f"name_{home_language()}"):
            lacks[end] = [_("This city has no name in the register’s own language.")]
    if tie.aim and not tie.citations.filter(about="aim").exists():
        lacks["aim"] = [_("An aim needs a source that states it.")]
    return lacks
