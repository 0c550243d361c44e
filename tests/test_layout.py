"""The code keeps to the measures that make it readable."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    file.relative_to(ROOT)
    for place in ("diplomacy", "tests")
    for file in sorted((ROOT / place).rglob("*.py"))
    if "migrations" not in file.parts
] + [Path("run.py"), Path("manage.py")]

# Names that say nothing about what a module does.
EMPTY_NAMES = {"utils", "helpers", "services", "common", "misc", "signals"}


def functions(file: Path) -> list[ast.FunctionDef]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_no_file_has_more_than_300_lines():
    lines = {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert [f"{file}: {count}" for file, count in lines.items() if count > 300] == []


def test_no_function_has_more_than_50_lines():
    long = [
        f"{file}: {function.name}"
        for file in FILES
        for function in functions(file)
        if function.end_lineno - function.lineno >= 50
    ]
    assert long == []


def test_no_function_imports():
    inside = [
        f"{file}:{node.lineno}"
        for file in FILES
        for function in functions(file)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_a_module_is_named_after_what_it_does():
    assert {file.stem for file in FILES} & EMPTY_NAMES == set()
