"""The results as tables: on the screen, and in docs/performance.md between two marks."""

from pathlib import Path
from typing import Any

from .goals import ELSEWHERE, is_quiet, judged

BEGIN, END = "<!-- begin: written by the command -->", "<!-- end: written by the command -->"


def tables(results: dict[str, Any]) -> str:
    """Return all of it in Markdown, which can be read as it is."""
    parts = [_machine(results["machine"]), _goals(results)]
    for engine, found in results["engines"].items():
        for rows, size in found["sizes"].items():
            parts += [f"### {engine}, {int(rows):,} entries", _pages(size, found["growth"])]
            parts += [_hostile(size), _weights(size)]
    return "\n\n".join(part for part in parts if part) + "\n"


def lacks_marks(text: str) -> bool:
    return END not in text.partition(BEGIN)[2]


def write(file: Path, results: dict[str, Any]) -> None:
    """Put the tables between the marks of the file. Raises ValueError where there are none."""
    text = file.read_text("utf-8")
    if lacks_marks(text):
        raise ValueError(f"{file} lacks the marks {BEGIN} and {END}.")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    file.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n{END}{after}", "utf-8")


def table(head: list[str], rows: list[list[Any]]) -> str:
    """Return a table of Markdown, its columns as wide as what is in them."""
    cells = [head, *([_cell(one) for one in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}" if isinstance(value, float) else str(value).replace("|", "/")


def _machine(machine: dict[str, Any]) -> str:
    return (
        f"{machine['day']}, commit {machine['commit']}."
        f" {machine['processors']} × {machine['processor']}, {machine['memory_gb']} GB,"
        f" load {machine['load']}; {machine['system']}, Python {machine['python']},"
        f" Django {machine['django']}."
    )


def _goals(results: dict[str, Any]) -> str:
    noise = ", ".join(f"{name} {_noise(one['noise'])}" for name, one in results["engines"].items())
    rows = [
        [one.goal, one.measure, one.engine, one.found, one.limit, one.verdict]
        for one in judged(results)
    ]
    head = ["goal", "measure", "database", "found", "goal is", "verdict"]
    elsewhere = "; ".join(f"{goal} {where}" for goal, where in ELSEWHERE.items())
    return f"Noise of the constant page: {noise}.\n\n{table(head, rows)}\n\nElsewhere: {elsewhere}."


def _noise(noise: float | None) -> str:
    if noise is None:
        return "not known from so few rounds"
    return f"{noise:.0%}" if is_quiet(noise) else f"{noise:.0%}: too noisy"


def _pages(size: dict[str, Any], growth: dict[str, float]) -> str:
    rows = [
        [
            page["name"],
            page["statements"],
            page["statements_kept"],
            page.get("fresh"),
            page.get("kept"),
            page.get("known"),
            page.get("ms"),
            growth.get(page["name"]),
            page["bytes"],
        ]
        for page in size["pages"]
    ]
    head = ["page", "statements", "kept", "fresh ÷", "kept ÷", "304 ÷", "ms", "growth", "bytes"]
    return table(head, rows)


def _hostile(size: dict[str, Any]) -> str:
    rows = [[one["name"], one["statements"], one["ratio"]] for one in size.get("hostile", [])]
    return table(["hostile request", "statements", "÷ tie page"], rows)


def _weights(size: dict[str, Any]) -> str:
    names = [
        "name",
        "html",
        "html_gzip",
        "first_view",
        "fonts",
        "requests",
        "scripts",
        "third_parties",
    ]
    head = ["page", "HTML", "gzip", "first view", "fonts", "requests", "scripts", "third parties"]
    return table(head, [[one[name] for name in names] for one in size.get("weights", [])])
