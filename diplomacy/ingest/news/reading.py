"""Reads a news text by rule: what it tells for a draft, each with the words that tell it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from diplomacy.calendars import FoundDate, PartialDate, find_dates

from . import vocabulary
from .direction import hints
from .folded import Folded, Match, Words
from .lexicon import Lexicon
from .proposals import Proposal
from .source import read_source

_IN_TITLE = 3  # what a word weighs in the title, against one below it
_RECENT_DAYS = 60  # news tells of these; what is older is only remembered


class Sign(NamedTuple):
    """What a word of the vocabulary says: the field it speaks of and the value there."""

    field: str
    value: str = ""


def _signs() -> Words[Sign]:
    words: Words[Sign] = Words()
    for field, values in (("instrument", vocabulary.PAPERS), ("type", vocabulary.DEEDS)):
        for value, told in values.items():
            for word in told:
                words.add(word, Sign(field, value))
    for field, told in (
        ("doubtful", vocabulary.DOUBTFUL_PAPERS),
        ("signing", vocabulary.SIGNING),
        ("travel", vocabulary.TRAVEL),
        ("guest", vocabulary.GUESTS),
        ("official", vocabulary.OFFICIALS),
        ("online", vocabulary.ONLINE),
        ("misleading", vocabulary.MISLEADING),
    ):
        for word in told:
            words.add(word, Sign(field))
    return words


_SIGNS = _signs()


def read_news(text: str, lexicon: Lexicon, on: date | None = None) -> list[Proposal]:
    """Return what the text proposes for a draft, in the order of the fields.

    `on` is the day on which it was published, where that is known beside the text; otherwise
    the day that the text itself gives. Nothing is proposed that no word of the text says. What
    concerns one kind alone, such as a direction, is chosen as if the text told of that kind.
    """
    return list(_Reading(text, lexicon, on).proposals())


class _Reading:
    def __init__(self, text: str, lexicon: Lexicon, on: date | None) -> None:
        self.text = text
        self.folded = Folded(text)
        self.lexicon = lexicon
        self.source = list(read_source(text, find_dates(text)))
        self.on = on or _day(self.source)
        self.title = next((one for one in self.source if one.field == "title"), None)
        self.names = list(lexicon.names.find(self.folded))
        self.signs = list(_SIGNS.find(self.folded))

    def proposals(self) -> Iterator[Proposal]:
        yield from self._kinds()
        yield from self._cities()
        yield from self._directions()
        yield from self._dates()
        yield from self._papers()
        yield from self._types()
        yield from self._areas()
        yield from self._organisations()
        yield from self.source

    def _at(self, field: str, value: str, match: Match, **rest) -> Proposal:
        return Proposal(field, value, *self.folded.span(match.start, match.end), **rest)

    def _is_in_title(self, match: Match) -> bool:
        place, _ = self.folded.span(match.start, match.end)
        return self.title is not None and self.title.start <= place < self.title.end

    def _is_signed(self, papers: list[Match], signing: list[Match]) -> bool:
        return bool(papers and signing) or any(map(self._is_in_title, papers))

    def _weight(self, match: Match) -> int:
        return _IN_TITLE if self._is_in_title(match) else 1

    def _told(self, *fields: str) -> list[Match[Sign]]:
        return [match for match in self.signs if match.meanings[0].field in fields]

    def _kinds(self) -> Iterator[Proposal]:
        """Yield the kinds that the text speaks for; chosen is the one that weighs most."""
        papers, signing = self._told("instrument", "doubtful"), self._told("signing")
        deeds, met = [], []
        for match in self._told("type"):
            (met if match.meanings[0].value == "meeting" else deeds).append(match)
        spoken = {
            # A paper that nobody signs is only talked about, unless the title names it.
            "agreement": papers + signing if self._is_signed(papers, signing) else [],
            "event": deeds,
            # Whoever is met has come, or somebody has gone there; an online meeting tells by its
            # one word what a journey tells by many.
            "visit": self._told("travel", "guest") + met + 2 * self._told("online"),
        }
        if not any(spoken.values()):
            spoken["visit"] = list(filter(self._is_in_title, self._told("official")))
        weights = {kind: sum(map(self._weight, words)) for kind, words in spoken.items()}
        likely = max(weights, key=weights.get)
        for kind, words in spoken.items():
            for match in dict.fromkeys(words):
                yield self._at("kind", kind, match, chosen=kind == likely)

    def _directions(self) -> Iterator[Proposal]:
        """Yield the directions that the text hints at; an online meeting has no other."""
        places = [match for match in self.names if match.meanings[0].noun == "city"]
        online = self._told("online")
        found = hints(self.folded, places, self.lexicon.home) if self.lexicon.home else []
        weights: Counter[str] = Counter()
        for hint in found:
            weights[hint.direction] += hint.weight
        likely = max(weights, key=weights.get, default="")
        is_told = not online and weights["incoming"] != weights["outgoing"]
        for match in online:
            yield self._at("direction", "online", match)
        for hint in found:
            chosen = is_told and hint.direction == likely
            place = self.folded.span(hint.start, hint.end)
            yield Proposal("direction", hint.direction, *place, chosen=chosen)

    def _cities(self) -> Iterator[Proposal]:
        """Yield the cities other than home; chosen is the one that the text speaks of most."""
        mentions = [
            (known, match)
            for match in self.names
            for known in match.meanings
            if known.noun == "city" and known.key != self.lexicon.home
        ]
        if not mentions:
            yield from self._cities_of_bodies()
            return
        weights: Counter[str] = Counter()
        for known, match in mentions:
            weights[known.key] += self._weight(match)
        # The first of the heaviest: a counter keeps the order in which the text names them.
        main = max(weights, key=weights.get)
        for known, match in mentions:
            doubt = "same_name" if len(match.meanings) > 1 else ""
            yield self._at("city", known.key, match, chosen=known.key == main, doubt=doubt)

    def _cities_of_bodies(self) -> Iterator[Proposal]:
        spoken_for = [
            (known.city, match)
            for match in self.names
            for known in match.meanings
            if known.city and known.city != self.lexicon.home
        ]
        for city, match in spoken_for:
            yield self._at("city", city, match, chosen=city == spoken_for[0][0], doubt="by_body")

    def _organisations(self) -> Iterator[Proposal]:
        for match in self.names:
            for known in match.meanings:
                if known.noun == "organisation":
                    yield self._at("organisation", known.key, match)

    def _papers(self) -> Iterator[Proposal]:
        """Yield the classes of papers named; the first is chosen, a doubtful name the lower."""
        first = ""
        for match in self._told("instrument", "doubtful"):
            sign = match.meanings[0]
            value = sign.value or "mou"
            first = first or value
            doubt = "" if sign.value else "lower_class"
            chosen = value == first
            yield self._at("instrument", value, match, chosen=chosen, doubt=doubt)
            if doubt:
                yield self._at("instrument", "sister", match, chosen=False, doubt=doubt)
        for match in self._told("signing")[:1]:
            yield self._at("paper_state", "signed", match)

    def _types(self) -> Iterator[Proposal]:
        """Yield the types of event; chosen is the heaviest, in the title first."""
        weights: Counter[str] = Counter()
        for match in self._told("type"):
            weights[match.meanings[0].value] += self._weight(match)
        likely = max(weights, key=weights.get, default="")
        for match in self._told("type"):
            value = match.meanings[0].value
            yield self._at("type", value, match, chosen=value == likely)

    def _areas(self) -> Iterator[Proposal]:
        """Yield the areas of work; the name of a body says where it works, not on what."""
        named = {at for match in self.names for at in range(match.start, match.end)}
        for match in self.lexicon.areas.find(self.folded):
            if match.start not in named:
                for area in match.meanings:
                    yield self._at("area", area.key, match)

    def _dates(self) -> Iterator[Proposal]:
        """Yield the days that may be the day of the deed, none that only dates the text."""
        dated = {one.start for one in self.source if one.field == "source_date"}
        found = [one for one in find_dates(self.text, self.on) if one.start not in dated]
        if not found:
            return
        best = min(found, key=self._distance)
        for one in found:
            is_best = one is best
            doubt = "inferred" if one.inferred else ""
            place = (one.start, one.end)
            yield Proposal("start", one.value.text, *place, chosen=is_best, doubt=doubt)
            if one.until:
                yield Proposal("end", one.until.text, *place, chosen=is_best, doubt=doubt)

    def _distance(self, found: FoundDate) -> tuple[bool, bool, bool, int, int]:
        """Order days: exact before vague, recent before old, stated before inferred, then near."""
        away = abs((found.value.first - self.on).days) if self.on else 0
        return not found.value.is_day, away > _RECENT_DAYS, found.inferred, away, found.start


def _day(source: Iterable[Proposal]) -> date | None:
    """Return the day that the text gives as its own, or None."""
    dates = (PartialDate.parse(one.value) for one in source if one.field == "source_date")
    return next((value.first for value in dates if value.is_day), None)
