"""How a published entry stands to others: what was cut from it, what it was cut from."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import CommitmentReview, Entry, EntryLink, Publication

ORIGINS = (EntryLink.Kind.ARISES_FROM, EntryLink.Kind.DURING)  # from what a promise was cut


class Related(Struct, frozen=True):
    """A published entry that stands to this one as `kind` says.

    `outward` is False where the link was recorded on the other one, so that it reads backwards.
    `place` is where in it, such as "art. 3".
    """

    kind: str
    outward: bool
    entry: Entry
    place: str = ""


class Links(Struct, frozen=True):
    """The published entries that an entry is linked to.

    `papers` were signed on its occasion or arise from it. `promises` were cut from it, each with
    its last `verdict`, the day of it as `reviewed_on` and `cut_at`, its place here. `arising` is
    what else arises from it. Of a promise, `origins` are what it was cut from, `deeds` deliver it.
    """

    papers: tuple[Entry, ...]
    promises: tuple[Entry, ...]
    arising: tuple[Entry, ...]
    related: tuple[Related, ...]
    origins: tuple[Related, ...] = ()
    deeds: tuple[Entry, ...] = ()

    @property
    def assessed(self) -> tuple[Entry, ...]:
        unseen = CommitmentReview.Verdict.NOT_ASSESSED
        return tuple(promise for promise in self.promises if promise.verdict != unseen)

    @property
    def delivered(self) -> tuple[Entry, ...]:
        kept = CommitmentReview.Verdict.DELIVERED
        return tuple(promise for promise in self.promises if promise.verdict == kept)


NO_LINKS = Links((), (), (), ())


@kept
def _links(entry: Entry) -> QuerySet[EntryLink]:
    published = Publication.PUBLISHED
    last = CommitmentReview.objects.last_of(OuterRef("entry"))
    return (
        EntryLink.objects.filter(
            Q(entry_id=entry, to__publication=published)
            | Q(to_id=entry, entry__publication=published)
        )
        .select_related(*(f"{end}__{kind}" for end in ("entry", "to") for kind in Entry.Kind))
        .annotate(
            verdict=Subquery(last.values("verdict")[:1]),
            reviewed_on=Subquery(last.values("on")[:1]),
        )
    )


def links_of(entry: Entry) -> Links:
    """Return the links to and from published entries, which come with their leaf. One query."""
    papers, promises, arising, related, origins, deeds = [], [], [], [], [], []
    is_promise = entry.kind == Entry.Kind.COMMITMENT
    for link in _links(entry):
        outward = link.entry_id == entry.pk
        other = link.to if outward else link.entry
        arises = not outward and link.kind == EntryLink.Kind.ARISES_FROM
        on_occasion = not outward and link.kind == EntryLink.Kind.DURING
        if (arises or on_occasion) and other.kind == Entry.Kind.COMMITMENT:
            other.verdict = link.verdict or CommitmentReview.Verdict.NOT_ASSESSED
            other.reviewed_on, other.cut_at = link.reviewed_on, link.place
            promises.append(other)
        elif is_promise and outward and link.kind in ORIGINS:
            origins.append(Related(link.kind, outward, other, link.place))
        elif is_promise and not outward and link.kind == EntryLink.Kind.DELIVERS:
            deeds.append(other)
        elif (arises or on_occasion) and other.kind == Entry.Kind.AGREEMENT:
            papers.append(other)
        elif arises:
            arising.append(other)
        else:
            related.append(Related(link.kind, outward, other, link.place))
    return Links(*map(tuple, (papers, promises, arising, related, origins, deeds)))
