"""What a page says of an entry beyond its own words: what it is today, how it stands to others."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import PartialDate
from diplomacy.public.meanings import LISTS
from diplomacy.public.share_bar import LOOKS
from diplomacy.registry.models import (
    Agreement,
    Citation,
    CommitmentReview,
    Delegation,
    Entry,
    EntryLink,
    Event,
)
from diplomacy.registry.queries.along import rows_along
from diplomacy.registry.queries.entry_detail import PAPER_STATES, differing_points, paper_state
from diplomacy.registry.queries.entry_links import Related

from .register import when

register = template.Library()

LINKS = {  # as read from the entry, and from the other end
    EntryLink.Kind.DURING: (_("Took place during"), _("Took place on this occasion")),
    EntryLink.Kind.ARISES_FROM: (_("Arises from"), _("What arose from it")),
    EntryLink.Kind.SUPERSEDES: (_("Replaces"), _("Replaced by")),
    EntryLink.Kind.AMENDS: (_("Amends"), _("Amended by")),
    EntryLink.Kind.RENEWS: (_("Renews"), _("Renewed by")),
    EntryLink.Kind.DELIVERS: (_("Fulfils"), _("Fulfilled by")),
    EntryLink.Kind.MAY_BE_SAME: (_("May be the same as"), _("May be the same as")),
}
_NOT_YET = (Delegation.Progress.PLANNED, Delegation.Progress.ANNOUNCED)


@register.filter
def as_date(day: date | None) -> PartialDate | None:
    """Return a plain day as the date that the other tags write."""
    return PartialDate.of(day) if day else None


@register.filter
def paper_word(entry: Entry, today: PartialDate) -> str:
    """Return what a paper is today, in words."""
    return PAPER_STATES[paper_state(entry.leaf, today.first)]


@register.filter
def paper_holds(entry: Entry, today: PartialDate) -> bool:
    """Whether a paper binds today, for its colour."""
    return paper_state(entry.leaf, today.first) in ("in_force", "reported")


@register.filter
def visit_word(entry: Entry, today: PartialDate) -> str:
    """Return the state of a visit; one announced and past is one of which nothing is known."""
    if is_unconfirmed(entry, today):
        return _("whether it took place is not recorded")
    return entry.leaf.get_progress_display()


@register.filter
def is_unconfirmed(entry: Entry, today: PartialDate) -> bool:
    """Whether a visit was announced for days that are past, and nobody recorded it since."""
    visit = entry.leaf
    is_past = visit.start.is_known and visit.start.last < today.first
    return visit.progress in _NOT_YET and is_past


@register.filter
def verdict_word(promise: Entry) -> str:
    """Return the last verdict on a commitment that `published_promises` gave."""
    return CommitmentReview.Verdict(promise.verdict).label


@register.filter
def verdict_look(verdict: str) -> str:
    """Return the look of a verdict, which its colour follows."""
    return LOOKS[CommitmentReview.Verdict(verdict)]


@register.filter
def list_url(entry: Entry) -> str:
    """Return the address of the list of the entry's kind."""
    return reverse(f"public:{entry.kind}-list")


@register.filter
def list_name(entry: Entry) -> str:
    """Return what the list of the entry's kind is called."""
    return LISTS[Entry.Kind(entry.kind)]


@register.filter
def is_words(entry: Entry) -> bool:
    """Whether the entry records what was said rather than what was done."""
    return entry.kind == Entry.Kind.EVENT and entry.leaf.type in Event.WORDS


@register.filter
def is_major(entry: Entry) -> bool:
    """Whether the entry is a signed paper, which a timeline sets apart."""
    is_paper = entry.kind == Entry.Kind.AGREEMENT
    return is_paper and entry.leaf.paper_state == Agreement.PaperState.SIGNED


@register.filter
def sources_differ(entry: Entry) -> bool:
    """Whether two of the entry's citations state different things on one point."""
    return bool(differing_points(rows_along(entry, "citations")))


@register.filter
def one_per_source(citations: Iterable[Citation]) -> list[Citation]:
    """Return the first citation of each source: a source that says two things is still one."""
    found: dict[int, Citation] = {}
    for citation in citations:
        found.setdefault(citation.source_id, citation)
    return list(found.values())


@register.filter
def link_word(related: Related) -> str:
    """Return how this entry stands to the related one."""
    return LINKS[EntryLink.Kind(related.kind)][0 if related.outward else 1]


@register.filter
def stated(citation: Citation) -> SafeString | str:
    """Return what a source states: a date in both calendars, a class by its name, else words."""
    if citation.about == Citation.About.DATE and citation.value:
        return when(PartialDate.parse(citation.value))
    if citation.about == Citation.About.CLASS and citation.value in Agreement.Instrument.values:
        return Agreement.Instrument(citation.value).label
    return citation.value
