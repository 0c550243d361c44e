"""The board of promises: who owes what to whom by when, whence it was cut, what came of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import (
    Commitment,
    CommitmentReview,
    DiplomacyLayer,
    Entry,
    EntryArea,
    EntryCity,
    EntryLink,
    Participation,
    Publication,
    Side,
)

from .entry_links import ORIGINS
from .entry_list import published_of_kind, with_verdict

Verdict = CommitmentReview.Verdict
_NUMBER = IntegerField()

# In the order in which a share names what came of the promises.
IN_ORDER = (
    Verdict.DELIVERED, Verdict.PARTLY, Verdict.IN_PROGRESS, Verdict.STALLED, Verdict.NOT_STARTED,
    Verdict.NOT_DELIVERED, Verdict.WITHDRAWN, Verdict.NO_EVIDENCE, Verdict.NOT_ASSESSED,
)  # fmt: skip


class Owner(TextChoices):
    """Which side owes a promise, by those who are recorded as owing it."""

    OURS = "ours", _("our side")
    PARTNER = "partner", _("the partner’s side")
    BOTH = "both", _("both sides")
    THIRD = "third", _("neither side")
    NONE = "none", _("not recorded")


class Share(Struct, frozen=True):
    """What came of some promises. `by_verdict` is of what was promised, and so is `promised`.

    `others` fall short of a promise: they never enter a share.
    """

    promised: int
    others: int
    by_verdict: tuple[tuple[Verdict, int], ...]

    @property
    def total(self) -> int:
        return self.promised + self.others

    @property
    def delivered(self) -> int:
        return dict(self.by_verdict).get(Verdict.DELIVERED, 0)

    @property
    def not_assessed(self) -> int:
        return dict(self.by_verdict).get(Verdict.NOT_ASSESSED, 0)


class Cut(Struct, frozen=True):
    """From what a promise was cut, and where in it; `kind` says how it stands to that."""

    entry: Entry
    kind: str
    place: str


class Promise(Struct, frozen=True):
    """A commitment of the board with what stands around it, published things only."""

    entry: Entry
    review: CommitmentReview | None
    owing: tuple[Participation, ...]
    owed_to: tuple[Participation, ...]
    cut_from: tuple[Cut, ...]
    fulfilled_by: tuple[Entry, ...]

    @property
    def is_promised(self) -> bool:
        return self.entry.leaf.force in Commitment.PROMISED

    @property
    def is_open(self) -> bool:
        return self.is_promised and self.entry.verdict not in CommitmentReview.CLOSING


class Board(Struct, frozen=True):
    """The promises of a page by whether they wait for something; the order within stays."""

    open: tuple[Promise, ...]
    closed: tuple[Promise, ...]
    not_promised: tuple[Promise, ...]


def share(counts: Iterable[tuple[str, str, int]]) -> Share:
    """Return the share of what has force, last verdict and number."""
    promised: Counter[str] = Counter()
    others = 0
    for force, verdict, number in counts:
        if force in Commitment.PROMISED:
            promised[verdict] += number
        else:
            others += number
    found = tuple((verdict, promised[verdict]) for verdict in IN_ORDER if promised[verdict])
    return Share(promised.total(), others, found)


def board_promises() -> QuerySet[Entry]:
    """Return the published commitments with `with_verdict`, and the `owner` of each.

    Five queries for a page of it: entries, cities, citations, who owes it and to whom, reviews
    with sources.
    """
    # Said twice, or PostgreSQL reads all who owe something before it asks for those of a page.
    here = {"entry": OuterRef("pk"), "entry__gte": OuterRef("pk")}
    owes = Participation.objects.filter(**here, role=Participation.Role.OWES)
    ours, partner, third = (Exists(owes.filter(side=side)) for side in Side)
    reviews = CommitmentReview.objects.select_related("source").order_by("-on", "-id")
    roles = (Participation.Role.OWES, Participation.Role.PARTY)
    bound = Participation.objects.filter(role__in=roles)
    return (
        with_verdict(published_of_kind(Entry.Kind.COMMITMENT))
        .prefetch_related(
            Prefetch("commitment__reviews", reviews, to_attr="newest_first"),
            Prefetch(
                "participations", bound.select_related("person", "organisation", "city"), "bound"
            ),
        )
        .annotate(
            owner=Case(
                When(ours & partner, then=Value(Owner.BOTH.value)),
                When(ours, then=Value(Owner.OURS.value)),
                When(partner, then=Value(Owner.PARTNER.value)),
                When(third, then=Value(Owner.THIRD.value)),
                default=Value(Owner.NONE.value),
                output_field=CharField(),
            )
        )
    )


def under_layer(layer: Combinable | QuerySet) -> Q:
    """Return the condition of an entry that stands under a layer, given by its number.

    An area of it stands under the layer, or a published tie of a city that it names carries the
    layer by a source.
    """
    areas = EntryArea.objects.filter(entry=OuterRef("pk"), area__layer=layer)
    # Joined, not nested: an OuterRef counts how many queries it stands in.
    cities = EntryCity.objects.filter(
        entry=OuterRef("pk"),
        public=True,
        city__ties__publication=Publication.PUBLISHED,
        city__ties__home_end__is_home=True,
        city__ties__layers__layer=layer,
    )
    return Q(Exists(areas)) | Q(Exists(cities))


def layers_of_promises(*, is_counted: bool = True) -> list[DiplomacyLayer]:
    """Return the layers with the `number` of published commitments under each. One query.

    Where there are too many of them to be counted, every public layer; its `number` is None.
    """
    if not is_counted:
        return list(DiplomacyLayer.objects.published().annotate(number=Value(None, _NUMBER)))
    promises = Entry.objects.published().filter(kind=Entry.Kind.COMMITMENT)
    under = promises.filter(under_layer(OuterRef(OuterRef("pk")))).order_by().values("kind")
    number = Subquery(under.annotate(n=Count("pk")).values("n"))
    return list(DiplomacyLayer.objects.annotate(number=Coalesce(number, 0)).filter(number__gt=0))


def board(rows: Sequence[Entry]) -> Board:
    """Return the promises of a page with their surroundings, those that wait first. One query."""
    links = _links(rows)
    found = [_promise(entry, links[entry.pk]) for entry in rows]
    return Board(
        open=tuple(one for one in found if one.is_open),
        closed=tuple(one for one in found if one.is_promised and not one.is_open),
        not_promised=tuple(one for one in found if not one.is_promised),
    )


def _links(rows: Sequence[Entry]) -> dict[int, list[EntryLink]]:
    """Return by promise the links to its origins and from what fulfils it, published ends only."""
    found: dict[int, list[EntryLink]] = defaultdict(list)
    if not rows:
        return found
    pks, published = [entry.pk for entry in rows], Publication.PUBLISHED
    origins = Q(entry__in=pks, kind__in=ORIGINS, to__publication=published)
    deeds = Q(to__in=pks, kind=EntryLink.Kind.DELIVERS, entry__publication=published)
    ends = [f"{end}__{kind}" for end in ("entry", "to") for kind in Entry.Kind]
    for link in EntryLink.objects.filter(origins | deeds).select_related(*ends):
        found[link.to_id if link.kind == EntryLink.Kind.DELIVERS else link.entry_id].append(link)
    return found


def _promise(entry: Entry, links: list[EntryLink]) -> Promise:
    reviews = entry.leaf.newest_first
    return Promise(
        entry=entry,
        review=reviews[0] if reviews else None,
        owing=tuple(one for one in entry.bound if one.role == Participation.Role.OWES),
        owed_to=tuple(one for one in entry.bound if one.role == Participation.Role.PARTY),
        cut_from=tuple(
            Cut(link.to, link.kind, link.place) for link in links if link.kind in ORIGINS
        ),
        fulfilled_by=tuple(link.entry for link in links if link.kind == EntryLink.Kind.DELIVERS),
    )
