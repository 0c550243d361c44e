"""Two cities, organisations, people or ties that are one: merged in one transaction, and parted.

Nothing is lost: all that pointed to the one that goes points to the one that stays, its names
become other names, its address leads on, and `undo` puts everything back.
"""

from .acts import CannotMerge, CannotUndo, Parted, merge, undo
from .plan import NOUNS, Plan, Unlike, plan
from .pointing import counted

__all__ = [
    "NOUNS",
    "CannotMerge",
    "CannotUndo",
    "Parted",
    "Plan",
    "Unlike",
    "counted",
    "merge",
    "plan",
    "undo",
]
