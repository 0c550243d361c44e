"""The proposals as a page shows them: rows to choose from, and the text with its words marked."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct, field

from diplomacy.calendars import PartialDate, write
from diplomacy.registry.date_words import active_language, both_calendars
from diplomacy.registry.models import Agreement, Delegation, Event, Source
from diplomacy.registry.models.words import LANGUAGES

from .lexicon import Lexicon
from .proposals import Doubt, Proposal

DOUBTS: dict[Doubt, Promise] = {
    "inferred": _("Inferred: the text does not state the whole date."),
    "lower_class": _(
        "The press gives this name to a memorandum towards a pact and to the pact itself. "
        "Choose the higher class only when you have seen the paper."
    ),
    "by_body": _("The text names only a body of this city."),
    "same_name": _("Other cities have this name too."),
}
_CHOICES = {
    "direction": Delegation.Direction,
    "instrument": Agreement.Instrument,
    "paper_state": Agreement.PaperState,
    "type": Event.Type,
}
# Field of a proposal → what it fills, in the order of the page; the names are those of the form
# that records an entry.
_FIELDS: dict[str, tuple[str, Promise]] = {
    "city": ("city", _("City")),
    "direction": ("direction", _("Direction")),
    "start": ("start", _("Date")),
    "end": ("end", _("Last day")),
    "instrument": ("instrument", _("Class of the paper")),
    "paper_state": ("paper_state", _("State of the paper")),
    "type": ("type", _("Type of event")),
    "area": ("areas", _("Areas")),
    "publisher": ("source_publisher", _("Publisher")),
    "source_date": ("source_date", _("Date of the source")),
    "address": ("source_url", _("Address")),
}
_MOST_OPTIONS = 12  # what a long text says besides is seldom meant
_DATES = frozenset({"start", "end", "source_date"})
_SEVERAL = frozenset({"areas"})
# Fields that the form of one kind alone has.
ONLY_FOR = {
    "direction": "visit",
    "instrument": "agreement",
    "paper_state": "agreement",
    "type": "event",
}
_ONLY_WORDS = {
    "visit": _("only in the form of a visit"),
    "agreement": _("only in the form of an agreement"),
    "event": _("only in the form of an event"),
}
_KINDS = {"visit": _("a visit"), "agreement": _("an agreement"), "event": _("an event")}


class Option(Struct):
    """A value that may fill a field, with the words of the text that say it.

    `number` is the key of these words on the page, 0 where there are none; `is_marked` tells
    whether any of them are marked in the text, and not those of another option in their place.
    """

    value: str
    label: str | Promise
    is_chosen: bool
    number: int = 0
    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    doubt: str | Promise = ""
    is_marked: bool = False


class Row(Struct, frozen=True):
    """A field of the form with what may fill it; of several options one is taken, or all."""

    name: str
    label: str | Promise
    options: list[Option]
    only: str | Promise = ""

    @property
    def is_radio(self) -> bool:
        return len(self.options) > 1 and self.name not in _SEVERAL

    @property
    def is_empty(self) -> bool:
        """Whether nothing is chosen at first."""
        return not any(option.is_chosen for option in self.options)


class Piece(Struct, frozen=True):
    """A piece of the text; `number` tells whose words it holds, 0 for nobody's."""

    text: str
    number: int = 0
    is_first: bool = False


class Given(Struct, frozen=True):
    """What somebody typed beside the text: it goes before what the text says itself."""

    publisher: str = ""
    source_date: str = ""
    address: str = ""
    language: str = ""


class Table:
    """The kind that a text seems to be, the rows that it fills, the bodies it names, its pieces."""

    def __init__(
        self,
        text: str,
        proposals: list[Proposal],
        lexicon: Lexicon,
        given: Given,
        source: Source | None = None,
    ) -> None:
        self._labels, self._given = lexicon.labels, given
        self._options: dict[tuple[str, str], Option] = {}
        for proposal in proposals:
            self._add(text, proposal)
        self.kind = next((option for option in self._of("kind") if option.is_chosen), None)
        self.bodies = self._of("organisation")
        self.rows = [*self._rows(), *self._rows_of_source(source)]
        shown = [self.kind, *(option for row in self.rows for option in row.options), *self.bodies]
        told = [option for option in shown if option and option.words]
        for number, option in enumerate(told, start=1):
            option.number = number
        self.pieces = list(_pieces(text, told))

    def _add(self, text: str, proposal: Proposal) -> None:
        """Add a proposal to the option of its value."""
        same = (proposal.field, _same(proposal))
        if same not in self._options:
            value = _typed(proposal.field, proposal.value)
            self._options[same] = Option(value, self._label(proposal), proposal.chosen)
        option = self._options[same]
        option.is_chosen |= proposal.chosen
        option.doubt = option.doubt or DOUBTS.get(proposal.doubt, "")
        option.spans.append((proposal.start, proposal.end))
        words = text[proposal.start : proposal.end]
        if words not in option.words:
            option.words.append(words)

    def _label(self, proposal: Proposal) -> str | Promise:
        if proposal.field == "kind":
            return _KINDS[proposal.value]
        if choices := _CHOICES.get(proposal.field):
            return choices(proposal.value).label
        if proposal.field in _DATES:
            return both_calendars(PartialDate.parse(proposal.value))
        return self._labels.get((proposal.field, proposal.value), proposal.value)

    def _of(self, name: str) -> list[Option]:
        return [option for (told, _value), option in self._options.items() if told == name]

    def _rows(self) -> Iterator[Row]:
        for told, (name, label) in _FIELDS.items():
            options = [
                option
                for place, option in enumerate(self._of(told))
                if option.is_chosen or place < _MOST_OPTIONS
            ]
            if typed := getattr(self._given, told, ""):
                options = _with_typed(told, typed, options)
            if options:
                yield Row(name, label, options, _ONLY_WORDS.get(ONLY_FOR.get(told), ""))

    def _rows_of_source(self, source: Source | None) -> Iterator[Row]:
        """Yield the titles, and the source itself: one that the register has, or a new one."""
        language = self._given.language
        if titles := self._of("title"):
            title = titles[0]
            yield Row(f"title_{language}", _("Title"), [title])
            again = Option(title.value, title.label, is_chosen=source is None)
            yield Row("source_title", _("Title of the source"), [again])
        if source:
            kept = Option(source.key, str(source), is_chosen=True)
            yield Row("source", _("The register has this source"), [kept])
        named = Option(language, LANGUAGES[language], is_chosen=True)
        yield Row("source_language", _("Language"), [named])


def _same(proposal: Proposal) -> str:
    """Return what two proposals of one value share: a day is one in either calendar."""
    if proposal.field not in _DATES:
        return proposal.value
    value = PartialDate.parse(proposal.value)
    return f"{value.first} {value.last}"


def _typed(told: str, value: str) -> str:
    """Return a value as somebody would type it: a date in the words of the page."""
    if told not in _DATES:
        return value
    day = PartialDate.parse(value)
    return write(day, active_language(), day.calendar)


def _with_typed(told: str, typed: str, options: list[Option]) -> list[Option]:
    """Return the options after what was typed beside the text, which alone is chosen."""
    label = both_calendars(PartialDate.parse(typed)) if told in _DATES else typed
    others = [option for option in options if option.label != label]
    for option in others:
        option.is_chosen = False
    return [Option(_typed(told, typed), label, is_chosen=True), *others]


def _pieces(text: str, options: Iterable[Option]) -> Iterator[Piece]:
    """Yield the text in pieces, the words of each option marked.

    Where the words of two overlap the shorter are marked: a name within a title.
    """
    marks = [(start, end, option) for option in options for start, end in option.spans]
    marks.sort(key=lambda mark: mark[1] - mark[0])
    taken, at = bytearray(len(text)), 0
    kept = []
    for start, end, option in marks:
        if not any(taken[start:end]):
            taken[start:end] = bytes([1]) * (end - start)
            kept.append((start, end, option))
    for start, end, option in sorted(kept, key=lambda mark: mark[0]):
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], option.number, not option.is_marked)
        option.is_marked = True
        at = end
    if at < len(text):
        yield Piece(text[at:])
