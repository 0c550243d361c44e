"""A private person taken out of the register, its history included. It cannot be undone.

What remains is that it happened: the person's row under a neutral label, who blanked it and when,
and that somebody took part, on which side and in which role.
"""

from .acts import Blanked, WrongKey, blank
from .finding import Mention, Mentions, mentions
from .names import Name, names_of

__all__ = [
    "Blanked",
    "Mention",
    "Mentions",
    "Name",
    "WrongKey",
    "blank",
    "mentions",
    "names_of",
]
