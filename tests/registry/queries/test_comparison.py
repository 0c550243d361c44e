"""Which ties are compared, and what each lane holds."""

from datetime import date

import pytest

from diplomacy.public.chart import draw
from diplomacy.registry.queries.comparison import MOST_ENTRIES, choose, comparison
from tests.builders import agreement, city, event, home_city, tie

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def ties(number, **fields):
    return [tie(**fields) for _ in range(number)]


def keys(choice):
    return [one.partner.key for one in choice.ties]


def test_without_a_choice_the_leading_ties_are_compared():
    ties(2)
    leading = ties(2, leading=True)
    assert keys(choose([], TODAY)) == [one.partner.key for one in leading]


def test_chosen_ties_stand_in_the_order_of_the_address_once_each():
    one, two = ties(2)
    choice = choose([two.partner.key, one.partner.key, two.partner.key], TODAY)
    assert keys(choice) == [two.partner.key, one.partner.key]
    assert (choice.unknown, choice.left_out) == (0, 0)


def test_a_city_without_a_published_tie_is_left_out_with_a_note():
    shown, hidden = tie(), tie(publication="draft")
    choice = choose([shown.partner.key, hidden.partner.key, "nowhere"], TODAY)
    assert keys(choice) == [shown.partner.key]
    assert choice.unknown == 2


def test_more_than_six_ties_are_cut_with_a_note():
    choice = choose([one.partner.key for one in ties(8)], TODAY)
    assert len(choice.ties) == 6
    assert choice.left_out == 2


def test_an_entry_about_two_ties_has_one_number_in_both_lanes():
    one, two = ties(2)
    event(one.partner, two.partner)
    (found,) = comparison(choose([one.partner.key, two.partner.key], TODAY), TODAY).dated
    assert (found.number, found.lanes) == (1, (0, 1))


def test_an_undated_entry_has_a_row_but_no_marker():
    one = tie()
    event(one.partner, start="")
    found = comparison(choose([], TODAY), TODAY)
    assert found.dated == ()
    assert [row.number for row in found.undated] == [1]
    assert draw(found, "en", {}).lanes[0].markers == ()


def test_a_lane_holds_the_latest_entries_and_says_that_there_are_more():
    one = tie()
    for _ in range(MOST_ENTRIES + 1):
        event(one.partner, sources=[])
    found = comparison(choose([], TODAY), TODAY)
    assert len(found.dated) == MOST_ENTRIES
    assert found.lanes[0].has_earlier


def test_a_draft_is_neither_in_a_lane_nor_on_the_axis():
    one = tie()
    event(one.partner, start="1950", publication="draft")
    found = comparison(choose([], TODAY), TODAY)
    assert found.dated == ()
    assert found.axis.first.year > 2020


def test_no_marker_covers_another_and_persian_time_runs_from_the_right():
    one = tie()
    for start in ("2020-05-04", "2020-05-04", "2020", "2020-05", "2023"):
        event(one.partner, start=start)
    found = comparison(choose([], TODAY), TODAY)
    for language in ("en", "fa"):
        markers = draw(found, language, {}).lanes[0].markers
        spots = [(marker.x, marker.y) for marker in markers]
        assert len(set(spots)) == 5
        assert all(
            abs(ax - bx) > 26 or abs(ay - by) > 26
            for at, (ax, ay) in enumerate(spots)
            for bx, by in spots[:at]
        )
    western, persian = (draw(found, language, {}) for language in ("en", "fa"))
    assert western.plot_start < western.today < western.plot_end
    assert persian.plot_start > persian.today > persian.plot_end


def test_a_form_has_a_ribbon_from_its_paper_to_today_and_a_paler_one_beyond():
    one = tie()
    agreement(one.partner, start="2020-05-04", instrument="sister")
    ribbons = draw(comparison(choose([], TODAY), TODAY), "en", {}).lanes[0].ribbons
    assert [(ribbon.look, ribbon.state) for ribbon in ribbons] == [
        ("sister", ""),
        ("sister", "future"),
    ]


@pytest.mark.parametrize("length", [5, 50])
def test_a_comparison_costs_the_same_however_long_the_histories(
    length, django_assert_max_num_queries
):
    home_city()
    chosen = [tie(city()).partner for _ in range(3)]
    for place in chosen:
        for _ in range(length // 3):
            event(place)
    with django_assert_max_num_queries(9):
        comparison(choose([place.key for place in chosen], TODAY), TODAY)
