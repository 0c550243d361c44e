"""The stored texts that the search reads: who reads them, and that they never drift."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

import diplomacy
from diplomacy.registry.codec import NOUNS as CODEC_NOUNS
from diplomacy.registry.models import CityAlias, Document
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


def test_the_upgrade_writes_what_a_save_writes(far):
    for make in (builders.agreement, builders.delegation, builders.event):
        entry = make(far.partner, summary_en="Words", venue_fa="تالار")
        builders.took_part(entry, person=builders.person(), organisation=builders.organisation())
    builders.layer(far)
    builders.area(entry)
    builders.difference(far, why_en="Because")
    builders.question(far)
    CityAlias.objects.create(city=far.partner, text="Forvil")
    nouns = [model for _, model in CODEC_NOUNS.values()]
    saved = [dict(model.objects.values_list("pk", "search")) for model in nouns]
    for model in nouns:
        model._base_manager.update(search="")
    upgrade = "diplomacy.registry.migrations.0008_search_texts_tell_names_from_texts"
    import_module(upgrade).write_search_texts(apps, None)
    assert [dict(model.objects.values_list("pk", "search")) for model in nouns] == saved
