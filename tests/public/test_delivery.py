"""From ceremony to delivery: drawn, in words and in numbers, each a link to what it counts."""

from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from diplomacy.public.delivery_chart import LEAST_TOP, NUMBERED, delivery_chart
from diplomacy.public.time_direction import Directions
from diplomacy.registry.models import CommitmentReview, Identity
from diplomacy.registry.queries.delivery import Class, Counted, Delivery
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

LEFT = Directions(page_from_right=False, time_from_right=False)
RIGHT = Directions(page_from_right=True, time_from_right=True)


def page_of(client, tie, language: str = "en", query: str = ""):
    return client.get(f"/{language}/cities/{tie.partner.key}/delivery/{query}")


def html_of(client, tie, language: str = "en", query: str = "") -> str:
    return page_of(client, tie, language, query).content.decode()


def drawn(*years: int, this_year: int = 2026, ways: Directions = LEFT):
    days = (Counted(n, Class.EXCHANGE, date(year, 5, 6)) for n, year in enumerate(years))
    return delivery_chart(Delivery(tuple(days), (), len(years)), this_year, "en", ways)


def bars(chart) -> list:
    return list(next(row.bars for row in chart.rows if row.of == Class.EXCHANGE))


@pytest.fixture
def tie():
    return builders.tie()


@pytest.fixture
def full(tie):
    """A tie with something in each class."""
    builders.event(tie.partner, type="gift", weight="courtesy", start="1989-05-07")
    builders.delegation(tie.partner, start="2019")
    builders.agreement(tie.partner, start="2019-02-03")
    kept, open_one = builders.commitment(tie.partner), builders.commitment(tie.partner)
    for promise, verdict in ((kept, "delivered"), (open_one, "partly")):
        CommitmentReview.objects.create(
            commitment=promise, verdict=verdict, on="2021-02-03", words_en="So it was."
        )
    builders.commitment(tie.partner, start="")
    return tie


def test_the_page_says_in_words_what_is_counted_since_when(client, full):
    html = html_of(client, full)
    assert "Since 1989: 1 act of courtesy, 1 visit or event, 1 paper signed and 3 promises." in html
    assert "Of 3 promises recorded as delivered: 1." in html
    assert "What is recorded of them: not yet assessed 1; partly delivered 1." in html
    assert "%" not in "".join(parse(page_of(client, full)).find(".//main/div").itertext())


def test_a_promise_nobody_delivered_is_no_broken_one(client, tie):
    builders.commitment(tie.partner)
    html = html_of(client, tie)
    assert "1 promise is not recorded as delivered." in html
    assert "What is recorded of them: not yet assessed 1." in html
    assert "not delivered" not in html


def test_an_entry_without_a_sure_year_is_said_to_have_none(client, tie):
    builders.delegation(tie.partner, start="2019")
    assert "may lie in another year" not in html_of(client, tie)
    assert "۱ مدخل شاید در سالی جز" in html_of(client, tie, "fa")  # 2019 is of 1397 and of 1398
    builders.delegation(tie.partner, start="[..2025]")
    assert "1 entry may lie in another year than the one it stands under." in html_of(client, tie)


def test_words_and_years_are_of_the_page_s_language_and_calendar(client, full):
    assert "از ۱۳۶۸: ۱ مورد تشریفاتی" in html_of(client, full, "fa")
    assert "自1989年以来：1次礼节往来" in html_of(client, full, "zh-hans")


def test_each_number_leads_to_the_entries_that_it_counts(client, full):
    visit = full.partner.entry_rows.get(kind="delegation").entry
    links = addresses(page_of(client, full))
    assert {"?class=exchange&year=2019#counted", "?class=exchange#counted"} <= links
    assert "?class=promised&year=undated#counted" in links
    assert "?class=delivered&year=2020#counted" not in links
    shown = page_of(client, full, query="?class=exchange&year=2019")
    assert f"/en/delegations/{visit.key}/" in addresses(shown)
    assert "Exchange, 2019: 1" in shown.content.decode()
    undated = page_of(client, full, query="?class=promised&year=undated")
    assert "Promised, date not recorded: 1" in undated.content.decode()
    assert "Delivered: 1" in html_of(client, full, query="?class=delivered")
    assert f"/en/commitments/?city={full.partner.key}" in links


@pytest.mark.parametrize(
    "query", ["?class=no", "?class=exchange&year=x", "?class=exchange&year=9999", "?year=2019"]
)
def test_what_cannot_be_meant_narrows_nothing(client, full, query):
    assert page_of(client, full, query=query).status_code == 200


def test_a_year_of_the_other_calendar_comes_along_when_the_language_changes(client, full):
    shown = page_of(client, full, "fa", "?class=courtesy&year=1989")
    assert shown.context["chosen"].entries[0].kind == "event"


def test_a_tie_without_anything_says_what_would_stand_here(client, tie):
    builders.event(tie.partner, type="claim")
    html = html_of(client, tie)
    assert "Nothing is counted for this tie yet" in html
    assert "<table" not in html


def test_one_entry_is_enough_for_a_drawing(client, tie):
    builders.agreement(tie.partner)
    assert html_of(client, tie).count('class="dlv-bar"') == 1


def test_entries_without_a_date_stand_in_the_table_and_in_no_drawing(client, tie):
    builders.event(tie.partner, start="")
    html = html_of(client, tie)
    assert "Without a known date: 1 visit or event" in html
    assert "dlv-bar" not in html
    assert "date not recorded" in html


def test_the_page_of_the_tie_leads_there_and_back(client, tie):
    there = f"/en/cities/{tie.partner.key}/delivery/"
    assert there in addresses(client.get(f"/en/cities/{tie.partner.key}/"))
    assert f"/en/cities/{tie.partner.key}/" in addresses(client.get(there))


def test_a_city_without_a_public_tie_has_no_such_page(client):
    place = builders.city()
    builders.event(place)
    assert client.get(f"/en/cities/{place.key}/delivery/").status_code == 404
    assert page_of(client, builders.tie(publication="draft")).status_code == 404
    gone = builders.tie(publication="withdrawn", withdrawn_on="2026-01-02")
    assert page_of(client, gone).status_code == 410


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_page_is_valid_html_with_no_cookie(client, full, language):
    response = page_of(client, full, language, "?class=promised")
    parse(response)
    assert not response.cookies


@pytest.mark.parametrize("length", [5, 50])
def test_the_page_costs_the_same_however_long_the_history(
    client, tie, length, django_assert_max_num_queries
):
    for number in range(length):
        builders.delegation(tie.partner, start=str(1950 + number))
    with django_assert_max_num_queries(4):
        assert page_of(client, tie, query="?class=exchange").status_code == 200


def test_time_runs_as_the_page_reads_unless_the_register_says_otherwise(full):
    def ticks(language: str) -> list[float]:
        page = page_of(Client(), full, language)  # a kept page has no chart any more
        return [tick.x for tick in page.context["chart"].ticks[:2]]

    assert ticks("en") == sorted(ticks("en"))
    assert ticks("fa") == sorted(ticks("fa"), reverse=True)
    Identity.objects.create(city=full.home_end, time_direction="ltr")
    assert ticks("fa") == sorted(ticks("fa"))


def test_a_long_silence_is_drawn_shorter_and_a_short_one_true():
    short, long = drawn(2020, 2024, this_year=2024), drawn(1924, 2024, this_year=2024)
    assert short.silences == ()
    (silence,) = long.silences
    assert silence.silent == 99
    assert silence.width < bars(long)[1].middle - bars(long)[0].middle
    assert len({bar.middle for bar in bars(short)}) == 2


def test_no_drawing_leaves_its_frame_and_mirrored_it_keeps_its_distances():
    for ways in (LEFT, RIGHT):
        chart = drawn(1950, 1989, 2019, 2020, ways=ways)
        for bar in bars(chart):
            assert bar.x >= 0
            assert bar.x + bar.width <= 100
    left, right = drawn(1989, 2020), drawn(1989, 2020, ways=RIGHT)
    for one, other in zip(bars(left), bars(right), strict=True):
        assert one.middle == pytest.approx(100 - other.middle, abs=0.05)


def test_a_single_entry_looks_like_little_and_no_written_years_touch():
    chart = drawn(*range(1960, 2026))
    assert {bar.height for bar in bars(chart)} == {round(40 / LEAST_TOP)}
    places = sorted(tick.x for tick in chart.ticks)
    assert all(b - a >= 13 for a, b in pairwise(places))
    assert len(range(1960, 2026)) > NUMBERED
    assert {bar.number for bar in bars(chart)} == {""}
