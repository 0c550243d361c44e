"""Register files as Structs: every fault found is named with its file, line, record and field."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from msgspec import Struct, field

from diplomacy.calendars import DateError, PartialDate
from diplomacy.registry.models import Entry, Relationship
from diplomacy.registry.models.base import Publishable, key_validator

from .nodes import Fault, Mapping, Node, RegisterFaults, Scalar, Sequence, line_of, read_nodes
from .parts import Record, Row, Words
from .shape import ENTRY_NOUNS, Slot, slots
from .structs import NOUNS

# Of which a file may say since when the public can read them, each under the name of its keys.
FIRST_PUBLISHED: dict[str, type[Publishable]] = {"ties": Relationship, "entries": Entry}

_EXPECTED = {
    "number": "Write a number in Latin digits",
    "flag": "Write true or false",
    "day": "Write a day, such as 2024-09-25",
}


class Placed(Struct, frozen=True):
    """A record of a register file and where it stands there."""

    noun: str
    struct: Record
    file: str
    node: Mapping

    @property
    def name(self) -> tuple[str, str]:
        """The namespace and the key: kinds of entry share one."""
        return namespace(self.noun), self.struct.key

    def fault(self, path: tuple[str | int, ...], reason: str) -> Fault:
        where = f"{self.noun} {self.struct.key}" + (f", {_dotted(path)}" if path else "")
        return Fault(self.file, line_of(self.node, path), reason, where)


class Register(Struct):
    """What the files hold, by noun, in the order of the files.

    `first_published` says of ties and entries, by namespace and key, since when the public can
    read them, if that is known; its order is that in which they were recorded.
    """

    records: dict[str, list[Placed]] = field(default_factory=lambda: {noun: [] for noun in NOUNS})
    first_published: dict[tuple[str, str], datetime | None] = field(default_factory=dict)

    def __iter__(self):
        for noun in NOUNS:
            yield from self.records[noun]


def namespace(noun: str) -> str:
    """Return the noun under which a key is unique."""
    return "entries" if noun in ENTRY_NOUNS else noun


def read_register(paths: Iterable[Path]) -> Register:
    """Return what the folders (their *.yaml files) and files hold. Raises RegisterFaults."""
    register, faults = Register(), []
    for path in _files(paths, faults):
        node, found = read_nodes(path, str(path))
        faults += found
        reader = _Reader(str(path))
        for placed in reader.records(node) if node else ():
            register.records[placed.noun].append(placed)
        register.first_published |= reader.first_published
        faults += reader.faults
    faults += _repeated(register)
    if faults:
        raise RegisterFaults(faults)
    return register


def _files(paths: Iterable[Path], faults: list[Fault]) -> list[Path]:
    files = []
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not found:
            faults.append(Fault(str(path), 0, "No file here is named *.yaml."))
        files += [file for file in found if file not in files]
    return files


def _repeated(register: Register) -> Iterable[Fault]:
    first: dict[tuple[str, str], Placed] = {}
    for placed in register:
        other = first.setdefault(placed.name, placed)
        if other is not placed:
            at = f"{other.file}:{other.node.line}"
            yield placed.fault(("key",), f"The key stands already at {at}. Rename or remove one.")


class _Reader:
    """Reads the nodes of one file, collecting faults instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.where = ""
        self.faults: list[Fault] = []
        self.first_published: dict[tuple[str, str], datetime | None] = {}

    def records(self, root: Node) -> Iterable[Placed]:
        if not isinstance(root, Mapping):
            self._fault(root.line, (), f"Begin with a noun and a colon: {', '.join(NOUNS)}.")
            return
        for noun, listed in root.items.items():
            if noun == "first_published":
                self._first_published(listed)
            elif noun not in NOUNS:
                reason = f"There is no noun “{noun}”. {_meant(noun, NOUNS)}"
                self._fault(root.lines[noun], (), reason)
            elif isinstance(listed, Sequence):
                for node in listed.items:
                    yield from self._record(noun, node)
            elif not (isinstance(listed, Scalar) and listed.is_null):
                self._fault(listed.line, (), f"Write a list of {noun}, each with “- key:”.")

    def _first_published(self, node: Node) -> None:
        """Note since when ties and entries are public, in their order."""
        listed = node.items.items() if isinstance(node, Mapping) else ()
        if not isinstance(node, Mapping):
            self._fault(node.line, (), f"Write a mapping of: {', '.join(FIRST_PUBLISHED)}.")
        for noun, moments in listed:
            path = ("first_published", noun)
            if noun not in FIRST_PUBLISHED or not isinstance(moments, Mapping):
                reason = f"Write a mapping of keys and times for: {', '.join(FIRST_PUBLISHED)}."
                self._fault(moments.line, path, reason)
                continue
            for key, moment in moments.items.items():
                try:
                    self.first_published[noun, key] = _moment(moment)
                except ValueError as error:
                    self._fault(moment.line, (*path, key), str(error))

    def _record(self, noun: str, node: Node) -> Iterable[Placed]:
        key = node.items.get("key") if isinstance(node, Mapping) else None
        self.where = f"{noun} {key.text}" if isinstance(key, Scalar) else noun
        struct = self._row(NOUNS[noun][0], node, ())
        if struct is not None:
            yield Placed(noun, struct, self.file, node)
        self.where = ""

    def _row(self, struct: type[Row], node: Node, path: tuple) -> Row | None:
        if not isinstance(node, Mapping):
            fields = ", ".join(slot.name for slot in slots(struct))
            self._fault(node.line, path, f"Write a mapping with some of: {fields}.")
            return None
        before, known = len(self.faults), {slot.name: slot for slot in slots(struct)}
        for name in node.items.keys() - known.keys():
            reason = f"There is no such field. {_meant(name, known)}"
            self._fault(node.lines[name], (*path, name), reason)
        values = {}
        for name, slot in known.items():
            item = node.items.get(name)
            if item is None or (isinstance(item, Scalar) and item.is_null):
                if slot.required:
                    self._fault(node.line, (*path, name), "It is missing. Add it.")
            else:
                values[name] = self._value(slot, item, (*path, name))
        return struct(**values) if len(self.faults) == before else None

    def _value(self, slot: Slot, node: Node, path: tuple) -> Any:
        if slot.role == "words":
            return self._row(Words, node, path)
        if slot.role in ("rows", "keys"):
            return self._list(slot, node, path)
        if not isinstance(node, Scalar):
            return self._fault(node.line, path, "Write one value here, not a list or a mapping.")
        if not node.text and slot.optional:
            return None
        try:
            return self._scalar(slot, node.text)
        except (ValueError, ValidationError) as error:  # DateError and msgspec's are ValueErrors
            reason = error.message if isinstance(error, ValidationError) else error
            return self._fault(node.line, path, str(reason))

    def _list(self, slot: Slot, node: Node, path: tuple) -> list:
        if not isinstance(node, Sequence):
            self._fault(node.line, path, "Write a list here, each item after “- ”.")
            return []
        if slot.role == "rows":
            return [self._row(slot.type, item, (*path, i)) for i, item in enumerate(node.items)]
        if not all(isinstance(item, Scalar) and item.text for item in node.items):
            self._fault(node.line, path, f"Write a list of keys of {slot.noun}.")
            return []
        return [item.text for item in node.items]

    def _scalar(self, slot: Slot, text: str) -> Any:
        match slot.role:
            case "text":
                if slot.name == "key":
                    key_validator(text)
                return text
            case "key":
                return text
            case "choice":
                return _choice(slot, text)
            case "date":
                return _date(text)
        return _plain(slot, text)

    def _fault(self, line: int, path: tuple, reason: str) -> None:
        where = ", ".join(filter(None, (self.where, _dotted(path))))
        self.faults.append(Fault(self.file, line, reason, where))


def _plain(slot: Slot, text: str) -> Any:
    """Return a number, a flag or a day."""
    with suppress(msgspec.ValidationError):
        value = msgspec.convert(text, slot.type, strict=False)
        if slot.role != "number" or isfinite(value):
            return value
    raise ValueError(f"“{text}” does not fit. {_EXPECTED[slot.role]}.")


def _moment(node: Node) -> datetime | None:
    """Return a time with its zone, or None where nothing is written."""
    if not isinstance(node, Scalar):
        raise ValueError("Write one value here, not a list or a mapping.")
    if not node.text or node.is_null:
        return None
    with suppress(ValueError):
        moment = datetime.fromisoformat(node.text)
        if moment.tzinfo:
            return moment
    raise ValueError(f"“{node.text}” does not fit. Write a time, such as 2024-09-25T12:30+03:30.")


def _choice(slot: Slot, text: str) -> Any:
    values = [one.value for one in slot.type]
    if text not in values:
        raise ValueError(f"“{text}” is not a choice. Choose one of: {', '.join(values)}.")
    return slot.type(text)


def _date(text: str) -> str:
    try:
        return PartialDate.parse(text).text
    except DateError as error:
        raise ValueError(f"{error} Empty means unknown.") from error


def _dotted(path: tuple[str | int, ...]) -> str:
    """Return a path for people: rows count from 1, as in "citations 2 source"."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _meant(name: str, known: Iterable[str]) -> str:
    """Return what to write instead: the nearest known name, or all of them."""
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean “{near[0]}”?" if near else f"Choose one of: {', '.join(known)}."
