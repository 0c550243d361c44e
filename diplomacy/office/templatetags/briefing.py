"""Names, sides and states as a briefing writes them."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import Side
from diplomacy.registry.models.words import FALLBACK, LANGUAGES, Text, page_language
from diplomacy.registry.queries.briefing import Name
from diplomacy.registry.queries.entry_detail import Disagreement
from diplomacy.registry.queries.standing import Rung

register = template.Library()

_SIDES = {
    "in_office": _("In office there as last recorded; who takes part is not recorded"),
    Side.PARTNER: _("From the partner’s side"),
    Side.OURS: _("From our side"),
    Side.THIRD: _("From neither side"),
    "": _("Side not recorded"),
}
_OWING = {
    Side.OURS: _("Open: owed by us"),
    Side.PARTNER: _("Open: owed by the partner"),
    "both": _("Open: owed by both sides"),
    Side.THIRD: _("Open: owed by others"),
    "": _("Open: who owes it is not recorded"),
}
_RUNGS = {
    "done": _("done"),
    "passed": _("passed, nothing of it recorded"),
    "now": _("where it stands"),
    "goal": _("the aim, not reached"),
    "none": _("no plan recorded"),
}


class Spelling(Struct, frozen=True):
    """A name in one script: `label` names the language, `text` is "" where none is recorded."""

    label: str | Promise
    text: Text


@register.filter
def spellings(name: Name) -> list[Spelling]:
    """Return a name in Persian, English and Chinese, the page's own first, and in its own script.

    The last only where it is none of them.
    """
    found = [Spelling(LANGUAGES[c], Text(getattr(name, c), c)) for c in FALLBACK[page_language()]]
    if name.own and name.own not in [one.text for one in found]:
        found.append(Spelling(_("own script"), Text(name.own, name.own_language or "und")))
    return found


@register.filter
def written(name: Name) -> list[Spelling]:
    """Return a name in the scripts in which it is recorded."""
    return [one for one in spellings(name) if one.text]


@register.filter
def said_once(one: Disagreement) -> list[Text]:
    """Return what sources state on a point, alike statements once."""
    return list(dict.fromkeys(statement.words for statement in one.statements))


@register.filter
def side_heading(side: str) -> str | Promise:
    """Return how the people of a side are headed."""
    return _SIDES[side]


@register.filter
def owing_heading(side: str) -> str | Promise:
    """Return how the open promises of a side are headed."""
    return _OWING[side]


@register.filter
def rung_word(rung: Rung) -> str | Promise:
    """Return the state of a rung of the ladder."""
    return _RUNGS[rung.state]
