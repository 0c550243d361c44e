"""What lacks a source or a title, what sources dispute, and ties in which nothing happens."""

from datetime import date

import pytest

from diplomacy.registry import publishing
from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import TODAY, keys, lines, person

pytestmark = pytest.mark.django_db


def test_an_entry_that_cites_nothing_is_named_what_is_public_first():
    draft = builders.event(publication="draft", sources=[])
    shown = builders.event(sources=[])
    builders.event()
    builders.event(publication="withdrawn", sources=[])
    assert keys(Group.UNSOURCED) == [shown.key, draft.key]


@pytest.mark.parametrize(
    ("titles", "why"),
    [
        ({"title_en": ""}, "the English title is missing"),
        ({"title_zh": ""}, "the Chinese title is missing"),
        ({"title_en": "", "title_zh": ""}, "the English and the Chinese title are missing"),
    ],
)
def test_a_published_entry_without_english_or_chinese_is_named(titles, why):
    builders.event(**titles)
    builders.event(publication="draft", **titles)
    builders.event()
    assert [line.why for line in lines(Group.UNTRANSLATED)] == [why]


def test_a_draft_copy_is_no_entry_of_its_own():
    original = builders.commitment(builders.city(), due="2026-11-01", sources=[], title_zh="")
    copy = publishing.revise(original, person("recorder"))
    builders.difference(copy)
    for group in (Group.OVERDUE, Group.UNSOURCED, Group.UNTRANSLATED):
        assert keys(group) == [original.key]
    assert not lines(Group.DIFFERENCES)


def test_open_differences_go_to_those_who_settle_them_disputed_forms_first():
    tie = builders.tie(builders.city("Farville"))
    minor = builders.difference(tie, field="name", key="a-minor")
    major = builders.difference(tie, field="signed", key="b-major")
    builders.difference(tie, state="settled")
    assert keys(Group.DIFFERENCES) == [major.key, minor.key]
    (first, _second) = lines(Group.DIFFERENCES)
    assert first.places == ("Farville",)
    assert first.why == "the sources differ: whether it was signed"
    for role in ("viewer", "recorder", "reviewer"):
        assert not lines(Group.DIFFERENCES, person(role))


@pytest.mark.parametrize(
    ("last", "state"),
    [("2025-11-25", None), ("2025-11-24", "quiet"), ("2024-11-25", "quiet"),
     ("2024-11-24", "dormant")],
)  # fmt: skip
def test_a_tie_is_quiet_after_a_year_and_dormant_after_two(last, state):
    tie = builders.tie(recorded_until=TODAY)
    builders.event(tie.partner, start=last)
    assert [line.stage for line in lines(Group.SILENT)] == ([state] if state else [])


@pytest.mark.parametrize("until", [None, date(2020, 6, 1)])
def test_a_tie_is_never_called_quiet_where_nobody_vouches_for_the_record(until):
    tie = builders.tie(recorded_until=until)
    builders.event(tie.partner, start="2020-05-04")
    assert not lines(Group.SILENT)


def test_a_leading_tie_comes_first_among_the_quiet():
    for leading, start in ((False, "2025-06-01"), (True, "2022-06-01"), (False, "2025-09-01")):
        tie = builders.tie(recorded_until=TODAY, leading=leading)
        builders.event(tie.partner, start=start)
    found = [line.day.isoformat() for line in lines(Group.SILENT)]
    assert found == ["2022-06-01", "2025-09-01", "2025-06-01"]
