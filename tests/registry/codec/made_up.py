"""Registers that hypothesis makes up: any field filled or left out, references anywhere."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from diplomacy.ingest.tables.cells import SHEET_ERRORS
from diplomacy.registry.codec import NOUNS
from diplomacy.registry.codec.entry_structs import EntryLink, Indicator, IndicatorValue
from diplomacy.registry.codec.parts import Row, Words
from diplomacy.registry.codec.shape import ENTRY_NOUNS, Role, Slot, slots
from diplomacy.registry.codec.structs import Step
from diplomacy.registry.models import EntryLink as Link
from diplomacy.registry.models import Event
from diplomacy.registry.models.identity import THE_KEY

KEYS = ("a", "b2", "c-3")
DATES = ("2024-09-25", "2024-09", "1403-07", "2021~", "[..2018]", "[2025-10..]", "XXXX-05-28")
STEPS = [f"{procedure}/{step}" for procedure in KEYS for step in KEYS]

# Any script and sign that a register may hold, line breaks and YAML's own signs among them.
_ANY = st.text(
    st.one_of(
        st.characters(codec="utf-8", categories=("L", "Nd", "P", "S", "Zs")),
        st.sampled_from("\n\u200c:#-'\"|>{}[]&*!%@`~ "),
    ),
    max_size=60,
)
# Hypothesis takes words from our code too; the errors of a sheet are refused there on purpose.
TEXTS = _ANY.map(str.strip).filter(lambda text: text not in SHEET_ERRORS)
SHORT = st.sampled_from(["", "fa", "null", "~", "no", "yes", "1.0", "- a", "a: b", "# a"])

# Fields whose values models check together: made up plainly, or left out.
LEFT_OUT = {
    "aim", "aim_said_by", "latitude", "longitude", "parent", "is_home", "shown", "waiting_on",
    "cost", "currency", "claimed_form", "decides", "exact_titles", "end", "expires", "url",
    "website", "archived_url", "value", "withdrawn_on", "emblem", "telephone", "mail", "sentence",
    "sentence_on", "state", "offer_url",
}  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> list[tuple[str, Row]]:
    """Make up a register that holds two or three records of each noun."""
    return [draw(_record(noun, key)) for noun in NOUNS for key in _keys(noun)]


def _keys(noun: str) -> tuple[str, ...]:
    """Kinds of entry share one namespace; the identity is one."""
    if noun == "identity":
        return (THE_KEY,)
    return (f"{noun[:3]}-1", f"{noun[:3]}-2") if noun in ENTRY_NOUNS else KEYS


ENTRY_KEYS = [key for noun in ENTRY_NOUNS for key in _keys(noun)]


def _record(noun: str, key: str) -> st.SearchStrategy[tuple[str, Row]]:
    return _row(NOUNS[noun][0], key).map(lambda struct: (noun, struct))


def _row(struct: type[Row], key: str = "") -> st.SearchStrategy[Row]:
    fields = {
        slot.name: _value(slot)
        for slot in slots(struct)
        if slot.required or slot.name not in LEFT_OUT
    }
    if "key" in fields:
        fields["key"] = st.just(key) if key else st.sampled_from(KEYS)
    fields |= _fitting(struct.__name__, key)
    return st.fixed_dictionaries(fields).map(lambda values: struct(**_agreeing(values)))


def _agreeing(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing without another value: a day, an offer, a counted value."""
    for number in ("baseline", "target"):
        if values.get(number, 0) is None:
            values |= {f"{number}_on": ""}
    if values.get("offer") and values["type"] in Event.WORDS:
        values |= {"offer": None}
    if values.get("offer"):
        values |= {"offer_url": "https://offer.test/"}
    if "indicators" in values:
        codes = {one.code for one in values["indicators"]}
        counted = [one for one in values["indicator_values"] if one.indicator in codes]
        values |= {"indicator_values": counted}
    return values


def _fitting(name: str, key: str) -> dict[str, st.SearchStrategy]:
    """Return the fields in which a record has to fit itself or the others."""
    match name:
        case "Relationship":
            other = KEYS[(KEYS.index(key) + 1) % len(KEYS)]
            fields = {"home_end": st.just(key), "partner": st.just(other)}
        case "Difference" | "OpenQuestion":
            fields = {"relationship": st.just(key), "entry": st.none(), "city": st.none()}
        case "Participation" | "CommitmentReview":
            fields = {"words": st.builds(Words, en=TEXTS.map(lambda text: f"x{text}"))}
        case "Indicator":
            words = st.builds(Words, en=TEXTS.map(lambda text: f"x{text}"))
            fields = {"code": st.sampled_from(KEYS), "name": words}
        case "IndicatorValue":
            fields = {"indicator": st.sampled_from(KEYS)}
        case "Procedure":
            fields = {"steps": st.tuples(*(_row(Step, step) for step in KEYS)).map(list)}
        case "Step":
            fields = {"links": st.just([])}  # a step may not bear on itself
        case _:
            fields = {"links": _links(key)} if key in ENTRY_KEYS else {}
    return fields


def _links(key: str) -> st.SearchStrategy[list[EntryLink]]:
    others = [other for other in ENTRY_KEYS if other != key]
    kinds = st.sampled_from(list(Link.Kind))
    link = st.builds(EntryLink, kind=kinds, to=st.sampled_from(others))
    return st.lists(link, max_size=2).map(_distinct)


def _value(slot: Slot) -> st.SearchStrategy[Any]:
    made = _MADE[slot.role](slot)
    if slot.required and slot.role == "text":
        return made.filter(bool)
    if slot.role in ("keys", "rows") or slot.required:
        return made
    return st.one_of(st.just(slot.default), made)


_MADE: dict[Role, Callable[[Slot], st.SearchStrategy[Any]]] = {
    "text": lambda slot: SHORT,
    "words": lambda slot: st.builds(Words, fa=TEXTS, en=TEXTS, zh=TEXTS),
    "choice": lambda slot: st.sampled_from(list(slot.type)),
    "key": lambda slot: st.sampled_from(_targets(slot.noun)),
    "keys": lambda slot: st.lists(st.sampled_from(_targets(slot.noun)), unique=True, max_size=2),
    "rows": lambda slot: st.lists(_row(slot.type), max_size=2).map(_distinct),
    "date": lambda slot: st.sampled_from(DATES),
    "number": lambda slot: st.integers(0, 9),
    "flag": lambda slot: st.booleans(),
    "day": lambda slot: st.dates(),
}


def _targets(noun: str) -> list[str]:
    return {"entries": ENTRY_KEYS, "steps": STEPS}.get(noun, list(KEYS))


def _distinct(rows: list[Row]) -> list[Row]:
    """Drop rows that agree in what may stand once: texts of aliases, what is named, how."""
    names = ["key", "text", "language", "area", "layer", "source", "about", "kind", "to", "value"]
    if isinstance(next(iter(rows), None), Indicator | IndicatorValue):
        names = ["code", "indicator", "on"]
    found = {tuple(str(getattr(row, name, "")) for name in names): row for row in rows}
    return list(found.values())
