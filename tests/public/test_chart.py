"""The chart of the comparison: no marker covers another, none is lost, and mirrors are exact."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.calendars import PartialDate
from diplomacy.public.chart import MOST_ROWS, PLOT, WIDTH, Chart, draw
from diplomacy.public.markers import BETWEEN, HALF, ROW, Placed, Stand, arrange
from diplomacy.public.strips import draw_strips
from diplomacy.public.time_direction import Directions
from diplomacy.registry.models import Event
from diplomacy.registry.queries.comparison import Numbered, choose, comparison
from tests import builders

TODAY = date(2026, 11, 23)
FROM_LEFT = Directions(page_from_right=False, time_from_right=False)
FROM_RIGHT = Directions(page_from_right=True, time_from_right=True)
FORCED = Directions(page_from_right=True, time_from_right=False)


def apart(one: Placed, other: Placed) -> bool:
    return one.row != other.row or abs(one.along - other.along) >= one.half + other.half + BETWEEN


@st.composite
def lanes(draw_from) -> list[Stand]:
    """Draw up to sixty entries of a tie, many of them in the same place."""
    numbers = sorted(draw_from(st.sets(st.integers(1, 360), max_size=60)))
    spread = st.sampled_from([3, 30, 300, PLOT])
    places = sorted(draw_from(st.floats(0, draw_from(spread))) for _ in numbers)
    made = []
    for number, middle in zip(numbers, places, strict=True):
        reach = draw_from(st.sampled_from([0, 0, 20, 90]))
        item = Numbered(number, Event(pk=number, start=PartialDate.parse("2020")), (0,))
        made.append(Stand((item,), max(0, middle - reach), middle, min(PLOT, middle + reach)))
    return made


@given(lanes(), st.integers(2, MOST_ROWS), st.sets(st.integers(1, 360), max_size=9))
def test_markers_never_cover_another_and_hold_every_entry_once(stands, rows, kept):
    placed = arrange(stands, rows, PLOT, kept)
    assert all(apart(one, other) for one, other in combinations(placed, 2))
    assert all(one.half <= one.along <= PLOT - one.half for one in placed)
    assert all(0 <= one.row < rows for one in placed)
    held = [item.number for one in placed for item in one.items]
    assert sorted(held) == [stand.items[0].number for stand in stands]


@given(lanes(), st.integers(2, MOST_ROWS), st.sets(st.integers(1, 360), max_size=9))
def test_a_run_stands_for_every_entry_of_the_tie_between_its_numbers(stands, rows, kept):
    placed = arrange(stands, rows, PLOT, kept)
    numbers = [stand.items[0].number for stand in stands]
    for one in placed:
        first, last = one.items[0].number, one.items[-1].number
        between = [number for number in numbers if first <= number <= last]
        assert [item.number for item in one.items] == between


def test_rows_leave_room_for_a_marker():
    assert ROW >= 2 * HALF


def test_a_day_with_many_entries_has_a_marker_that_names_the_rest():
    items = [Numbered(number, Event(pk=number), (0,)) for number in range(1, 13)]
    placed = arrange([Stand((item,), 400, 400, 400) for item in items], 4, PLOT)
    assert max(one.row for one in placed) <= 3
    assert any(len(one.items) > 1 for one in placed)


@pytest.fixture
def dense(db):
    """Return a comparison of six ties with far more entries than markers find room."""
    partners = [builders.tie().partner for _ in range(6)]
    for place, partner in enumerate(partners):
        for year in range(2017 + place, 2027):
            builders.event(partner, start=str(year), sources=[])
            builders.event(partner, partners[place - 1], start=f"{year}-05-04", sources=[])
            builders.agreement(partner, start=f"{year}-05", sources=[])
    builders.event(partners[0], start="1989-05-07", sources=[])
    return comparison(choose([one.key for one in partners], TODAY), TODAY)


def chart_of(found, ways: Directions) -> Chart:
    captions = {one.entry.pk: "memorandum" for one in found.dated if one.entry.kind == "agreement"}
    return draw(found, "en", ways, captions)


@pytest.mark.parametrize("ways", [FROM_LEFT, FROM_RIGHT, FORCED])
def test_each_dated_entry_has_one_marker_in_every_lane_that_it_names(dense, ways):
    chart = chart_of(dense, ways)
    for position, drawing in enumerate(chart.lanes):
        held = [item.number for marker in drawing.markers for item in marker.items]
        named = [one.number for one in dense.dated if position in one.lanes]
        assert sorted(held) == named


@pytest.mark.parametrize("ways", [FROM_LEFT, FROM_RIGHT, FORCED])
def test_all_markers_stand_inside_the_plot_and_inside_their_lane(dense, ways):
    chart = chart_of(dense, ways)
    left, right = sorted([chart.plot_start, chart.plot_end])
    tops = [drawing.top for drawing in chart.lanes] + [chart.bottom]
    for drawing, below in zip(chart.lanes, tops[1:], strict=True):
        for marker in drawing.markers:
            assert left <= marker.x - marker.half
            assert marker.x + marker.half <= right
            assert drawing.top <= marker.y - HALF
            assert marker.y + HALF <= below


def test_no_caption_runs_into_another(dense):
    width = len("memorandum") * 6
    for drawing in chart_of(dense, FROM_LEFT).lanes:
        for one, other in combinations(drawing.captions, 2):
            assert one.y != other.y or abs(one.x - other.x) > width


def places(chart: Chart) -> list[float]:
    """Return every place of a drawing that has one, a box being told by its middle."""
    found = [tick.x for tick in chart.ticks]
    found += [silence.x + silence.width / 2 for silence in chart.silences]
    found += [silence.middle for silence in chart.silences] + [chart.today]
    for drawing in chart.lanes:
        found += [ribbon.x + ribbon.width / 2 for ribbon in drawing.ribbons]
        found += [place for marker in drawing.markers for place in (marker.x, marker.foot_x)]
        found += [place for caption in drawing.captions for place in (caption.x, caption.marker)]
    return found


def test_the_drawing_of_a_page_from_the_right_is_an_exact_mirror(dense):
    western, eastern = places(chart_of(dense, FROM_LEFT)), places(chart_of(dense, FROM_RIGHT))
    assert eastern == [pytest.approx(WIDTH - place, abs=0.2) for place in western]


def test_time_that_is_forced_is_an_exact_mirror_and_names_stay_where_the_page_begins(dense):
    followed, forced = chart_of(dense, FROM_RIGHT), chart_of(dense, FORCED)
    ends = followed.plot_start + followed.plot_end
    assert places(forced) == [pytest.approx(ends - place, abs=0.2) for place in places(followed)]
    assert forced.names == followed.names == WIDTH
    assert (forced.plot_start, forced.plot_end) == (followed.plot_end, followed.plot_start)
    assert forced.way == -followed.way


def test_strips_are_exact_mirrors_too(dense):
    western, eastern = (draw_strips(dense, "en", ways) for ways in (FROM_LEFT, FROM_RIGHT))
    assert eastern.today == pytest.approx(100 - western.today)
    for one, other in zip(western.strips, eastern.strips, strict=True):
        assert other.entries == tuple(
            pytest.approx(100 - place, abs=0.1) for place in one.entries[::-1]
        )
        assert other.words == one.words


def test_an_undated_entry_has_no_marker(db):
    builders.event(builders.tie().partner, start="")
    found = comparison(choose([], TODAY), TODAY)
    assert chart_of(found, FROM_LEFT).lanes[0].markers == ()


def test_a_form_has_a_ribbon_from_its_paper_to_today_and_a_paler_one_beyond(db):
    builders.agreement(builders.tie().partner, start="2020-05-04", instrument="sister")
    found = comparison(choose([], TODAY), TODAY)
    ribbons = chart_of(found, FROM_LEFT).lanes[0].ribbons
    assert [(ribbon.look, ribbon.state) for ribbon in ribbons] == [
        ("sister", ""),
        ("sister", "future"),
    ]
    assert ribbons[0].x + ribbons[0].width == pytest.approx(ribbons[1].x, abs=1)


def test_compressed_stretches_are_named_each_in_a_line_with_room(db):
    partner = builders.tie().partner
    for year in range(1900, 2021, 10):
        builders.event(partner, start=f"{year}-05-04", sources=[])
    chart = chart_of(comparison(choose([], TODAY), TODAY), FROM_LEFT)
    assert len(chart.silences) > 10
    for one, other in combinations(chart.silences, 2):
        assert one.row != other.row or abs(one.middle - other.middle) >= 150
    lowest = max(silence.label_y for silence in chart.silences)
    assert chart.bottom + lowest < chart.height
