"""What is asked of a city's history, and what a page of it holds."""

from msgspec import Struct

from diplomacy.registry.models import Entry

from .paging import Page
from .whole_history import Held, WholeHistory


class Wanted(Struct, frozen=True):
    """What a reader asked to see. A year below 1600 is Solar Hijri, as everywhere."""

    kinds: tuple[str, ...] = ()
    area: str = ""
    layer: str = ""
    sector: str = ""  # one of `sectors.Sector`, or ""
    year: int | None = None
    oldest_first: bool = False
    after: str = ""
    before: str = ""

    @property
    def is_everything(self) -> bool:
        return not (self.kinds or self.area or self.layer or self.sector or self.year)


class Year(Struct, frozen=True):
    """The entries of one year that stand on the page.

    `silent_years` is the number of years without an entry between this one and the one before it
    in the reader's order, 0 where that is not worth saying.
    """

    number: int
    heading: str
    other: str
    entries: tuple[Entry, ...]
    silent_years: int


class YearMark(Struct, frozen=True):
    """A past year that holds entries, and the way to it.

    `after` is the cursor of the page that begins with it, "" where its heading is on this page.
    """

    number: int
    entries: int
    after: str


class Timeline(Struct, frozen=True):
    """One page of a city's history, in the order that the reader wants.

    `found` is the number of entries on all its pages, `counted` the same by kind and day, `years`
    their past years in that order, `silent_since` the number of silent years between the last of
    them and the running one. `whole` is what the whole history holds, None where it is the page.
    """

    future: tuple[Entry, ...]
    past: tuple[Year, ...]
    undated: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    papers: tuple[Entry, ...] | None  # the latest `MOST_PAPERS` and one more at least, if read
    page: Page
    wanted: Wanted
    has_today: bool  # whether today's mark belongs on this page
    found: int
    counted: list[Held]
    whole: WholeHistory | None
    years: tuple[YearMark, ...]
    silent_since: int
    undated_after: str | None  # as `YearMark.after`, None where every entry has a date

    @property
    def is_whole(self) -> bool:
        """Whether these are all entries of the city."""
        return self.page.is_whole and self.wanted.is_everything
