"""The tables of docs/open-data.md, made from the shapes so that they cannot fall behind."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from django.db import models
from django.utils.translation import override
from msgspec import Struct, inspect

from diplomacy.registry.codec import rows_table
from diplomacy.registry.codec.parts import Row
from diplomacy.registry.models.words import TAGS
from diplomacy.registry.queries.standing import Activity, Certainty, Stage

from .api_lists import API_LISTS
from .asking import Parameter
from .bundle.tables import tables
from .downloads import DOWNLOADS
from .faults import Fault
from .flat import columns
from .objects import NOUNS, TIMELINE, Noun
from .shapes import open_slots
from .standing import Standing
from .values import Date, Licence, Named, SourceOf, Text
from .views.index import Index, ListOf, Publisher
from .views.lists import Links, answer_shape

Line = tuple[str, ...]

_VALUES = (Text, Date, Named, SourceOf, Licence)
_PLAIN = {
    inspect.StrType: "text",
    inspect.IntType: "whole number",
    inspect.FloatType: "number",
    inspect.DecimalType: "number, written as text",
    inspect.BoolType: "`true` or `false`",
    inspect.DateType: "day, as `2024-09-25`",
}
_FIELDS = ("field", "holds", "meaning")
_COLUMNS = ("column", "meaning")
_ASKED = ("parameter", "meaning")
PAGE_OF_A_LIST = "The page of a list"
_NOUNS = (*NOUNS.values(), TIMELINE)


def format_tables() -> str:
    """Return every object, value and row, every code, and every column of the tables."""
    with override("en"):
        return "\n\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    yield "## The lists and their parameters"
    yield from _parameters()
    yield "## The answers, field by field"
    yield from map(_struct, (Index, Publisher, ListOf))
    yield _struct(answer_shape(API_LISTS["ties"]), PAGE_OF_A_LIST, "Here of ties; likewise of all.")
    yield from map(_struct, (Links, Fault))
    yield "## The objects, field by field"
    yield from _objects()
    yield "## The values, field by field"
    yield from (_struct(shape) for shape in (*_VALUES, *_within(Standing)))
    yield "## The rows within objects, field by field"
    yield from (_struct(shape) for shape in _rows())
    yield "## The codes"
    yield from _codes()
    yield "## The columns of CSV and XLSX"
    yield from _columns()
    yield "## The tables of the bundle"
    yield from _bundle()


def _parameters() -> Iterator[str]:
    """Yield what may be asked of every list, and of each."""
    asked = {name: [_asked(one) for one in each.parameters] for name, each in DOWNLOADS.items()}
    every = _common(list(asked.values()))
    paging = "Files have all of these but `limit`, `after` and `before`."
    yield f"### Every list\n\n{paging}\n\n{_table(_ASKED, every)}"
    for name, lines in asked.items():
        own = [line for line in lines if line not in every]
        more = f"And:\n\n{_table(_ASKED, own)}" if own else "Nothing more."
        where = (
            f"`/api/v1/{name}/`" if name in API_LISTS else f"Only as a file, `/api/v1/{name}.csv`"
        )
        yield f"### The list `{name}`\n\n{where}: those of every list. {more}"


def _asked(one: Parameter) -> Line:
    return f"`{one.name}`", one.about


def _objects() -> Iterator[str]:
    yield from _of_nouns(_FIELDS, _field_lines, "### Every object", "### Every entry", "### `{}`")


def _columns() -> Iterator[str]:
    yield from _of_nouns(
        _COLUMNS,
        _column_lines,
        "### Columns of every object",
        "### Columns of every entry",
        "### Columns of `{}`",
    )


def _bundle() -> Iterator[str]:
    for table in tables().values():
        lines = [(f"`{one.name}`", one.meaning) for one in table.columns]
        yield f"### `{table.path}`\n\n{table.title}.\n\n{_table(_COLUMNS, lines)}"


def _of_nouns(
    head: Line, lines_of: Callable[[Noun], list[Line]], every: str, every_entry: str, each: str
) -> Iterator[str]:
    """Yield what all have, what all entries have besides, and what only one noun has."""
    entries = [noun for noun in NOUNS.values() if noun.is_entry]
    around = _common([lines_of(noun) for noun in _NOUNS])
    shared = [one for one in _common([lines_of(noun) for noun in entries]) if one not in around]
    yield f"{every}\n\n{_table(head, around)}"
    for noun in _NOUNS:
        if noun == entries[0]:
            yield f"{every_entry}\n\nAll of every object, and:\n\n{_table(head, shared)}"
        full = noun in entries  # the timeline tells entries in short
        known = [*around, *shared] if full else around
        own = [one for one in lines_of(noun) if one not in known]
        more = "All of every entry, and:" if full else "All of every object, and:"
        yield f"{each.format(noun.name)}\n\n{more}\n\n{_table(head, own)}"


def _common(all_lines: list[list[Line]]) -> list[Line]:
    first, *others = all_lines
    return [line for line in first if all(line in lines for lines in others)]


def _field_lines(noun: Noun) -> list[Line]:
    return [_line(field) for field in inspect.type_info(noun.shape).fields]


def _column_lines(noun: Noun) -> list[Line]:
    return [(f"`{one.name}`", one.description) for one in columns(noun)]


def _struct(shape: type[Struct], name: str = "", about: str = "") -> str:
    if shape.__module__.startswith("diplomacy."):  # written, and so with words of its own
        about = about or (shape.__doc__ or "").strip().partition("\n")[0]
    said = f"{about}\n\n" if about else ""
    lines = map(_line, inspect.type_info(shape).fields)
    return f"### {name or shape.__name__}\n\n{said}{_table(_FIELDS, lines)}"


def _line(field: inspect.Field) -> Line:
    """Return a field, what it holds and what it means."""
    kind, said = field.type, ""
    if isinstance(kind, inspect.Metadata):
        said = (kind.extra_json_schema or {}).get("description", "")
    return f"`{field.encode_name}`", _holds(kind), said


def _table(head: Line, lines: Iterable[Line]) -> str:
    rows = (head, ("---",) * len(head), *lines)
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _holds(kind: inspect.Type) -> str:
    kind = _without_meta(kind)
    match kind:
        case inspect.UnionType():
            (one,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
            said = f"{_holds(one)}, or null"
        case inspect.ListType():
            said = f"list of {_holds(kind.item_type)}"
        case inspect.StructType():
            said = _link(kind.cls.__name__)
        case inspect.LiteralType():
            said = _one_of(kind.values)
        case inspect.EnumType():
            said = _one_of([one.value for one in kind.cls])
        case _:
            said = _PLAIN[type(kind)]
    return said


def _without_meta(kind: inspect.Type) -> inspect.Type:
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    return kind


def _one_of(codes: Iterable[str]) -> str:
    """Return the codes, or where they stand with their words."""
    for name, choices in _choices().items():
        if set(codes) == set(choices.values):
            return f"code of {_link(name)}"
    return ", ".join(f"`{one}`" for one in codes)


def _link(name: str) -> str:
    name = next((noun.name for noun in _NOUNS if noun.shape.__name__ == name), name)
    return f"[{name}](#{name.lower().replace(' ', '-')})"


def _within(shape: type[Struct]) -> Iterator[type[Struct]]:
    """Yield a shape and the shapes that its fields are, without the values of every object."""
    yield shape
    for field in inspect.type_info(shape).fields:
        found = _without_meta(field.type)
        if isinstance(found, inspect.StructType) and found.cls not in _VALUES:
            yield from _within(found.cls)


def _rows() -> Iterator[type[Struct]]:
    """Yield the shape of each kind of row once."""
    found: dict[str, type[Struct]] = {}
    for noun in _NOUNS:
        _gather(found, noun.shape)
    yield from found.values()


def _gather(found: dict[str, type[Struct]], shape: type[Struct]) -> None:
    for field in inspect.type_info(shape).fields:
        kind = _without_meta(field.type)
        if isinstance(kind, inspect.ListType) and isinstance(kind.item_type, inspect.StructType):
            row = kind.item_type.cls
            if row not in _VALUES and row.__name__ not in found:
                found[row.__name__] = row
                _gather(found, row)


def _codes() -> Iterator[str]:
    """Yield every choice with its words in the three languages."""
    for name, choices in _choices().items():
        lines = [(f"`{one.value}`", *_in_each_language(one)) for one in choices]
        yield f"### {name}\n\n" + _table(("code", "English", "Persian", "Chinese"), lines)


def _in_each_language(one: models.TextChoices) -> Iterator[str]:
    for code in ("en", "fa", "zh"):
        with override(TAGS[code]):
            yield str(one.label)


@cache
def _choices() -> dict[str, type[models.TextChoices]]:
    """Return the choices of all fields, by how the document calls them."""
    found: dict[str, type[models.TextChoices]] = {}
    for noun in _NOUNS:
        _gather_choices(found, noun.struct, noun.model)
    return found | {"Stage": Stage, "Activity": Activity, "Certainty": Certainty}


def _gather_choices(found: dict, struct: type[Row], model: type[models.Model]) -> None:
    for slot in open_slots(struct):
        if slot.role == "choice":
            found.setdefault(slot.type.__qualname__.replace(".", " "), slot.type)
        elif slot.role == "rows":
            _gather_choices(found, slot.type, rows_table(model, slot)[0])
