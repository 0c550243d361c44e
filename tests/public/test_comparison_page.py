"""The comparison: chart and list say the same, and hostile addresses break nothing."""

import re

import pytest

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
    chart = html[html.index('<svg class="chart"') : html.index("</figure>")]
    places = re.findall(r'\b(?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"', chart)
    assert places
    assert all(re.fullmatch(r"-?\d+(\.\d+)?%?", place) for place in places)


def test_a_compressed_stretch_is_named(client):
    one = builders.tie()
    builders.event(one.partner, start="1989-05-07")
    assert "compressed: 1989 to" in client.get("/en/timeline/").content.decode()


def test_what_could_not_be_met_is_said(client):
    shown = [builders.tie().partner.key for _ in range(8)]
    html = client.get("/en/timeline/?c=" + ",".join([*shown, "nowhere"])).content.decode()
    assert "names no published tie" in html
    assert "Six ties at most" in html


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
    assert client.get(f"/en/timeline/?{query}").status_code == 200


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
