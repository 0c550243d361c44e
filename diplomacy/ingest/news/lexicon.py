"""What the register knows by name, for reading a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from diplomacy.registry.models import City, CooperationArea, Organisation

from .folded import Folded, Words
from .vocabulary import TOPICS

Noun = Literal["city", "organisation", "area"]


@dataclass(frozen=True, slots=True)
class Known:
    """A record by its key and every name it has; for a body, the key of its city."""

    noun: Noun
    key: str
    names: tuple[str, ...]
    city: str = ""


class Lexicon:
    """The cities, bodies and areas of work that a text may name; `home` is a key, or ""."""

    def __init__(self, known: Iterable[Known], home: str = "") -> None:
        self.home = home
        self.names: Words[Known] = Words()
        self.areas: Words[Known] = Words()
        for one in known:
            if one.noun == "area":
                self._add_area(one)
            else:
                for name in one.names:
                    self.names.add(name, one)

    def _add_area(self, area: Known) -> None:
        """Look for the names of the area and for the words of the topic that it is about."""
        for name in area.names:
            self.areas.add(name, area)
        for word in _topic(area.names):
            self.areas.add(word, area)


def _topic(names: Iterable[str]) -> tuple[str, ...]:
    """Return the words of the topic that a name speaks of first, none where no topic is named.

    "Tourism (cultural and nature-based)" is about tourism.
    """
    for name in names:
        folded = Folded(name)
        if found := next(_TOPIC_WORDS.find(folded), None):
            return TOPICS[found.meanings[0]]
    return ()


_TOPIC_WORDS: Words[str] = Words()
for _name, _words in TOPICS.items():
    for _word in _words:
        _TOPIC_WORDS.add(_word, _name)


def registered() -> Lexicon:
    """Return what the register knows today. Four queries, however much it knows."""
    cities = City.objects.prefetch_related("aliases")
    known = [
        Known("city", city.key, (*_names(city), city.own_name, *map(str, city.aliases.all())))
        for city in cities
    ]
    known += [
        Known("organisation", body.key, _names(body), body.city.key if body.city else "")
        for body in Organisation.objects.select_related("city")
    ]
    known += [Known("area", area.key, _names(area)) for area in CooperationArea.objects.all()]
    home = next((city.key for city in cities if city.is_home), "")
    return Lexicon(known, home)


def _names(record: City | Organisation | CooperationArea) -> tuple[str, str, str]:
    return record.name_fa, record.name_en, record.name_zh
