"""No text from outside is part of a statement, names a lookup or is a pattern."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests import builders

PACKAGE = settings.BASE_DIR / "diplomacy"


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def said(node: ast.AST) -> str:
    return ast.unparse(node)


def test_no_call_takes_its_names_from_a_request():
    for name, tree in trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for given in (one.value for one in call.keywords if one.arg is None):
                outside = re.search(r"\.(GET|POST|headers|COOKIES)(\.dict\(\))?$", said(given))
                assert not outside, (name, call.lineno, said(call))


def test_no_lookup_is_a_pattern_of_regular_expressions():
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg:
                assert not node.arg.endswith(("__regex", "__iregex")), (name, node.value.lineno)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"\w__i?regex$", node.value), (name, node.lineno)


def test_a_pattern_is_never_made_of_what_somebody_sent():
    """`re` is given literals, or parts that are escaped or come from a table of ours."""
    found = []
    for name, tree in trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            of_re = isinstance(call.func, ast.Attribute) and said(call.func.value) == "re"
            if not of_re or call.func.attr == "escape" or not call.args:
                continue
            if any(part in said(call.args[0]) for part in ("request", "GET", "POST")):
                found.append((name, call.lineno))
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["'", '"', "%", "_", "\\", "%_\\", "' OR '1'='1", "); --", "$$", "{0}", "%s"]
)
def test_signs_of_statements_and_of_patterns_find_what_holds_them_and_nothing_else(client, typed):
    tie = builders.tie()
    builders.event(tie.partner, title_en="Plain words", key="plain")
    letters = " ".join(re.findall(r"[a-zA-Z0-9]+", typed))
    listed = client.get("/api/v1/sources/", {"words": typed}).json()["items"]
    assert listed == client.get("/api/v1/sources/", {"words": letters or typed * 2}).json()["items"]
    assert b"Plain words" not in client.get("/en/search/", {"q": f"{typed}zq"}).content
