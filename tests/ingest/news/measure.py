"""How well the texts are read; `pytest tests/ingest/news/test_measure.py` prints the figures.

Precision is the part of what is proposed that is right, recall the part of what a reader finds
that is proposed. Counted are the values that would fill the form, not what else is offered;
of cities all that are named.
"""

from collections import Counter
from dataclasses import dataclass, field

from diplomacy.ingest.news import Proposal, read_news
from diplomacy.ingest.news.table import ONLY_FOR

from .texts import lexicon, texts

SINGLE = (
    "kind", "direction", "instrument", "type", "start", "end", "title", "publisher",
    "source_date", "address",
)  # fmt: skip


@dataclass
class Score:
    """Counts per field of what was right, wrongly proposed, and missed."""

    right: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, identity: str, name: str, expected: set[str], found: set[str]) -> None:
        self.right[name] += len(expected & found)
        self.wrong[name] += len(found - expected)
        self.missed[name] += len(expected - found)
        if expected != found:
            self.faults.append(f"{identity} {name}: {sorted(found)} for {sorted(expected)}")

    def precision(self, name: str | None = None) -> float:
        return _part(self.right, self.wrong, name)

    def recall(self, name: str | None = None) -> float:
        return _part(self.right, self.missed, name)


def _part(right: Counter, other: Counter, name: str | None) -> float:
    good = right[name] if name else right.total()
    bad = other[name] if name else other.total()
    return good / (good + bad) if good + bad else 1.0


def expected_values(text: dict) -> dict[str, set[str]]:
    """Return the answers by the name of the field."""
    said = text["expected"]
    answers = {name: {str(said[name])} if name in said else set() for name in SINGLE}
    answers["city"] = {said["city"]}
    answers["cities"] = set(said["cities"])
    answers["organisations"] = set(said.get("organisations", ()))
    answers["areas"] = set(said.get("areas", ()))
    return answers


def _that_fill_the_form(proposals: list[Proposal]) -> list[Proposal]:
    """Return the chosen ones that the form of the chosen kind has a field for."""
    chosen = [one for one in proposals if one.chosen]
    kind = next((one.value for one in chosen if one.field == "kind"), "")
    return [one for one in chosen if ONLY_FOR.get(one.field, kind) == kind]


def score(name: str) -> Score:
    """Return the score of the texts "held_out" or "tuning"."""
    counted = Score()
    for text in texts(name):
        proposals = read_news(text["text"], lexicon(), text.get("published"))
        chosen = _that_fill_the_form(proposals)
        for field_name, expected in expected_values(text).items():
            source = proposals if field_name == "cities" else chosen
            singular = {"cities": "city", "organisations": "organisation", "areas": "area"}
            wanted = singular.get(field_name, field_name)
            found = {one.value for one in source if one.field == wanted}
            counted.add(text["id"], field_name, expected, found)
    return counted


def report(name: str) -> str:
    """Return a table of the figures."""
    counted = score(name)
    rows = [f"{name}: {len(texts(name))} texts"]
    for field_name in [*expected_values(texts(name)[0]), None]:
        right = counted.right[field_name] if field_name else counted.right.total()
        rows.append(
            f"  {field_name or 'all':14} right {right:3}"
            f"  precision {counted.precision(field_name):.2f}"
            f"  recall {counted.recall(field_name):.2f}"
        )
    return "\n".join(rows)
