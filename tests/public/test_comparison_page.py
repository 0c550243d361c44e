"""The comparison: chart and list say the same, and hostile addresses break nothing."""

import re

import pytest

from diplomacy.registry.models import Identity
from diplomacy.registry.queries.comparison import MOST_ENTRIES
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_comparison_is_valid_html_without_inline_style(client, language):
    one, two = builders.tie(), builders.tie()
    builders.agreement(one.partner, start="1989-05-07", instrument="sister")
    builders.agreement(two.partner, start="2024-09")
    builders.event(one.partner, two.partner, start="")
    response = client.get(f"/{language}/timeline/")
    tree = parse(response)
    assert not [e for e in tree.iter() if e.get("style") is not None]
    assert not response.cookies


def test_every_marker_leads_to_a_row_and_every_dated_row_has_a_marker(client):
    one, two = builders.tie(), builders.tie()
    for start in ("1989", "2020-05-04", "2024"):
        builders.event(one.partner, start=start)
    builders.event(two.partner, start="")
    html = client.get("/en/timeline/").content.decode()
    markers = set(re.findall(r'href="#n(\d+)"', html))
    rows = set(re.findall(r'id="n(\d+)"', html))
    assert markers == {"1", "2", "3"}
    assert rows == markers | {"4"}
    assert "no marker on the chart" in html


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
@pytest.mark.parametrize("start", ["1600-01-01", "1200", "1599", "2300", "2999-12-31"])
def test_a_day_centuries_away_breaks_no_comparison(client, language, start):
    one = builders.tie()
    builders.event(one.partner, start=start)
    builders.event(one.partner)
    assert client.get(f"/{language}/timeline/").status_code == 200


def test_places_are_plain_numbers_on_persian_pages_too(client):
    one = builders.tie()
    builders.event(one.partner)
    html = client.get("/fa/timeline/").content.decode()
    drawings = html[html.index("<figure>") : html.index("</figure>")]
    places = re.findall(r'\b(?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"', drawings)
    assert places
    assert all(re.fullmatch(r"-?\d+(\.\d+)?%?", place) for place in places)


def test_a_compressed_stretch_is_named(client):
    one = builders.tie()
    builders.event(one.partner, start="1989-05-07")
    assert "compressed: 1989 to" in client.get("/en/timeline/").content.decode()


def keys(number: int) -> list[str]:
    return [builders.tie().partner.key for _ in range(number)]


def ticked(response) -> list[str]:
    """Return the keys that the chooser has ticked, in its order."""
    boxes = [one for one in parse(response).iter("input") if one.get("name") == "c"]
    return [one.get("value") for one in boxes if one.get("checked") is not None]


def test_what_could_not_be_met_is_said(client):
    html = client.get("/en/timeline/?c=" + ",".join([*keys(8), "nowhere"])).content.decode()
    assert "names no published tie" in html
    assert "Six ties at most" in html


def test_a_single_tie_asks_for_another(client):
    (key,) = keys(1)
    html = client.get(f"/en/timeline/?c={key}").content.decode()
    assert "Only one tie is chosen" in html
    assert '<details class="pick" open' in html


def test_two_ties_are_a_comparison_without_a_word_more(client):
    response = client.get("/en/timeline/?c=" + ",".join(keys(2)))
    assert "notice" not in response.content.decode()


def test_what_the_form_sends_has_one_address(client):
    one, two = keys(2)
    response = client.get(f"/en/timeline/?c={two}&c={one}&c={two}&order=oldest&x=1")
    assert response.url == f"/en/timeline/?c={two},{one}&order=oldest"
    assert client.get(response.url).status_code == 200
    assert client.get("/en/timeline/?c=&c=").url == "/en/timeline/"


def test_the_chooser_offers_every_tie_once_the_chosen_ones_first_in_their_order(client):
    one, two, three = keys(3)
    response = client.get(f"/en/timeline/?c={three},{one},{three}&order=oldest")
    boxes = [e.get("value") for e in parse(response).iter("input") if e.get("name") == "c"]
    assert ticked(response) == [three, one]
    assert sorted(boxes) == sorted([one, two, three])
    assert boxes[:2] == [three, one]
    assert '<input type="hidden" name="order" value="oldest">' in response.content.decode()


def test_each_of_three_ties_can_be_left_out_and_neither_of_two(client):
    one, two, three = keys(3)
    html = client.get(f"/en/timeline/?c={one},{two},{three}&order=oldest").content.decode()
    assert f'href="?c={one},{three}&amp;order=oldest"' in html
    assert html.count('aria-label="Leave ') == 3
    assert "Leave " not in client.get(f"/en/timeline/?c={one},{two}").content.decode()


def test_the_order_of_the_list_changes_and_the_choice_stays(client):
    one, two = keys(2)
    html = client.get(f"/en/timeline/?c={two},{one}").content.decode()
    assert f'href="?c={two},{one}&amp;order=oldest#list"' in html


def test_a_tie_with_more_entries_than_a_lane_holds_says_so(client):
    partner = builders.tie().partner
    for _ in range(MOST_ENTRIES + 1):
        builders.event(partner, sources=[])
    html = client.get("/en/timeline/").content.decode()
    assert f"only the latest {MOST_ENTRIES} entries are shown" in html


def test_the_forms_of_a_tie_are_told_in_words(client):
    one, two = builders.tie(), builders.tie()
    builders.agreement(one.partner, start="1989-05-07", instrument="sister")
    builders.event(two.partner, start="2019-05-07")
    builders.agreement(two.partner, start="2024")
    html = client.get("/en/timeline/").content.decode()
    assert "sister city since 1989" in html
    assert "working contact from 2019 to 2023" in html
    assert "perhaps memorandum of understanding in 2024" in html
    persian = client.get("/fa/timeline/").content.decode()
    assert "خواهرخوانده از ۱۳۶۸" in persian


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
@pytest.mark.parametrize("setting", ["page", "ltr", "rtl"])
def test_time_runs_as_the_page_reads_unless_the_register_forces_a_direction(
    client, language, setting
):
    builders.event(builders.tie().partner, start="1989-05-07")
    Identity.objects.create(city=builders.home_city(), time_direction=setting)
    context = client.get(f"/{language}/timeline/").context
    from_right = language == "fa" if setting == "page" else setting == "rtl"
    assert (context["chart"].plot_start > context["chart"].today) is from_right
    assert (context["strips"].today < 50) is from_right
    assert context["chart"].names == (context["chart"].width if language == "fa" else 0)


@pytest.mark.parametrize(
    "query",
    [
        "c=",
        "c=%00",
        "c=" + ",".join(["x"] * 5000),
        "c=" + "y" * 20000,
        "c=a&c=b&c=%ED%A0%80",
        "c=' OR 1=1 --",
        "order=%00",
    ],
)
def test_hostile_addresses_never_break_the_page(client, query):
    builders.event(builders.tie().partner)
    assert client.get(f"/en/timeline/?{query}", follow=True).status_code == 200


def test_without_a_tie_the_page_says_what_would_stand_there(client):
    response = client.get("/en/timeline/")
    parse(response)
    assert "No tie is published yet" in response.content.decode()


@pytest.mark.parametrize("length", [5, 50])
def test_the_page_costs_the_same_however_long_the_histories(
    client, length, django_assert_max_num_queries
):
    for _ in range(3):
        partner = builders.tie().partner
        for _ in range(length // 3):
            builders.agreement(partner)
    with django_assert_max_num_queries(10):
        assert client.get("/en/timeline/").status_code == 200


def test_the_title_of_a_chinese_comparison_has_chinese_marks(client):
    html = client.get(f"/zh-hans/timeline/?c={','.join(keys(2))}").text
    title = re.search("<title>(.*?)</title>", html)[1]
    assert "：" in title
    assert ":" not in title
