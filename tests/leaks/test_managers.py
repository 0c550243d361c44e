"""What is public asks for what is published: a rule about the code, with its exceptions."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PACKAGE = settings.BASE_DIR / "diplomacy"
PUBLIC = ("public", "opendata")
# Everything that stands in a table, by a way that no `published()` narrows.
ALL_ROWS = {"_base_manager", "_default_manager", "history", "raw", "cursor"}
NARROWED = {"published", "home", "shown_or_former"}

# File → what it asks for by another first step, and why that shows nothing hidden.
EXCEPTIONS = {
    "public/views/entries.py": ["filter"],  # of one kind; `shown_or_former` follows
    # Withdrawn ties, whose address says so; ties with their partner, `shown_or_former` follows.
    "public/views/permanent.py": ["filter", "select_related"],
    "public/views/oembed.py": ["by_former_key"],  # whether the new address shows is asked there
    "public/corrections.py": ["create", "filter", "filter"],  # by a secret of its sender
    "opendata/objects.py": ["filter"],  # the days of notes on records that are public
    "opendata/views/objects.py": ["", ""],  # the manager itself; `shown_or_former` follows
    "opendata/views/index.py": ["first"],  # the name of the site
    "opendata/bundle/describing.py": ["filter"],  # the home city, on every page by its name
}
KNOWN = {
    "opendata/bundle/making.py": "cursor",  # sets the isolation of the transaction
    "registry/queries/drafts.py": "history",  # of staff: whose draft it is
    # Which cities and bodies hold a word: what is hidden of these is left out with the entries.
    "registry/queries/sought.py": "_base_manager",
    "registry/queries/along.py": "_default_manager",  # rows that come along with given records
    "registry/queries/nouns.py": "_default_manager",  # those whose keys were found among the public
    # What querysets of the public were compiled to; each arm of `newest` begins with these.
    "registry/queries/outlines.py": "cursor",
    "registry/queries/open_bundle.py": "history",  # counts who was blanked, and says nothing else
}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (PACKAGE / folder).rglob("*.py")


def first_steps(tree: ast.AST) -> Iterator[str]:
    """Yield the method that follows each `.objects`, "" where none does."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            above = parents.get(node)
            yield above.attr if isinstance(above, ast.Attribute) else ""


def test_public_modules_ask_for_what_is_published():
    found: dict[str, list[str]] = {}
    for path in modules(*PUBLIC):
        for step in first_steps(ast.parse(path.read_text("utf-8"))):
            if step not in NARROWED:
                found.setdefault(path.relative_to(PACKAGE).as_posix(), []).append(step)
    assert {name: sorted(steps) for name, steps in found.items()} == EXCEPTIONS


def test_no_public_module_and_no_read_of_theirs_uses_what_holds_all_rows():
    found = {
        path.relative_to(PACKAGE).as_posix(): node.attr
        for path in modules(*PUBLIC, "registry/queries", "registry/filters")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ALL_ROWS
    }
    assert found == KNOWN
