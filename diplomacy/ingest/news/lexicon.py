"""What the register knows by name, for reading a text."""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from diplomacy.registry.models import City, CooperationArea, Organisation

from .folded import Folded, Words
from .vocabulary import NO_PLACES, TOPICS

Noun = Literal["city", "organisation", "area", "other"]


class Known(Struct, frozen=True):
    """A record by its key and every name it has; for a body, the key of its city."""

    noun: Noun
    key: str
    names: tuple[str, ...]
    city: str = ""
    label: str = ""  # what a page calls it


class Lexicon:
    """The cities, bodies and areas of work that a text may name; `home` is a key, or ""."""

    def __init__(self, known: Iterable[Known], home: str = "") -> None:
        self.home = home
        self.labels: dict[tuple[str, str], str] = {}
        self.names: Words[Known] = Words()
        self.areas: Words[Known] = Words()
        for one in known:
            self.labels[one.noun, one.key] = one.label or one.key
            if one.noun == "area":
                self._add_area(one)
            else:
                for name in one.names:
                    self.names.add(name, one)
                    if one.noun == "city":
                        self._add_namesakes(name)

    def _add_namesakes(self, city: str) -> None:
        """Know the bodies that only hold the name of the city, so that none is taken for it."""
        for pattern in NO_PLACES:
            name = pattern.format(city)
            self.names.add(name, Known("other", name, (name,)))

    def _add_area(self, area: Known) -> None:
        """Look for the names of the area and for the words of the topics that it is about."""
        for name in (*area.names, *_topic_words(area.names)):
            self.areas.add(name, area)


def _topic_words(names: Iterable[str]) -> list[str]:
    """Return the words of the topics that the names speak of.

    What stands in brackets only describes: "Tourism (cultural and nature-based)" is no culture.
    """
    topics = dict.fromkeys(
        match.meanings[0]
        for name in names
        for match in _TOPIC_WORDS.find(Folded(re.split(r"[(（]", name)[0]))
    )
    return [word for topic in topics for word in TOPICS[topic]]


_TOPIC_WORDS: Words[str] = Words()
for _name, _words in TOPICS.items():
    for _word in _words:
        _TOPIC_WORDS.add(_word, _name)


def registered() -> Lexicon:
    """Return what the register knows today. Four queries, however much it knows."""
    cities = City.objects.prefetch_related("aliases")
    bodies = Organisation.objects.select_related("city")
    home = next((city.key for city in cities if city.is_home), "")
    return Lexicon(
        (
            *(_known("city", city, city.own_name, *_aliases(city)) for city in cities),
            *(_known("organisation", body, city=_key(body.city)) for body in bodies),
            *(_known("area", area) for area in CooperationArea.objects.all()),
        ),
        home,
    )


def _known(noun: Noun, record: City | Organisation | CooperationArea, *more: str, city="") -> Known:
    names = (record.name_fa, record.name_en, record.name_zh, *more)
    return Known(noun, record.key, names, city, str(record))


def _aliases(city: City) -> list[str]:
    return [alias.text for alias in city.aliases.all()]


def _key(city: City | None) -> str:
    return city.key if city else ""
