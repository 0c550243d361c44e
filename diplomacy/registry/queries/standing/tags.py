"""How far ties are, in a word each, at the cost of what tells of that alone."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from diplomacy.registry.models import Relationship

from . import words
from .axes import Reached
from .form import form_on, reaches
from .record import tie_records
from .stage import stage_on


class Tag(Struct, frozen=True):
    """The `look` and `tag` of a standing."""

    look: str
    label: str


def tags(ties: Iterable[Relationship], on: date) -> dict[int, Tag]:
    """Return the tag of each tie on the day `on` for readers, by primary key.

    The ties come from `with_form_and_stage` for that day. Three queries at most, most often one.
    """
    found = {}
    for pk, record in tie_records(ties, True, on, tagged=True).items():
        form = form_on(reaches(record), on)
        reached = Reached(record.relationship, on, form, stage_on(record, form, on))
        found[pk] = Tag(words.look(reached), words.tag(reached))
    return found
