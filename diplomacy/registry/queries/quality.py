"""How complete the register is, in a few numbers for its staff."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from msgspec import Struct

from diplomacy.calendars import UNKNOWN
from diplomacy.registry.models import (
    Agreement,
    Citation,
    Document,
    Entry,
    OpenQuestion,
    Publication,
    Relationship,
)


class Quality(Struct, frozen=True):
    """How many records lack something that they should have.

    `unsourced` entries cite nothing; `untranslated` and `undated` ones are published and have no
    English or Chinese title, or no known date. `textless` papers are signed, and neither a
    document nor a reason for its absence is kept with them. Of `unvouched` ties nobody has said
    until when their record is complete, so none is called quiet. `questions` wait for an answer.
    """

    unsourced: int
    untranslated: int
    undated: int
    textless: int
    unvouched: int
    questions: int


def quality(on: date) -> Quality:
    """Return the numbers as of the day `on`. Four queries."""
    return Quality(
        **_of_entries(),
        textless=_textless(on),
        unvouched=Relationship.objects.originals()
        .published()
        .filter(recorded_until__isnull=True)
        .count(),
        questions=OpenQuestion.objects.filter(answered_by__isnull=True).count(),
    )


def _of_entries() -> dict[str, int]:
    kept = Entry.objects.originals().exclude(publication=Publication.WITHDRAWN)
    published = Q(publication=Publication.PUBLISHED)
    cited = Citation.objects.filter(entry=OuterRef("pk"))
    return kept.annotate(is_cited=Exists(cited)).aggregate(
        unsourced=Count("pk", filter=Q(is_cited=False)),
        untranslated=Count("pk", filter=published & (Q(title_en="") | Q(title_zh=""))),
        undated=Count("pk", filter=published & Q(ordering_day=date.min)),
    )


def _textless(on: date) -> int:
    """Count the signed papers, those ended left out, of which no text is held."""
    return (
        Agreement.objects.originals()
        .exclude(publication=Publication.WITHDRAWN)
        .filter(
            Q(terminated=UNKNOWN) | Q(terminated__first__gt=on),
            Q(expires=UNKNOWN) | Q(expires__last__gte=on),
            ~Exists(Document.objects.filter(entry=OuterRef("pk"))),
            paper_state=Agreement.PaperState.SIGNED,
            text_why_fa="",
            text_why_en="",
            text_why_zh="",
        )
        .count()
    )
