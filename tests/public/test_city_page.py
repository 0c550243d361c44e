"""The page of a city: its tie, its history, how we know; and nothing that is not published."""

import pytest

from diplomacy.registry.models import Citation, Difference, DifferenceStatement, OpenQuestion
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


def page_of(client, city, language="en", query=""):
    return client.get(f"/{language}/cities/{city.key}/{query}")


def positions(response, *marks):
    """Return where in the page the marks stand."""
    html = response.content.decode()
    return [html.index(mark) for mark in marks]


def test_a_tie_says_where_it_stands_since_when_and_how_we_know(client):
    partner = builders.city()
    builders.tie(partner)
    builders.agreement(partner, start="1989-05-07", instrument="sister")
    html = page_of(client, partner).content.decode()
    assert "7 May 1989" in html
    assert "17 Ordibehesht 1368" in html
    assert "sister city" in html
    assert "Only the press reports it" in html


def test_a_city_without_a_tie_has_a_plain_page_of_what_names_it(client):
    place = builders.city()
    builders.home_city()
    meeting = builders.event(place)
    response = page_of(client, place)
    assert response.status_code == 200
    assert meeting.title in response.content.decode()
    assert "Key facts" not in response.content.decode()


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_page_is_valid_html_with_no_cookie(client, language):
    partner = builders.city()
    made = builders.tie(partner, aim="sister", aim_said_by="both")
    builders.layer(made)
    builders.area(builders.agreement(partner), builders.event(partner, type="claim"))
    builders.restriction(partner)
    builders.event(partner, start="")
    response = page_of(client, partner, language)
    parse(response)
    assert not response.cookies


def test_the_history_runs_from_the_latest_and_on_demand_from_the_first(client):
    partner = builders.tie().partner
    old, new = builders.event(partner, start="2001"), builders.event(partner, start="2020")
    marks = (f'id="e-{old.key}"', f'id="e-{new.key}"')
    first, last = positions(page_of(client, partner), *marks)
    assert last < first
    first, last = positions(page_of(client, partner, query="?order=oldest"), *marks)
    assert first < last


def test_a_long_silence_is_stated_and_undated_entries_stand_last(client):
    partner = builders.tie().partner
    builders.event(partner, start="1989")
    builders.event(partner, start="2019")
    builders.event(partner, start="")
    response = page_of(client, partner)
    silence, undated, early = positions(
        response, "29 years without a recorded entry", 'id="undated"', 'id="y1989"'
    )
    assert silence < early < undated


def test_words_are_shown_as_words_and_not_as_deeds(client):
    partner = builders.tie().partner
    builders.event(partner, type="claim", claimed_form="sister")
    html = page_of(client, partner).content.decode()
    assert "said, not signed" in html
    assert "s-sister" not in html


def test_differences_and_questions_stand_beside_the_history_settled_ones_folded(client):
    made = builders.tie()
    open_one = Difference.objects.create(
        relationship=made, field="start", **builders.three("point", "ن", "Which day", "日")
    )
    DifferenceStatement.objects.create(
        difference=open_one, source=builders.source(), **builders.three("words", "آ", "6 May", "六")
    )
    Difference.objects.create(
        relationship=made, field="name", state="settled", point_en="An old quarrel"
    )
    OpenQuestion.objects.create(city=made.partner, question_en="Who signed it?")
    response = page_of(client, made.partner)
    html = response.content.decode()
    assert "6 May" in html
    assert "Who signed it?" in html
    open_one, fold, settled = positions(response, "Which day", "1 point settled", "An old quarrel")
    assert open_one < fold < settled


def test_a_source_that_may_not_be_linked_is_named_without_a_link(client):
    made = builders.tie()
    mirror = builders.source(linked=False, publisher="The Mirror", url="https://mirror.test/x")
    layer = builders.layer()
    made.layers.create(layer=layer, source=mirror)
    html = page_of(client, made.partner).content.decode()
    assert "The Mirror" in html
    assert "mirror.test" not in html


def test_two_dates_of_one_meeting_are_marked_on_the_history(client):
    partner = builders.tie().partner
    meeting = builders.event(partner, sources=[])
    for value in ("2020-05-04", "2020-05-05"):
        builders.cite(meeting, about=Citation.About.DATE, value=value)
    assert "sources differ" in page_of(client, partner).content.decode()


def test_a_former_key_leads_to_the_new_address_for_good(client):
    partner = builders.tie().partner
    old = partner.key
    partner.key = "renamed"
    partner.save()
    response = client.get(f"/en/cities/{old}/")
    assert (response.status_code, response["Location"]) == (301, "/en/cities/renamed/")


def test_the_former_address_of_a_withdrawn_tie_answers_410_too(client):
    partner = builders.tie(publication="withdrawn", withdrawn_on="2026-01-02").partner
    old, partner.key = partner.key, "newtown"
    partner.save()
    assert client.get(f"/en/cities/{old}/").status_code == 410


def test_a_withdrawn_tie_answers_410_with_its_reason_alone(client):
    made = builders.tie(
        publication="withdrawn",
        withdrawn_on="2026-01-02",
        origin_en="A reason to be forgotten",
        **builders.three("withdrawn_reason", "نادرست", "Entered by mistake", "误录"),
    )
    response = page_of(client, made.partner)
    assert response.status_code == 410
    assert "Entered by mistake" in response.content.decode()
    assert "A reason to be forgotten" not in response.content.decode()


def test_a_city_that_entries_still_show_says_that_its_tie_was_withdrawn(client):
    partner = builders.tie(
        publication="withdrawn",
        withdrawn_on="2026-01-02",
        origin_en="A reason to be forgotten",
        **builders.three("withdrawn_reason", "نادرست", "Entered by mistake", "误录"),
    ).partner
    builders.event(partner)
    html = page_of(client, partner).content.decode()
    assert "The record of the tie with this place has been withdrawn" in html
    assert "2 January 2026" in html
    assert "Entered by mistake" in html
    assert "No tie with this place is recorded" not in html
    assert "A reason to be forgotten" not in html


def test_a_city_that_nothing_published_shows_is_as_if_it_never_was(client):
    hidden = builders.tie(publication="draft").partner
    assert page_of(client, hidden).status_code == 404
    assert client.get("/en/cities/never-was/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?kind=%00&area=%00&year=%00&order=%00&after=%00&before=%00",
        "?year=99999999999999999999&area=" + "x" * 5000,
        "?year=9999&kind=nothing",
        "?year=٢٠٢٠&kind=event&kind=event",
        "?after=" + "A" * 5000,
        "?area=%ED%A0%80",
    ],
)
def test_hostile_parameters_never_break_the_page(client, query):
    partner = builders.tie().partner
    builders.event(partner)
    assert page_of(client, partner, query=query).status_code == 200


@pytest.mark.parametrize("length", [5, 50])
def test_the_page_costs_the_same_however_long_the_history(
    client, length, django_assert_max_num_queries
):
    made = builders.tie(aim="sister", aim_said_by="both")
    builders.layer(made)
    Difference.objects.create(relationship=made, field="name", point_en="x").statements.create()
    for _ in range(length):
        builders.area(builders.agreement(made.partner))
    with django_assert_max_num_queries(14):
        assert page_of(client, made.partner).status_code == 200


def test_a_narrowed_history_costs_little_more(client, django_assert_max_num_queries):
    made = builders.tie(aim="sister", aim_said_by="both")
    builders.layer(made)
    builders.area(builders.agreement(made.partner))
    with django_assert_max_num_queries(12):
        page_of(client, made.partner, query="?kind=agreement")
