"""Which ties are compared, and what each lane holds."""

from datetime import date

import pytest
from django.utils.translation import override

from diplomacy.registry.queries.comparison import (
    MOST_ENTRIES,
    choose,
    comparison,
    offered_ties,
)
from tests.builders import city, event, home_city, tie

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


def test_the_other_ties_are_offered_the_leading_ones_first_then_by_name():
    chosen, cherry, apple = (tie(city(name)) for name in ("Banana", "Cherry", "Apple"))
    leading = tie(city("Zucchini"), leading=True)
    tie(city("Draft"), publication="draft")
    offer = offered_ties(choose([chosen.partner.key], TODAY))
    assert offer.leading == (leading,)
    with override("en"):
        assert offered_ties(choose([chosen.partner.key], TODAY)).others == (apple, cherry)


@pytest.mark.parametrize("length", [5, 50])
def test_a_comparison_costs_the_same_however_long_the_histories(
    length, django_assert_max_num_queries
):
    home_city()
    chosen = [tie(city()).partner for _ in range(3)]
    for place in chosen:
        for _ in range(length // 3):
            event(place)
    with django_assert_max_num_queries(7):
        comparison(choose([place.key for place in chosen], TODAY), TODAY)
