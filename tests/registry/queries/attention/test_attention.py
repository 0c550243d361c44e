"""All groups together: their order, their length, what they cost, their words."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diplomacy.registry import publishing
from diplomacy.registry.queries.attention import Group, attention
from diplomacy.registry.queries.attention.spans import from_today, span
from tests import builders
from tests.registry.queries.attention.asking import TODAY, day, group, person

pytestmark = pytest.mark.django_db


def fill(times: int) -> None:
    """Write something for every group, so many times."""
    chief, writer, reviewer = person(), person("recorder"), person("reviewer")
    for _ in range(times):
        tie = builders.tie(recorded_until=TODAY, leading=True)
        partner = tie.partner
        builders.event(partner, start="2024-12-01", title_zh="")
        builders.event(partner, start="2020-01-01", sources=[])
        builders.commitment(partner, due=day(-3))
        builders.commitment(partner, due=day(3))
        builders.commitment(partner)
        reviewed = builders.commitment(partner)
        reviewed.reviews.create(on="2024-05-04", verdict="stalled", words_en="It stands still.")
        builders.agreement(partner, start="2016-12-10", expires=day(20), notice_months=2)
        builders.delegation(partner, start=day(-50), level="national")
        builders.difference(tie)
        builders.correction(partner)
        waiting = builders.event(partner, publication="draft", level="national")
        publishing.submit(waiting, writer)
        back = builders.event(partner, publication="draft", level="national")
        publishing.submit(back, chief)
        publishing.send_back(back, reviewer, "Mend it")


def test_every_group_speaks_the_most_urgent_first():
    fill(1)
    assert [found.group for found in attention(person(), TODAY)] == list(Group)


def test_nothing_recorded_needs_nothing():
    assert attention(person(), TODAY) == []


def test_a_group_shows_ten_lines_or_five_and_counts_the_others():
    fill(12)
    found = {each.group: each for each in attention(person(), TODAY)}
    assert {len(each.lines) for each in found.values()} == {5, 10}
    assert {each.in_all for each in found.values()} == {12}
    assert group(Group.OVERDUE, limit=3).more == 9


def test_lines_left_out_make_room_for_others():
    fill(12)
    for wanted in Group:
        first = group(wanted, limit=3)
        put_off = [line.id for line in first.lines]
        rest = group(wanted, limit=100, without=put_off)
        assert len(rest.lines) == 9
        assert not {line.id for line in rest.lines} & set(put_off)
        only = group(wanted, limit=100, only=put_off)
        assert [line.id for line in only.lines] == put_off


def test_ids_of_no_line_leave_out_and_show_nothing():
    fill(1)
    odd = ["", "overdue", "overdue:", ":::", "nothing:event:x", "a:b:c:d"]
    assert len(attention(person(), TODAY, without=odd)) == len(Group)
    assert attention(person(), TODAY, only=odd) == []


def test_it_costs_the_same_however_much_needs_attention():
    counts = []
    for times in (5, 45):
        fill(times)
        with CaptureQueriesContext(connection) as asked:
            attention(person(), TODAY, limit=200)
        counts.append(len(asked))
    # One of them finds the person.
    assert counts[0] == counts[1] <= 19


def test_every_line_can_be_named_in_the_space_that_is_kept_for_it():
    longest = builders.commitment(due=day(-3), key="k" * 80)
    (line,) = group(Group.OVERDUE).lines
    assert line.key == longest.key
    assert len(line.id) <= 160


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
def test_the_lines_are_in_the_language_of_the_page(language):
    fill(1)
    with translation.override(language):
        found = attention(person(), TODAY)
        told = [line.why for each in found for line in each.lines]
        told += [str(each.group.label) for each in found]
    for text in told:
        bare = re.sub("\u2068.*?\u2069", "", text)
        assert not re.search("[A-Za-z]", bare), text
        assert language != "fa" or not re.search("[0-9]", bare), text


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "0 days"), (1, "1 day"), (60, "60 days"), (61, "2 months"), (365, "12 months"),
     (760, "24 months"), (761, "2 years"), (1095, "2 years"), (1096, "3 years")],
)  # fmt: skip
def test_a_length_of_time_is_counted_as_people_count_it(days, words):
    assert span(days) == words


def test_a_day_is_seen_from_today():
    said = [from_today(TODAY + timedelta(days=days), TODAY) for days in (-2, 0, 2)]
    assert said == ["2 days ago", "today", "in 2 days"]
