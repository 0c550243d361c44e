"""YAML as nodes that know their line: every value stays text, nothing is guessed or executed."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from diplomacy.later import Package

yaml = Package("yaml")

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 12  # a register file needs 7: noun, record, rows, row, rows, row, words

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")  # all but tab and line break
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Fault(Struct, frozen=True):
    """What is wrong at a place of a file, and what to do about it."""

    file: str
    line: int
    reason: str
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, (place, self.where, self.reason)))


class RegisterFaults(Exception):
    """A register file that cannot be loaded; `faults` are all that were found, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class Scalar(Struct):
    line: int
    text: str
    is_null: bool = False


class Sequence(Struct):
    line: int
    items: list["Node"] = field(default_factory=list)


class Mapping(Struct):
    line: int
    items: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # of the keys


Node = Scalar | Sequence | Mapping


def line_of(node: Node, path: tuple[str | int, ...]) -> int:
    """Return the line of the value at `path` below `node`, or of the nearest thing above it."""
    line = node.line
    for step in path:
        if isinstance(node, Mapping) and step in node.items:
            line, node = node.lines[step], node.items[step]
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            line = node.line
    return line


def read_nodes(path: Path, name: str) -> tuple[Node | None, list[Fault]]:
    """Return what a file holds and the faults of its form; `name` is what faults call it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            size = MAX_BYTES // 1024 // 1024
            return None, [Fault(name, 0, f"It is larger than {size} MB. Split it.")]
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Fault(name, 0, f"Byte {error.start} is not UTF-8. Save it as UTF-8.")]
    except OSError as error:
        return None, [Fault(name, 0, f"It cannot be read: {error.strerror}.")]
    return _Builder(name).build(text)


class _Refused(Exception):
    """A construct after which reading on makes no sense."""


class _Builder:
    """Builds nodes from YAML's events, so that no construct is expanded before it is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.stack: list[Sequence | Mapping] = []
        self.pending: list[tuple[str, int] | None] = []  # the key that waits for its value
        self.root: Node | None = None

    def build(self, text: str) -> tuple[Node | None, list[Fault]]:
        documents = 0
        try:
            for event in yaml.parse(text, Loader=_loader()):
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents > 1:
                    raise _Refused("A second document begins here. Use one per file.")
                self._take(event)
        except _Refused as refused:
            self._fault(event.start_mark.line + 1, str(refused))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._fault(mark.line + 1 if mark else 0, f"This is not YAML: {error.problem}.")
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self._fault(line, "A control character stands here. Remove it.")
        return (None if self.faults and not self.root else self.root), self.faults

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("Anchors (&) and aliases (*) are not used here. Write it out.")
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.pending.pop()
            return
        if not isinstance(event, yaml.NodeEvent):
            return
        if event.tag:
            raise _Refused(f"The tag {event.tag} is not used here. Remove it.")
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            if _CONTROL.search(event.value):
                raise _Refused("A control character stands here. Remove it.")
            is_plain = event.implicit[0]
            self._add(Scalar(line, event.value.strip(), is_plain and event.value in _NULLS))
            return
        node = (Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping)(line)
        self._add(node)
        self.stack.append(node)
        self.pending.append(None)
        if len(self.stack) > MAX_DEPTH:
            raise _Refused("It is nested too deeply.")

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self.pending[-1] is None:
            self._begin_pair(parent, node)
        else:
            name, line = self.pending[-1]
            self.pending[-1] = None
            if name not in parent.items:
                parent.items[name], parent.lines[name] = node, line

    def _begin_pair(self, parent: Mapping, node: Node) -> None:
        if not isinstance(node, Scalar):
            raise _Refused("A name is expected before the colon, not a list or a mapping.")
        if node.text in parent.items:
            first = parent.lines[node.text]
            self._fault(node.line, f"“{node.text}” stands already in line {first}. Keep one.")
        self.pending[-1] = (node.text, node.line)

    def _fault(self, line: int, reason: str) -> None:
        self.faults.append(Fault(self.name, line, reason))


@cache
def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is built
