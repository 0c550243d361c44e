"""The ties of the register as the map draws them: places and names in the page's language."""

from collections.abc import Iterable

from diplomacy.registry.models import City, Form
from diplomacy.registry.queries.overview import Tie

from .map.drawing import UNTIED, Drawing, Name, Partner, drawing
from .map.projection import Place
from .names import own_words
from .templatetags.register import HTML_LANGUAGES


def tie_map(home: City, ties: Iterable[Tie]) -> Drawing | None:
    """Return the map of the ties whose partner has coordinates, None where there is none.

    None also for a home city without coordinates: the table says all that the map would.
    """
    partners = tuple(_partner(tie) for tie in ties if _place(tie.partner))
    place = _place(home)
    return drawing(place, _name(home), partners) if place and partners else None


def without_place(ties: Iterable[Tie]) -> int:
    """Return how many ties have a partner without coordinates, and so stand on no map."""
    return sum(_place(tie.partner) is None for tie in ties)


def _partner(tie: Tie) -> Partner:
    names = [_name(tie.partner)]
    own = _tagged(*own_words(tie.partner))
    if tie.relationship.leading and own[0] and own[0] != names[0][0]:
        names.append(own)
    leading = bool(tie.relationship.leading)
    return Partner(_place(tie.partner), _look(tie), leading, tuple(names))


def _look(tie: Tie) -> str:
    """Return the look of the tie; what only lists or claims name is no talk, and has no line."""
    standing = tie.standing
    nothing = standing.form.value == Form.NONE and standing.look == "talks"
    return UNTIED if nothing else standing.look


def _place(city: City) -> Place | None:
    return None if city.latitude is None else Place(city.longitude, city.latitude)


def _name(city: City) -> Name:
    return _tagged(str(city.name), city.name.lang) if city.name else (city.key, "und")


def _tagged(words: str, language: str) -> Name:
    return words, HTML_LANGUAGES.get(language, language) or "und"
