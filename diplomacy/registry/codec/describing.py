"""The tables of docs/register-format.md, made from the Structs so that they cannot fall behind."""

from collections.abc import Iterator

from django.db import models
from django.utils import translation

from diplomacy.registry.models import Agreement
from diplomacy.registry.models.words import Words as WordsColumns

from .entry_structs import Entry
from .parts import Row
from .shape import ENTRY_NOUNS, Slot, rows_table, slots
from .structs import NOUNS

_HOLDS = {
    "text": "text",
    "flag": "true or false",
    "day": "day, as 2024-09-25",
    "date": "partial date",
    "words": "words",
}
_HEAD = "| field | holds | without it | meaning |\n| --- | --- | --- | --- |"


def format_tables() -> str:
    """Return the tables of all nouns, of what entries share, and of all rows, as Markdown."""
    with translation.override("en"):
        return "\n\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    shared = {slot.name for slot in slots(Entry)}
    rows: dict[type[Row], type[models.Model]] = {}
    for noun, (struct, model) in NOUNS.items():
        if noun == ENTRY_NOUNS[0]:
            yield "### Every entry\n\n" + _table(slots(Entry), Agreement)
            _gather(rows, slots(Entry), Agreement)
        is_entry = noun in ENTRY_NOUNS
        own = [slot for slot in slots(struct) if not (is_entry and slot.name in shared)]
        text = "All fields of every entry, and:\n\n" if is_entry else ""
        yield f"### `{noun}`\n\n{text}" + _table(own, model)
        _gather(rows, own, model)
    for struct, model in rows.items():
        yield f"### Rows: {struct.__name__}\n\n" + _table(slots(struct), model)


def _gather(
    rows: dict[type[Row], type[models.Model]],
    fields: list[Slot] | tuple[Slot, ...],
    model: type[models.Model],
) -> None:
    """Add the rows that a record has, and theirs, each once."""
    for slot in fields:
        if slot.role == "rows":
            table, _ = rows_table(model, slot)
            rows.setdefault(slot.type, table)
            _gather(rows, slots(slot.type), table)


def _table(fields: list[Slot] | tuple[Slot, ...], model: type[models.Model]) -> str:
    lines = (
        f"| `{slot.name}` | {_holds(slot)} | {_without(slot)} | {meaning(slot, model)} |"
        for slot in fields
    )
    return "\n".join([_HEAD, *lines])


def _holds(slot: Slot) -> str:
    match slot.role:
        case "choice":
            return ", ".join(f"`{one.value}`" for one in slot.type)
        case "key":
            return f"key of `{slot.noun}`" + (" of this procedure" if slot.here else "")
        case "keys":
            return f"list of keys of `{slot.noun}`"
        case "rows":
            return f"list of {slot.type.__name__}"
        case "number":
            return "whole number" if slot.type is int else "number"
    return _HOLDS[slot.role]


def _without(slot: Slot) -> str:
    if slot.required:
        return "**refused**"
    if slot.role == "choice" and slot.default is not None:
        return f"`{slot.default.value}`"
    if slot.role == "flag" and slot.default is not None:
        return str(slot.default).lower()
    return "0" if slot.role == "number" and slot.default == 0 else ""


def meaning(slot: Slot, model: type[models.Model]) -> str:
    """Return what a field means, in the language of the page: its label, and its help."""
    if slot.role in ("rows", "keys"):
        table, _ = rows_table(model, slot)
        return str(table._meta.verbose_name_plural)
    if slot.role == "words":
        words: WordsColumns = getattr(model, slot.name)
        column = words.columns["en"]
        label = str(column.verbose_name).removesuffix(" (English)")
    else:
        column = model._meta.get_field(slot.name)
        label = str(column.verbose_name)
    return ". ".join(filter(None, (label, str(column.help_text)))).replace("|", "\\|")
