"""What waits for a reviewer, and what came back to whoever sent it."""

import pytest

from diplomacy.registry import publishing
from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import keys, lines, person

pytestmark = pytest.mark.django_db


def sent(by, message: str = "", **fields):
    draft = builders.event(builders.city(), publication="draft", **fields)
    publishing.submit(draft, by, message)
    return draft


@pytest.mark.parametrize(
    ("role", "sees"),
    [("viewer", False), ("recorder", False), ("reviewer", True), ("administrator", True)],
)
def test_only_those_who_review_see_what_waits(role, sees):
    sent(person("recorder", "writer"))
    assert bool(lines(Group.REVIEW, person(role))) is sees


def test_nobody_reviews_what_they_sent_themselves():
    sent(person("reviewer"))
    assert not lines(Group.REVIEW, person("reviewer"))
    assert lines(Group.REVIEW, person("administrator"))


def test_ties_wait_as_entries_do_the_first_sent_first():
    writer, reviewer = person("recorder"), person("reviewer")
    first = sent(writer)
    tie = builders.tie(publication="draft")
    publishing.submit(tie, writer)
    found = [(line.noun, line.key) for line in lines(Group.REVIEW, reviewer)]
    assert found == [("event", first.key), ("tie", tie.key)]


def test_a_draft_copy_of_a_published_entry_waits_under_its_own_key():
    writer = person("recorder")
    original = builders.event(builders.city())
    copy = publishing.revise(original, writer)
    publishing.submit(copy, writer)
    assert keys(Group.REVIEW, person("reviewer")) == [copy.key]


def test_a_line_names_the_writer_and_repeats_the_message_isolated():
    sent(person("recorder"), "دو سند افزوده شد")
    (line,) = lines(Group.REVIEW, person("reviewer"))
    assert line.why == "\u2068recorder\u2069, today: “\u2068دو سند افزوده شد\u2069”"


@pytest.mark.parametrize("decide", [publishing.publish, publishing.take_back])
def test_what_is_decided_waits_no_longer(decide):
    draft = sent(person("recorder"))
    decide(draft, person("reviewer" if decide is publishing.publish else "recorder"))
    assert not lines(Group.REVIEW, person("administrator"))


def test_what_was_sent_back_returns_to_its_writer_alone():
    writer, reviewer = person("recorder"), person("reviewer")
    draft = sent(writer)
    assert not lines(Group.SENT_BACK, writer)
    publishing.send_back(draft, reviewer, "A second source, please")
    (line,) = lines(Group.SENT_BACK, writer)
    assert line.key == draft.key
    assert line.why == "\u2068reviewer\u2069, today: “\u2068A second source, please\u2069”"
    for other in (reviewer, person("administrator"), person("recorder", "another")):
        assert not lines(Group.SENT_BACK, other)


def test_what_is_sent_again_needs_no_mending_any_more():
    writer, reviewer = person("recorder"), person("reviewer")
    draft = sent(writer)
    publishing.send_back(draft, reviewer, "Mend it")
    publishing.submit(draft, writer)
    assert not lines(Group.SENT_BACK, writer)
    assert keys(Group.REVIEW, reviewer) == [draft.key]


def test_a_tie_and_an_entry_of_one_key_are_put_off_apart():
    writer, reviewer = person("recorder"), person("reviewer")
    sent(writer, key="same")
    tie = builders.tie(key="same", publication="draft")
    publishing.submit(tie, writer)
    found = lines(Group.REVIEW, reviewer, without=["review:tie:same"])
    assert [line.noun for line in found] == ["event"]
    found = lines(Group.REVIEW, reviewer, only=["review:tie:same"])
    assert [line.noun for line in found] == ["tie"]
