"""What is counted of a paper or a promise: in words, as a drawing, and as a table of the same."""

from datetime import date
from decimal import Decimal

import pytest

from diplomacy.calendars import PartialDate
from diplomacy.public.indicator_chart import WIDTH, indicator_chart
from diplomacy.public.time_direction import Directions
from diplomacy.registry.models import IndicatorValue
from diplomacy.registry.queries.indicators import Way, measured, plain
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db

LTR, RTL = Directions(False, False), Directions(True, True)


def drawn(ways=LTR, language="en", values=None, **fields):
    promise = builders.commitment(builders.city())
    builders.indicator(promise, values=values, **fields)
    (one,) = measured(promise.entry_ptr)
    return indicator_chart(one, language, ways)


def told(**fields):
    promise = builders.commitment(builders.city())
    builders.indicator(promise, **fields)
    return measured(promise.entry_ptr)[0]


def html_of(client, values=None, language="en", **fields):
    promise = builders.commitment(builders.city())
    builders.indicator(promise, values=values, **fields)
    response = client.get(f"/{language}/commitments/{promise.key}/")
    parse(response)
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("start", "goal", "last", "way", "percent"),
    [
        (10, 60, 31, Way.ON_IT, 42),
        (0, 3, 2, Way.ON_IT, 66),
        (0, 1000, Decimal("999.9"), Way.ON_IT, 99),
        (10, 60, 60, Way.REACHED, 100),
        (10, 60, 70, Way.BEYOND, 120),
        (10, 60, 5, Way.AWAY, -10),
        (60, 10, 35, Way.ON_IT, 50),
        (-10, 10, 0, Way.ON_IT, 50),
    ],
)
def test_how_far_it_is_stands_between_baseline_and_target(start, goal, last, way, percent):
    one = told(baseline=start, target=goal, values={"2024": last, "2020": start})
    assert (one.progress.way, one.progress.percent) == (way, percent)


@pytest.mark.parametrize(
    "fields",
    [
        {"baseline": 1, "values": {"2024": 2}},
        {"target": 9, "values": {"2024": 2}},
        {"baseline": 5, "target": 5, "values": {"2024": 5}},
        {"baseline": 1, "target": 9},
        {"baseline": 1, "target": 9, "values": {"XXXX-05-28": 4}},
    ],
)
def test_how_far_it_is_is_not_told_where_something_is_missing(client, fields):
    assert told(**fields).progress is None
    assert "percent of the way" not in html_of(client, **fields)


def test_sources_that_count_differently_on_one_day_tell_no_progress():
    promise = builders.commitment(builders.city())
    builders.indicator(promise, baseline=0, target=10, values={"2024": 4})
    IndicatorValue.objects.create(
        entry=promise, indicator="students", on="2024", value=6, source=builders.source()
    )
    (one,) = measured(promise.entry_ptr)
    assert (len(one.values), one.last, one.progress) == (2, None, None)


def test_a_value_whose_code_names_no_indicator_is_left_out(client):
    paper = builders.agreement(builders.city())
    builders.indicator(paper, values={"2024": 4})
    IndicatorValue.objects.create(
        entry=paper, indicator="stray", on="2024", value=98765, source=builders.source()
    )
    html = client.get(f"/en/agreements/{paper.key}/").content.decode()
    assert "Students" in html
    assert "98,765" not in html


@pytest.mark.parametrize(
    ("fields", "is_drawn"),
    [
        ({}, False),
        ({"target": 5}, False),
        ({"baseline": 1, "target": 5}, False),
        ({"values": {"2024": 4}}, False),
        ({"values": {"XXXX-05-28": 4}, "target": 5}, False),
        ({"values": {"2024": 4}, "target": 5}, True),
        ({"values": {"2024": 4}, "baseline": 4}, True),
        ({"values": {"2024": 4, "2025": 4}}, True),
        ({"values": {"2024": 0, "2025": 0}}, True),
        ({"values": {"2024": -4, "2025": 10**15}}, True),
        ({"values": {"2024": Decimal("0.0001"), "2025": Decimal("0.0002")}}, True),
    ],
)
def test_nothing_is_drawn_where_there_is_nothing_to_compare(fields, is_drawn):
    chart = drawn(**fields)
    assert bool(chart) == is_drawn
    if chart:
        places = [(dot.x, dot.y) for dot in chart.dots]
        assert all(0 <= x <= WIDTH and 0 <= y <= chart.bottom for x, y in places)
        assert len(chart.numbers) < 9


def test_a_count_of_a_year_is_as_long_as_the_year_and_one_of_a_day_is_a_point():
    chart = drawn(values={"2023": 4, "2024-05-06": 5})
    year, day = chart.dots
    assert year.right - year.left > 100
    assert day.left == day.right == day.x
    assert year.left < year.x < year.right < day.x


def test_time_runs_as_the_page_reads():
    values = {"2022-05-06": 4, "2024-05-06": 5}
    first, last = drawn(LTR, values=values).dots
    assert first.x < last.x
    first, last = drawn(RTL, "fa", values=values).dots
    assert first.x > last.x
    mixed = drawn(Directions(True, False), "fa", values=values)
    assert mixed.dots[0].x < mixed.dots[1].x
    assert mixed.names > mixed.end


def test_a_baseline_and_a_target_stand_at_their_heights_and_days():
    chart = drawn(
        values={"2022-05-06": 4},
        baseline=0,
        baseline_on="2020-01-01",
        target=20,
        target_on="2030-12-31",
    )
    assert chart.target < chart.dots[0].y < chart.baseline == chart.bottom
    assert chart.baseline_dot.x < chart.dots[0].x < chart.target_dot.x


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fa", "۱٬۲۳۴٬۵۶۷٫۵"), ("en", "1,234,567.5"), ("zh-hans", "1,234,567.5")],
)
def test_numbers_stand_in_the_digits_of_the_page_without_idle_zeros(client, language, shown):
    html = html_of(client, {"2024": Decimal("1234567.5")}, language, target=Decimal("2000000"))
    assert shown in html
    assert ".5000" not in html
    assert "٫۵۰" not in html


def test_a_table_holds_what_the_drawing_shows_with_both_calendars_and_sources(client):
    html = html_of(
        client,
        {"2024-05-06": 31, "XXXX-05-28": 77},
        baseline=10,
        baseline_on="2021",
        target=60,
        target_on="2001-12-31",
    )
    table = html.partition('<table class="counted">')[2].partition("</table>")[0]
    for shown in ("17 Ordibehesht 1403", "6 May 2024", "The Test Post", "Baseline", "Target", "77"):
        assert shown in table
    assert "42 percent of the way from the baseline to the target" in html
    assert "The day of the target has passed." in html
    assert table.index(">31<") < table.index(">77<") < table.index(">60<")


def test_an_entry_without_indicators_says_nothing_of_counting(client):
    promise = builders.commitment(builders.city())
    assert "What is counted" not in client.get(f"/en/commitments/{promise.key}/").content.decode()


def test_a_number_is_written_plainly():
    found = [str(plain(Decimal(one))) for one in ("1000.0000", "0.0000", "-3.2500", "1E+3")]
    assert found == ["1000", "0", "-3.25", "1000"]


def test_a_target_is_late_only_once_its_last_possible_day_has_passed():
    one = told(target=5, target_on=PartialDate.parse("2024"))
    assert not one.is_late(date(2024, 12, 31))
    assert one.is_late(date(2025, 1, 1))


@pytest.mark.parametrize("number", [1, 20])
def test_indicators_cost_two_queries_however_many(number, django_assert_num_queries):
    promise = builders.commitment(builders.city())
    for place in range(number):
        builders.indicator(promise, f"code-{place}", {"2024": 4, "2025": 5})
    with django_assert_num_queries(2):
        for one in measured(promise.entry_ptr):
            assert [value.source.title for value in one.values]
