"""What a search is made of: the entries of a kind in a state, and how far it goes for them."""

from django.db.models import Q, QuerySet
from msgspec import Struct, field

from diplomacy.registry.models import Entry

from .sought import Sought

MOST = 1_000


class Reach(Struct, frozen=True):
    """So many entries of a kind are found, looked at first, and walked through at most."""

    most: int = MOST + 1
    tried: int = 400
    walked: int = 10_000
    vast: int = 200  # rows that lead for each entry that is wanted, from which on these are many
    few: int = 20_000  # entries of all kinds that hold a word, so many of which are listed

    @property
    def bound(self) -> int:
        """Return how many are walked through where there are fewer than was to be expected."""
        return max(self.tried, 2 * self.walked)

    @property
    def many(self) -> int:
        """Return how many rows that lead are dearer to read than entries to be walked through."""
        return min(self.vast * self.most, 50_000)


class Arm(Struct):
    """The entries of one kind in one state, and how they are searched."""

    kind: str
    state: str
    wanted: list[Sought]
    walks: bool = True
    whole: bool = True
    leads: int = 0
    own: bool = False  # of the newest tried some hold it by their own words, not by who is named
    held: list[tuple[str, int]] = field(default_factory=list)  # day and key, of the newest tried
    found: list[tuple[str, int]] | None = None  # if these are enough

    @property
    def key(self) -> tuple:
        """Return what tells its statements from those of another in the same outline."""
        wanted = tuple(one.key for one in self.wanted)
        return self.kind, self.state, wanted, self.walks, self.whole, self.leads, self.own

    @property
    def is_listed(self) -> bool:
        """Whether rows of who took part tell by themselves which of its entries hold all."""
        return self.state == "published" and len(self.wanted) == 1

    @property
    def is_led_in_order(self) -> bool:
        """Whether indexes have the newest of all that lead to it first."""
        return self.is_listed and self.leading.leads_in_order

    def rows(self) -> QuerySet[Entry]:
        return Entry.objects.filter(kind=self.kind, publication=self.state)

    @property
    def leading(self) -> Sought:
        return self.wanted[self.leads]

    def condition(self, *, but_leading: bool = False) -> Q:
        found = Q()
        for number, one in enumerate(self.wanted):
            if not (but_leading and number == self.leads):
                found &= one.condition(self.kind)
        return found
