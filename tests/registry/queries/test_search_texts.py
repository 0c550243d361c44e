"""The stored texts that the search reads: who reads them, and that they never drift."""

import ast
from pathlib import Path

import pytest

import diplomacy
from diplomacy.registry.models import Document
from tests import builders
from tests.registry.queries.searched import entry_keys

pytestmark = pytest.mark.django_db


def test_one_module_alone_reads_the_search_texts():
    root = Path(diplomacy.__file__).parent
    readers = set()
    for path in root.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if _reads_search(node):
                readers.add(path.relative_to(root).as_posix())
    assert readers == {"registry/models/searching.py"}


def _reads_search(node: ast.AST) -> bool:
    """Whether a condition or an expression names the column."""
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        conditions = {"filter", "exclude", "get", "Q", "When", "annotate", "order_by"}
        if called in conditions and any(_is_column(one.arg or "") for one in node.keywords):
            return True
        if called == "F" and any(getattr(one, "value", "") == "search" for one in node.args):
            return True
    return isinstance(node, ast.Constant) and "__search" in str(node.value)


def _is_column(name: str) -> bool:
    return name == "search" or name.startswith("search__") or "__search" in name


def test_the_title_of_a_document_finds_its_entry_while_readers_may_open_it(far):
    entry = builders.event(far.partner, key="meeting")
    file = builders.upload(content=builders.PDF)
    paper = Document.objects.create(
        entry=entry.entry_ptr, kind="report", file=file, title_fa="صورت\u200cجلسه", access="public"
    )
    assert entry_keys("صورتجلسه") == {"meeting"}
    entry.save()
    assert entry_keys("صورت جلسه") == {"meeting"}
    for access, keys in (("staff", set()), ("public", {"meeting"}), ("restricted", set())):
        paper.access = access
        paper.save()
        assert entry_keys("صورتجلسه") == keys
    paper.access = "public"
    paper.save()
    paper.delete()
    assert entry_keys("صورتجلسه") == set()
