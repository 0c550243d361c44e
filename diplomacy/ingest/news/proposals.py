"""What a text is read to say, each with the words that say it."""

from typing import Literal

from msgspec import Struct

Field = Literal[
    "kind", "city", "organisation", "area", "direction", "instrument", "paper_state", "type",
    "start", "end", "title", "publisher", "source_date", "address",
]  # fmt: skip
Kind = Literal["visit", "agreement", "event"]
# Why a proposal needs a second look.
Doubt = Literal["", "inferred", "lower_class", "by_body", "same_name"]


class Proposal(Struct, frozen=True):
    """A value for a field, read from the text at `start` to `end`.

    `chosen`: we would take it; the others of its field are what else the text may mean.
    `value` is a key, a code, the canonical text of a date, or the words themselves.
    """

    field: Field
    value: str
    start: int
    end: int
    chosen: bool = True
    doubt: Doubt = ""
