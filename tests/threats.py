"""The tables of docs/threats.md and of the threat model, and the tests that they name, not run."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "threats.md"
MODEL = ROOT / "docs" / "threat-model.md"
NAMED = re.compile(r"`(tests/[^`\s]+)`")


class Threat(NamedTuple):
    id: str
    what: str
    marks: frozenset[str]
    tests: tuple[str, ...]
    reason: str


def threats(path: Path = TABLE) -> list[Threat]:
    """Return the rows; a row of another shape than four cells is an error."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if re.match(r"\| [A-Z]+-\d\d \|", line):
            name, what, marks, proof = (cell.strip() for cell in line.strip("|").split(" | "))
            reason = NAMED.sub("", proof).strip(" ,;.")
            found.append(
                Threat(name, what, frozenset(re.findall(r"[^\s,]", marks)), named(proof), reason)
            )
    return found


def named(text: str) -> tuple[str, ...]:
    """Return every test, file of tests or benchmark that a text names."""
    return tuple(NAMED.findall(text))


@cache
def _slowness(path: Path) -> dict[str, bool]:
    """Return every test of a file, and whether it is in the slow set; data have none."""
    if path.suffix != ".py":
        return {}
    tree = ast.parse(path.read_text("utf-8"))
    whole = any(
        isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "pytestmark"
        and "mark.slow" in ast.unparse(node.value)
        for node in tree.body
    )
    return {
        node.name: whole or any("mark.slow" in ast.unparse(one) for one in node.decorator_list)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def exists(name: str) -> bool:
    path, _, function = name.partition("::")
    if not (ROOT / path).exists():
        return False
    return not function or function.rpartition("::")[2] in _slowness(ROOT / path)


def speeds(name: str) -> set[str]:
    """Return F and S as there are tests in what is named; nothing for a benchmark or a tool."""
    path, _, function = name.partition("::")
    files = sorted((ROOT / path).rglob("test_*.py")) if (ROOT / path).is_dir() else [ROOT / path]
    tests = [
        slow
        for file in files
        for test, slow in _slowness(file).items()
        if not function or test == function.rpartition("::")[2]
    ]
    return {"S" if slow else "F" for slow in tests}


class Promise(NamedTuple):
    """A row of the promises in docs/threat-model.md."""

    id: str
    what: str
    sure: str
    tests: tuple[str, ...]
    reason: str


def promises() -> list[Promise]:
    rows = re.findall(
        r"^\| (P\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", MODEL.read_text("utf-8"), re.MULTILINE
    )
    return [
        Promise(name, what, sure, named(proof), NAMED.sub("", proof))
        for name, what, sure, proof in rows
    ]
