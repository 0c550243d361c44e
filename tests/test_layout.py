"""The code keeps to the measures that make it readable."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    file.relative_to(ROOT)
    for place in ("diplomacy", "tests")
    for file in sorted((ROOT / place).rglob("*.py"))
    if "migrations" not in file.parts
] + [Path("run.py"), Path("manage.py")]

# Names that say nothing about what a module does.
EMPTY_NAMES = {"utils", "helpers", "services", "common", "misc", "signals"}


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_has_300_lines_at_most_and_a_function_50(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ]
    assert long == []


@pytest.mark.parametrize("file", FILES, ids=str)
def test_an_import_stands_outside_functions(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    inside = [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_a_module_is_named_after_what_it_does():
    assert {file.stem for file in FILES} & EMPTY_NAMES == set()
