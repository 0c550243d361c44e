"""The five axes, the figures, the pulse and what was said, on the page of a tie."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from diplomacy.public.pulse_chart import pulse_chart
from diplomacy.public.time_direction import Directions
from diplomacy.registry.models import Identity, Restriction
from diplomacy.registry.queries.pulse import YearCount
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

FROM_LEFT = Directions(page_from_right=False, time_from_right=False)


def page_of(client, tie, language="en"):
    return client.get(f"/{language}/cities/{tie.partner.key}/")


def text_of(client, tie, language="en") -> str:
    return html.unescape(page_of(client, tie, language).content.decode())


def day(days_ago: int) -> str:
    return (timezone.localdate() - timedelta(days=days_ago)).isoformat()


def test_each_axis_leads_to_its_meaning_and_to_what_it_rests_on(client):
    tie = builders.tie()
    paper = builders.agreement(tie.partner, instrument="sister", start=day(100))
    stop = builders.restriction(tie.partner)
    words = "/en/about/words/"
    anchors = ("form-sister", "stage-established", "activity-new", "certainty-press_only")
    wanted = {f"{words}#{anchor}" for anchor in (*anchors, "restriction-official_political")}
    wanted |= {f"/en/agreements/{paper.key}/", f"/en/restrictions/{stop.key}/"}
    assert wanted <= addresses(page_of(client, tie))


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_every_meaning_that_the_page_leads_to_is_there(client, language):
    tie = builders.tie()
    builders.restriction(tie.partner)
    page = client.get(f"/{language}/about/words/")
    there = {element.get("id") for element in parse(page).iter() if element.get("id")}
    asked = {
        a.partition("#")[2] for a in addresses(page_of(client, tie, language)) if "words/#" in a
    }
    assert len(asked) > 12
    assert asked <= there


def test_silence_is_said_to_be_silence_and_never_inactivity(client):
    tie = builders.tie()
    builders.delegation(tie.partner, start="2019-03")
    shown = text_of(client, tie)
    assert "nothing of substance recorded since March 2019" in shown
    assert "dormant</a>" not in shown


def test_a_contact_with_an_open_date_gives_no_since(client):
    tie = builders.tie()
    builders.agreement(tie.partner, start="[..2019-03]")
    assert "nothing of substance recorded since the last contact" in text_of(client, tie)


def test_an_activity_measured_on_the_vouched_day_says_so(client):
    tie = builders.tie(recorded_until="2020-06-01")
    builders.delegation(tie.partner, start="2020-05-04")
    assert "measured on 1 June 2020" in text_of(client, tie)


def test_a_restriction_is_told_beside_the_form_before_the_timeline(client):
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister")
    stop = builders.restriction(tie.partner, start="2023-01-31")
    shown = text_of(client, tie)
    notice = shown.index("In force: sister city. Suspended: official political contacts.")
    assert notice < shown.index('id="timeline"')
    assert f"{stop.body.name_en}</a>" in shown
    assert "31 January 2023" in shown
    assert "This decision does not close other contacts." in shown


def test_a_stop_of_all_contacts_leaves_no_others_open(client):
    tie = builders.tie()
    builders.restriction(tie.partner, scope=Restriction.Scope.ALL)
    shown = text_of(client, tie)
    assert "Suspended: all contacts." in shown
    assert "does not close other contacts" not in shown


def test_a_restriction_that_was_lifted_is_no_notice(client):
    tie = builders.tie()
    builders.restriction(tie.partner, start="2020-01-01", end="2021-01-01")
    assert "Suspended:" not in text_of(client, tie)


def test_all_that_was_said_is_gathered_claims_first_with_publisher_date_and_language(client):
    tie = builders.tie()
    view = builders.event(tie.partner, type="assessment", start="2024-01-01", sources=[])
    daily = builders.source(publisher="The Daily Claim", language="de")
    claim = builders.event(
        tie.partner, type="claim", claimed_form="sister", start="2023-02-01", sources=[daily]
    )
    for number in range(6):
        builders.event(tie.partner, type="list", stated_count=number, start="2022")
    said = text_of(client, tie)
    said = said[said.index('id="said"') : said.index('id="timeline"')]
    for mark in ("The Daily Claim", "German", "1 February 2023", "says: sister city"):
        assert mark in said
    assert said.index(claim.title_en) < said.index(view.title_en)
    assert said.count("states:") == 6


def test_a_draft_is_not_among_what_was_signed(client):
    tie = builders.tie()
    draft = builders.agreement(tie.partner, paper_state="draft")
    signed = text_of(client, tie)
    signed = signed[signed.index('id="papers"') : signed.index('id="timeline"')]
    assert draft.title_en not in signed
    assert "No paper is recorded." in signed


def test_the_five_figures_stand_with_their_meaning_and_no_sum(client):
    tie = builders.tie()
    builders.area(builders.agreement(tie.partner, start=day(800)))
    shown = text_of(client, tie)
    figures = shown[shown.index('class="figures"') : shown.index("Entries per year")]
    assert figures.count("<dt>") == 5
    assert "Whole years since the first recorded contact." in figures
    assert "Recorded contacts in the last 24 months." in figures


def test_a_figure_that_cannot_be_told_yet_is_not_zero(client):
    figures = text_of(client, builders.tie())
    figures = figures[figures.index('class="figures"') : figures.index("Entries per year")]
    assert figures.count("not recorded") == 2


def test_the_pulse_stands_on_the_page_and_on_the_cards_with_its_words(client):
    tie = builders.tie(leading=True)
    builders.event(tie.partner, start=day(0))
    year = timezone.localdate().year
    words = f"Entries per year from {year - 9} to {year}; {year}: 1; no others."
    assert words in text_of(client, tie)
    assert words in client.get("/en/").content.decode()


@pytest.mark.parametrize("page_from_right", [False, True])
def test_time_in_the_pulse_runs_as_the_page_reads_or_as_is_forced(page_from_right):
    years = [YearCount(number, number - 1400) for number in range(1400, 1410)]
    western, eastern = (
        pulse_chart(years, "fa", Directions(page_from_right, time)) for time in (False, True)
    )
    assert [bar.x for bar in eastern.bars] == [bar.x for bar in western.bars][::-1]
    assert western.bars[-1].number == eastern.bars[-1].number == "۹"
    reading = (eastern if page_from_right else western).before
    assert reading == "۱۴۰۰"
    assert (western if page_from_right else eastern).before == "۱۴۰۹"


def test_the_direction_of_time_that_the_register_forces_holds_for_its_pulses(client):
    tie = builders.tie(leading=True)
    builders.event(tie.partner, start=str(timezone.localdate()))
    as_read = client.get("/en/").content.decode()
    Identity.objects.create(city=builders.home_city(), time_direction="rtl")
    forced = client.get("/en/").content.decode()
    assert first_bar(as_read) != first_bar(forced)
    assert first_bar(client.get("/fa/").content.decode()) == first_bar(forced)


def first_bar(page: str) -> str:
    """Return where the first year of the first pulse stands."""
    return re.search(r'class="pulse".*?<rect[^>]* x="(\d+)"', page, re.DOTALL)[1]


def test_a_single_entry_does_not_fill_the_pulse():
    one, none = pulse_chart([YearCount(2020, 1), YearCount(2021, 0)], "en", FROM_LEFT).bars
    many = max(
        pulse_chart([YearCount(2020, 9), YearCount(2021, 1)], "en", FROM_LEFT).bars,
        key=lambda b: b.height,
    )
    assert none.height < one.height < many.height
    assert none.number == ""


def test_silent_years_are_told_in_words():
    words = pulse_chart([YearCount(2020, 0), YearCount(2021, 0)], "en", FROM_LEFT).words
    assert words == "Nothing is recorded for the years from 2020 to 2021."


def test_a_page_shows_the_newest_words_and_restrictions_and_leads_to_the_rest(client):
    tie = builders.tie()
    words = [builders.event(tie.partner, type="claim", start=f"{1990 + n}") for n in range(25)]
    stops = [builders.restriction(tie.partner, start=f"{1990 + n}") for n in range(7)]
    page = parse(page_of(client, tie))
    city = tie.partner.key
    more = {
        "said": (words, 20, f"/en/events/?city={city}"),
        "closed": (stops, 5, f"/en/restrictions/?city={city}"),
    }
    for part, (entries, shown, rest) in more.items():
        (section,) = (s for s in page.iter("section") if part in s.get("class", "").split())
        there = [link.get("href") for link in section.iter("a")]
        links = {entry.key for entry in entries if any(f"/{entry.key}/" in a for a in there)}
        assert links == {entry.key for entry in entries[-shown:]}
        assert rest in there
        assert client.get(rest).status_code == 200
