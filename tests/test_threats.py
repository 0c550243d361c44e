"""Each thing that must not happen has the test that docs/threats.md names, or a reason why not."""

import re

import pytest
from django.urls import reverse

from tests.threats import MODEL, ROOT, Promise, Threat, exists, promises, speeds, threats

pytestmark = pytest.mark.once

# How many rows of each kind the catalogue of issue 9 has.
KINDS = {
    "LEAK": 13,
    "AUTHZ": 9,
    "INP": 12,
    "XSS": 4,
    "CSV": 2,
    "FILE": 7,
    "SESS": 5,
    "CSRF": 1,
    "REDIR": 1,
    "CLICK": 1,
    "HDR": 4,
    "HOST": 1,
    "CACHE": 4,
    "SSRF": 1,
    "LOG": 1,
    "DUR": 12,
    "IMP": 2,
    "MIG": 3,
    "BAK": 4,
    "OPS": 4,
    "DOS": 3,
    "SUP": 3,
}
EVERY_ID = [f"{kind}-{number:02}" for kind, last in KINDS.items() for number in range(1, last + 1)]
ROWS = threats()


def test_every_threat_stands_in_the_table_once():
    assert [row.id for row in ROWS] == EVERY_ID
    assert len(EVERY_ID) == 97


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_what_a_row_names_is_there_and_runs_when_its_mark_says(row: Threat):
    assert row.marks
    assert row.marks <= set("FSR–")
    assert [name for name in row.tests if not exists(name)] == []
    found = set().union(*(speeds(name) for name in row.tests))
    wanted = row.marks & {"F", "S"}
    assert wanted <= found, "a mark without a test that runs then"
    if wanted == {"S"}:
        assert found == {"S"}, "also tested in every run: the mark is F"
    if not wanted:
        assert row.marks in ({"R"}, {"–"})
        assert len(row.reason) > 40, "a reason is a sentence"


def test_the_promises_are_numbered_without_a_gap():
    assert [promise.id for promise in promises()] == [f"P{n + 1}" for n in range(len(promises()))]
    assert len(promises()) > 20


@pytest.mark.parametrize("promise", promises(), ids=[promise.id for promise in promises()])
def test_each_promise_has_its_tests_or_says_where_its_design_is_told(promise: Promise):
    assert [name for name in promise.tests if not exists(name)] == []
    if promise.sure == "tested":
        assert set().union(*map(speeds, promise.tests)), "nothing runs"
    else:
        assert promise.sure == "by design"
        assert len(promise.reason) > 40


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/threat-model.md", "docs/threats.md"])
def test_what_a_page_links_to_is_there(page):
    file = ROOT / page
    links = re.findall(r"\]\(([^)#]+)\)", file.read_text("utf-8"))
    assert links
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_who_reports_a_hole_is_sent_to_a_page_that_there_is_and_to_no_invented_address():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert not re.search(r"[\w.]+@[\w.]+|https?://", text + MODEL.read_text("utf-8"))
    assert "/en/about/contact/" in text
    assert reverse("public:about-contact").endswith("/about/contact/")
