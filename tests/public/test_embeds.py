"""Pages in the frames of other sites: what they show, to whom they open, and what they never do."""

import pytest
from django.utils import timezone

from diplomacy.registry.models import Relationship
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
PAGES = ["cities", "timeline"]
FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors *"
)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://register.test"


@pytest.fixture
def tie():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2020-05-06")
    builders.event(tie.partner, type="claim", start="2021-02-03")
    builders.delegation(tie.partner, start="2999-01-01", progress="planned")
    return tie


def frame(client, tie: Relationship, page: str, language: str = "en"):
    return client.get(f"/{language}/embed/{page}/{tie.partner.key}/")


def said(response) -> str:
    return " ".join("".join(parse(response).itertext()).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_frame_is_a_valid_page_that_runs_nothing_and_leads_to_the_whole(
    client, tie, page, language
):
    tree = parse(frame(client, tie, page, language))
    whole = f"https://register.test/{language}/cities/{tie.partner.key}/"
    links = {link.get("rel"): link.get("href") for link in tree.iter("link")}
    assert links["canonical"] == whole
    assert {"name": "robots", "content": "noindex"} in [meta.attrib for meta in tree.iter("meta")]
    assert [element.tag for element in tree.iter() if element.tag in ("script", "form")] == []
    assert [base.attrib for base in tree.iter("base")] == [{"target": "_blank"}]
    assert whole in addresses(frame(client, tie, page, language))
    assert not any(link.get("target") for link in tree.iter("a"))


@pytest.mark.parametrize("page", PAGES)
def test_a_frame_tells_both_names_and_where_the_tie_stands_on_which_day(client, tie, page):
    text = said(frame(client, tie, page))
    for words in (
        str(tie.home_end.name),
        str(tie.partner.name),
        "as of",
        str(timezone.localdate().year),
        "Links open in a new tab.",
        "Memorandum of understanding signed",
    ):
        assert words in text


def test_the_card_tells_the_last_deed_and_how_many_sources_there_are(client, tie):
    builders.cite(builders.agreement(tie.partner, start="2019-01-01"))
    text = said(frame(client, tie, "cities"))
    assert "6 May 2020" in text
    assert "2021" not in text  # only said
    assert "2999" not in text  # only planned
    assert "5 sources" in text


def test_the_card_of_a_tie_without_a_deed_says_so(client):
    assert "nothing dated yet" in said(frame(client, builders.tie(), "cities"))


def test_the_timeline_tells_words_from_deeds_and_what_is_to_come(client, tie):
    tree = parse(frame(client, tie, "timeline"))
    coming, past = (ol for ol in tree.iter("ol") if ol.get("class") == "feed")
    assert "2999" in "".join(coming.itertext())
    assert [row.get("class") for row in past] == ["said", None]
    assert "said, not signed" in "".join(past[0].itertext())


def test_a_long_history_shows_its_newest_and_how_many_there_are(client, tie):
    for year in range(1990, 2010):
        builders.event(tie.partner, start=str(year))
    text = said(frame(client, tie, "timeline"))
    assert "All 23 entries" in text
    assert "2006" in text
    assert "2005" not in text


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize("page", PAGES)
def test_a_frame_costs_the_same_however_long_the_history(
    client, tie, page, rows, django_assert_max_num_queries
):
    for year in range(rows):
        builders.event(tie.partner, start=str(1950 + year))
    with django_assert_max_num_queries(9):
        frame(client, tie, page)


@pytest.mark.parametrize("page", PAGES)
def test_a_frame_carries_its_own_headers_and_sets_no_cookie(client, tie, page):
    response = frame(client, tie, page)
    assert response.headers["Content-Security-Policy"] == FRAMED
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert response.headers["Cache-Control"] == "public, max-age=600"
    assert not response.cookies
    again = client.get(response.request["PATH_INFO"], headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # A browser keeps these headers with the page that it has.
    assert again.headers["Content-Security-Policy"] == FRAMED
    assert "X-Frame-Options" not in again.headers


@pytest.mark.parametrize("page", PAGES)
def test_nothing_hidden_changes_a_byte_of_a_frame(client, tie, page):
    before = frame(client, tie, page).content
    for state in ("draft", "in_review", "withdrawn"):
        for make in (builders.agreement, builders.event, builders.delegation):
            builders.cite(make(tie.partner, publication=state, start="2022-01-01"))
    assert frame(client, tie, page).content == before


@pytest.mark.parametrize("page", PAGES)
def test_a_withdrawn_tie_says_so_in_the_frame(client, page):
    tie = builders.tie(
        publication="withdrawn", withdrawn_on="2024-05-06", withdrawn_reason_en="A mistake."
    )
    builders.event(tie.partner, start="2020-01-01")
    response = frame(client, tie, page)
    assert response.status_code == 410
    assert response.headers["Content-Security-Policy"] == FRAMED
    assert "Withdrawn on 6 May 2024. A mistake." in said(response)


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_as_if_it_were_not_there_and_the_frame_says_there_is_nothing(client, page):
    draft = builders.tie(publication="draft")
    missing = client.get(f"/en/embed/{page}/no-such-key/")
    hidden = frame(client, draft, page)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
    assert hidden.headers["Content-Security-Policy"] == FRAMED
    assert "There is no tie here" in said(hidden)


@pytest.mark.parametrize("page", PAGES)
def test_a_city_without_a_tie_has_no_frame(client, page):
    city = builders.city()
    builders.event(city, start="2020-01-01")
    assert client.get(f"/en/embed/{page}/{city.key}/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_frame_follows_a_key_that_moved(client, tie, page):
    former = tie.partner.key
    tie.partner.key = "new-key"
    tie.partner.save()
    response = client.get(f"/en/embed/{page}/{former}/")
    assert (response.status_code, response["Location"]) == (301, f"/en/embed/{page}/new-key/")
    assert response.headers["Content-Security-Policy"] == FRAMED


def test_a_tie_of_another_end_than_the_city_says_whose_it_is(client):
    tie = builders.tie(home_end=builders.city("Quarter", kind="district", is_home=False))
    text = said(frame(client, tie, "cities"))
    assert "This is the tie of Quarter, not of the city itself." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_frames_gives_what_to_copy(client, tie, language):
    page = client.get(f"/{language}/cities/{tie.partner.key}/embed/")
    copied = ["".join(block.itertext()) for block in parse(page).iter("pre")]
    assert len(copied) == 2
    for name, snippet in zip(PAGES, copied, strict=True):
        address = f"https://register.test/{language}/embed/{name}/{tie.partner.key}/"
        assert f'<iframe src="{address}" ' in snippet
        assert "allow-scripts" not in snippet
    assert f"/{language}/cities/{tie.partner.key}/embed/" in addresses(
        client.get(f"/{language}/cities/{tie.partner.key}/")
    )


def test_there_is_no_page_about_frames_of_a_draft(client):
    draft = builders.tie(publication="draft")
    assert client.get(f"/en/cities/{draft.partner.key}/embed/").status_code == 404
