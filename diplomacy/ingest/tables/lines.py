"""What becomes of each row of a table."""

import hashlib
import json
from collections import Counter
from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy
from msgspec import Struct, field

from diplomacy.registry.codec import Mapping, Placed, digest

from .rows import Given, RowFault


class State(models.TextChoices):
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("same as recorded")
    DOUBTFUL = "doubtful", gettext_lazy("possible duplicate")
    ERROR = "error", gettext_lazy("error")


CHOOSABLE = (State.NEW, State.CHANGED, State.DOUBTFUL)
SHOWN_STATES = (State.ERROR, State.DOUBTFUL, State.CHANGED, State.NEW)
SHOWN = 100  # rows of a state that a page shows with all that they do


class Change(Struct, frozen=True):
    """A column in which a row differs from what is recorded."""

    label: str
    before: str
    after: str


class Line(Struct):
    """What becomes of one row. `twins` are records that it may be a second one of."""

    given: Given
    state: State
    name: str = ""
    before: Any = None
    after: Any = None
    record: models.Model | None = None
    changes: list[Change] = field(default_factory=list)
    twins: list[models.Model] = field(default_factory=list)
    twin_rows: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.given.number

    @property
    def faults(self) -> list[RowFault]:
        return self.given.faults

    @property
    def choosable(self) -> bool:
        return self.state in CHOOSABLE

    @property
    def placed(self) -> Placed:
        """The record as a register file would hold it, on the row as its line."""
        noun = next(iter(self.given.values)).noun
        return Placed(noun, self.after, "", Mapping(self.number))

    def sign(self) -> list[str | int]:
        """Return what tells whether the row would do the same a second time."""
        after = self.after
        if after is not None and self.before is None and not self.given.key:
            after = msgspec.structs.replace(after, key="")
        said = digest(after) if after is not None else ""
        return [self.number, self.state.value, said, digest(self.before) if self.before else ""]


class Group(Struct, frozen=True):
    """The rows of one state, of which those from `start` on are shown with all that they do."""

    state: State
    lines: list[Line]
    start: int = 0

    @property
    def shown(self) -> list[Line]:
        return self.lines[self.start : self.start + SHOWN]

    @property
    def others(self) -> list[Line]:
        """The rows that are shown by name alone, to be chosen or not."""
        return self.lines[: self.start] + self.lines[self.start + SHOWN :]

    @property
    def choosable(self) -> bool:
        return self.state in CHOOSABLE

    @property
    def steps(self) -> list[tuple[int, int, int]]:
        """Where the rows before and after those shown begin, and their first and last place."""
        starts = (self.start - SHOWN, self.start + SHOWN)
        return [
            (start, start + 1, min(start + SHOWN, len(self.lines)))
            for start in starts
            if 0 <= start < len(self.lines)
        ]


class Comparison(Struct):
    """All rows of a table beside the register."""

    noun: str
    lines: list[Line]
    mark: str

    @property
    def counts(self) -> dict[State, int]:
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in State if found[state]}

    def groups(self, state: str = "", start: int = 0) -> list[Group]:
        """Return the rows by state, what needs a look first; those of `state` shown from `start`.

        A start beyond the last row, or between two stretches, is that of the stretch before it.
        """
        found = []
        for one in SHOWN_STATES:
            lines = [line for line in self.lines if line.state == one]
            first = min(start, len(lines) - 1) // SHOWN * SHOWN if one == state else 0
            if lines:
                found.append(Group(one, lines, first))
        return found


def mark_of(lines: list[Line]) -> str:
    """Return a digest of all that the rows would do: the deed refuses to do anything else."""
    signs = json.dumps([line.sign() for line in lines])
    return hashlib.sha256(signs.encode()).hexdigest()
