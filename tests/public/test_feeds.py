"""Atom feeds: what is new, for all, for each city and each field of work."""

from datetime import date

import pytest

from diplomacy.registry.models import City
from tests import builders
from tests.public.subscribing import feed_of, links_of, published, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(settings) -> City:
    """A city with a published tie."""
    settings.SITE_URL = "https://register.test"
    return builders.tie().partner


def titles(response) -> list[str]:
    return [item.title for item in feed_of(response).entries]


def test_an_item_has_its_title_days_addresses_words_and_sources(client, partner):
    found = builders.source(publisher="The Test Post")
    pact = builders.agreement(
        partner, start="2024-09-25", summary_en="What it says.", sources=[found],
        published_at=published(),
    )  # fmt: skip
    item = feed_of(client.get("/en/feed.atom")).entries[0]
    assert item.id == f"https://register.test/id/{pact.key}/"
    assert item.title == pact.title_en
    assert (item.published, item.updated) == ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z")
    assert links_of(item) == {
        "alternate": f"https://register.test/en/agreements/{pact.key}/",
        "via": f"https://register.test/en/sources/{found.key}/",
    }
    said = "25 September 2024 · 4 Mehr 1403", partner.name_en, "What it says.", "The Test Post"
    for words in said:
        assert words in item.summary
        assert words in item.content[0].value
    tags = {(tag.scheme.rpartition("#")[2], tag.term, tag.label) for tag in item.tags}
    assert tags == {
        ("kind", "agreement", "Agreements"),
        ("class", "mou", "memorandum of understanding"),
        ("city", partner.key, partner.name_en),
    }


def test_an_item_says_that_no_source_states_its_day(client, partner):
    builders.event(partner, start="2013-08-20", date_basis="inferred", published_at=published())
    item = feed_of(client.get("/en/feed.atom")).entries[0]
    for words in (item.summary, item.content[0].value):
        assert "20 August 2013 · 29 Mordad 1392 · inferred" in words


@pytest.mark.parametrize(
    ("language", "tag", "title", "when"),
    [
        ("fa", "fa", "پیوندهای آزمون‌آباد", "۴ مهر ۱۴۰۳ · ۲۵ سپتامبر ۲۰۲۴"),
        ("en", "en", "Ties of Testabad", "25 September 2024 · 4 Mehr 1403"),
        ("zh-hans", "zh-Hans", "测试城城市纽带", "2024年9月25日 · 伊朗历1403年7月4日"),
    ],
)
def test_a_feed_is_in_the_language_of_its_address(client, partner, language, tag, title, when):
    builders.delegation(partner, start="1403-07-04", published_at=published())
    response = client.get(f"/{language}/feed.atom", headers={"accept-language": "de"})
    found = feed_of(response)
    assert found.feed.language == tag
    assert found.feed.title == title
    assert when in found.entries[0].summary
    assert f'lang="{tag}"' in response.content.decode().replace("&quot;", '"')
    assert response["Content-Language"] == language


def test_a_feed_says_who_answers_for_it_where_it_is_and_on_which_terms(client, partner, settings):
    settings.DATA_LICENCE = "CC-BY-4.0"
    builders.event(partner, published_at=published(), start="")
    for path, page, name in (
        ("feed.atom", "", "Ties of Testabad"),
        (f"cities/{partner.key}/feed.atom", f"cities/{partner.key}/", partner.name_en),
    ):
        feed = feed_of(client.get(f"/en/{path}")).feed
        assert feed.title.startswith(name)
        assert feed.author_detail.name == "Municipality of Testabad · International Affairs"
        assert feed.rights == "CC-BY-4.0"
        assert links_of(feed) == {
            "self": f"https://register.test/en/{path}",
            "first": f"https://register.test/en/{path}",
            "alternate": f"https://register.test/en/{page}",
            "license": "https://creativecommons.org/licenses/by/4.0/",
        }


def test_the_newest_by_publication_come_first_and_those_of_no_known_day_are_left_out(
    client, partner
):
    for number in (2, 3, 1):
        builders.event(partner, title_en=f"E{number}", published_at=published(number))
    builders.event(partner, title_en="of no known day")
    assert titles(client.get("/en/feed.atom")) == ["E3", "E2", "E1"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fa", "ادعا (گفته شده، نه امضا): الف"),
        ("en", "Claim (said, not signed): A"),
        ("zh-hans", "说法（仅为言论，未签署）：甲"),
    ],
)
def test_mere_words_are_marked_in_title_and_category(client, partner, language, title):
    builders.event(
        partner, type="claim", published_at=published(), **builders.three("title", "الف", "A", "甲")
    )
    item = feed_of(client.get(f"/{language}/feed.atom")).entries[0]
    assert item.title == title
    assert "words" in {tag.term for tag in item.tags}


@pytest.mark.parametrize(
    ("make", "fields", "title"),
    [
        (builders.agreement, {}, "A"),
        (builders.agreement, {"paper_state": "draft"}, "Draft, not signed: A"),
        (builders.delegation, {}, "A"),
        (builders.delegation, {"progress": "planned", "start": "2090-01-01"}, "Planned: A"),
        (builders.delegation, {"progress": "cancelled"}, "Cancelled: A"),
        (
            builders.delegation,
            {"progress": "announced"},
            "Whether it took place is not recorded: A",
        ),
        (builders.commitment, {"force": "possibility"}, "Possibility: A"),
        (builders.event, {"type": "plan"}, "Plan: A"),
        (builders.event, {"type": "assessment"}, "Assessment (said, not signed): A"),
        (builders.restriction, {}, "A"),
    ],
)
def test_a_title_claims_no_more_than_is_recorded(client, partner, make, fields, title):
    make(partner, title_en="A", published_at=published(), **fields)
    assert titles(client.get("/en/feed.atom")) == [title]


def test_only_a_change_that_readers_are_told_of_moves_the_day_of_an_item(client, partner):
    meeting = builders.event(partner, published_at=published())
    meeting.title_en = "Mended"
    meeting.save()
    before = feed_of(client.get("/en/feed.atom"))
    assert before.entries[0].updated == before.feed.updated == "2024-05-06T07:08:09Z"
    tell(meeting, date(2024, 6, 1))
    tell(meeting, date(2024, 5, 1))
    after = feed_of(client.get("/en/feed.atom"))
    # Where the register is kept the day begins at half past eight of the evening before.
    assert after.entries[0].updated == after.feed.updated == "2024-05-31T20:30:00Z"
    assert after.entries[0].published == before.entries[0].published
