"""What a page of help says."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.accounts.roles import Role


class Key(Struct, frozen=True):
    """What a key, or some pressed together, does."""

    caps: tuple[str, ...]
    does: Promise


class Page(Struct, frozen=True):
    """The help for one screen, or for a few that are one piece of work.

    Words in quotation marks are those of the screen, in every language. `lowest` is the role that
    opens the screen; `screens` are the url names that the page explains, `start` is the one to
    begin at. `see` are the slugs of its neighbours. An open page is read before signing in, too.
    """

    slug: str
    title: Promise
    lowest: Role
    purpose: Promise
    steps: tuple[Promise, ...]
    snags: tuple[Promise, ...] = ()
    keys: tuple[Key, ...] = ()
    screens: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    start: str = ""
    is_open: bool = False

    def is_for(self, user) -> bool:
        """Return whether the role of `user`, who may be a visitor, opens the screen."""
        role = getattr(user, "role", None)
        opens = role in Role.values and Role.values.index(role) >= Role.values.index(self.lowest)
        return self.is_open or opens


KEYS = {
    "search": Key(("/",), _("goes to search")),
    "help": Key(("?",), _("opens the help of the screen")),
    "new": Key(("Alt", "N"), _("begins a new visit")),
    "save": Key(("Ctrl", "S"), _("saves the draft")),
    "send": Key(("Ctrl", "Enter"), _("sends it for review")),
    "keep": Key(("Ctrl", "Enter"), _("keeps the review")),
    "list": Key(("↓", "↑", "Enter"), _("choose from a list of suggestions")),
    "close": Key(("Esc",), _("closes the list")),
}
