"""The page on which news is pasted, over HTTP."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from diplomacy import calendars as dates
from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Entry, Source
from tests import builders
from tests.registry.admin.conftest import signed_in

__all__ = ["signed_in"]

NEWS = """هیئت لینداور مهمان آزمون‌آباد شد
خبرگزاری نمونه – ۶ مهر ۱۴۰۳
هیئت لینداور ۴ مهر ۱۴۰۳ به آزمون‌آباد سفر کرد. گردشگری محور گفت‌وگو بود.
https://news.example/1"""


def address(language: str = "fa") -> str:
    with translation.override(language):
        return reverse("ingest:news")


@pytest.fixture
def town(db):
    builders.home_city()
    builders.area(key="tourism", name_fa="گردشگری", name_en="Tourism", name_zh="旅游")
    return builders.city("Lindavar", "لینداور", "林达瓦")


def told(page: str) -> dict[str, list[str]]:
    """Return what the form of proposals would send at once, dates in their canonical text."""
    form = page.partition('class="news-proposals"')[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if "checked" in tag or 'type="hidden"' in tag:
            shown = html.unescape(value[1])
            is_date = name[1] in ("start", "end", "source_date") and shown
            sent.setdefault(name[1], []).append(str(dates.read(shown)) if is_date else shown)
    return sent


def read(client, text: str, page_in: str = "fa", **beside: str) -> str:
    response = client.post(address(page_in), {"text": text} | beside)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.RECORDER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_who_may_send_drafts_may_paste_news(signed_in, role):
    assert signed_in(role).get(address()).status_code == 200


def test_others_may_not(client, signed_in):
    assert signed_in(Role.VIEWER).get(address()).status_code == 403
    assert signed_in(Role.VIEWER).post(address(), {"text": NEWS}).status_code == 403
    assert client.get(address()).status_code == 302


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_page_fills_the_fields_of_the_form_and_saves_nothing(signed_in, language):
    page = read(signed_in(Role.RECORDER), NEWS, language)
    sent = told(page)
    title = "هیئت لینداور مهمان آزمون‌آباد شد"
    del sent["csrfmiddlewaretoken"]
    assert sent == {
        "proposed": ["1"],
        "city": ["lindavar"],
        "direction": ["incoming"],
        "start": ["1403-07-04"],
        "areas": ["tourism"],
        "source_publisher": ["خبرگزاری نمونه"],
        "source_date": ["1403-07-06"],
        "source_url": ["https://news.example/1"],
        "title_fa": [title],
        "source_title": [title],
        "source_language": ["fa"],
    }
    assert not Entry.objects.exists()
    assert not Source.objects.exists()


@pytest.mark.usefixtures("town")
def test_what_is_chosen_stands_in_the_form_that_it_is_handed_to(signed_in):
    client = signed_in(Role.RECORDER)
    page = read(client, NEWS)
    target = re.search(r'formaction="([^"]+)"', page)[1]
    with translation.override("fa"):
        assert target == reverse("desk:visit-new")
    assert 'value="۴ مهر ۱۴۰۳"' in page
    filled = client.post(target, told(page) | {"start": "۴ مهر ۱۴۰۳"}).content.decode()
    assert 'name="city_words" value="لینداور"' in filled
    assert "۴ مهر ۱۴۰۳" in filled
    assert "https://news.example/1" in filled
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        (NEWS, "desk:visit-new"),
        ("یادداشت تفاهم با لینداور امضا شد", "desk:agreement-new"),
        ("نمایشگاه لینداور گشایش یافت", "desk:event-new"),
    ],
)
def test_the_form_of_the_kind_that_is_read_comes_first_and_all_are_offered(signed_in, text, first):
    targets = re.findall(r'formaction="([^"]+)"', read(signed_in(Role.RECORDER), text))
    with translation.override("fa"):
        assert targets[0] == reverse(first)
    assert len(targets) == 3


@pytest.mark.usefixtures("town")
def test_words_are_marked_where_they_stand_and_the_text_is_whole(signed_in):
    page = read(signed_in(Role.RECORDER), NEWS, "en")
    shown = page.partition('class="news-text')[2].partition(">")[2].partition("</div>")[0]
    assert re.search(r'<mark id="words-\d+">لینداور<sup>', shown)
    without_numbers = re.sub(r"<sup>\d+</sup>|<[^>]+>", "", shown.replace("<br>", "\n"))
    assert html.unescape(without_numbers) == NEWS
    marked = set(re.findall(r'id="words-(\d+)"', shown))
    assert set(re.findall(r'href="#words-(\d+)"', page)) == marked


@pytest.mark.usefixtures("town")
def test_what_was_typed_beside_the_text_goes_before_what_it_says(signed_in):
    page = read(
        signed_in(Role.RECORDER),
        NEWS,
        publisher="روزنامهٔ دیگر",
        date="۷ مهر ۱۴۰۳",
        address="https://other.example/2",
        language="en",
    )
    sent = told(page)
    assert sent["source_publisher"] == ["روزنامهٔ دیگر"]
    assert sent["source_date"] == ["1403-07-07"]
    assert sent["source_url"] == ["https://other.example/2"]
    assert sent["source_language"] == ["en"]
    assert "title_en" in sent


@pytest.mark.usefixtures("town")
def test_a_source_that_the_register_has_is_taken_instead_of_a_new_one(signed_in):
    builders.source(key="s-known", url="https://news.example/1")
    sent = told(read(signed_in(Role.RECORDER), NEWS))
    assert sent["source"] == ["s-known"]
    assert "source_title" not in sent


@pytest.mark.usefixtures("town")
def test_the_day_given_beside_tells_what_yesterday_was(signed_in):
    sent = told(read(signed_in(Role.RECORDER), "لینداور\nدیروز آمدند", date="2024-10-03"))
    assert sent["start"] == ["2024-10-02"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Paste the text of the news here."),
        ({"text": "  \n "}, "Paste the text of the news here."),
        ({"text": "x" * 20_001}, "This has 20,001 characters; at most 20,000 are read."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"text": "kept", "date": "yesterday-ish"}, "is not understood as a date"),
        ({"text": "kept", "address": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"text": "kept", "publisher": "p" * 201}, "This has 201 characters; at most 200"),
        ({"text": "kept", "language": "xx"}, "Select a valid choice"),
    ],
)
def test_a_fault_is_told_beside_the_field_and_what_was_typed_stays(signed_in, typed, said):
    page = read(signed_in(Role.RECORDER), page_in="en", **typed)
    assert said in html.unescape(page)
    kept = typed["text"].strip()
    assert not kept or html.escape(kept).replace("\x00", "") in page.replace("\x00", "")
    assert "news-proposals" not in page


def test_the_persian_page_counts_in_persian_digits(signed_in):
    page = read(signed_in(Role.RECORDER), "x" * 20_001)
    assert "۲۰٬۰۰۱" in page
    assert "20001" not in page


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> لینداور", '"><img src=x>', "\u202eلینداور", "a" * 20_000]
)
def test_hostile_text_is_shown_as_text(signed_in, text):
    page = read(signed_in(Role.RECORDER), text, "en")
    assert "<script>alert" not in page
    assert "<img" not in page.partition('class="news-proposals"')[2]


@pytest.mark.usefixtures("town")
def test_the_page_costs_the_same_however_much_is_known_and_pasted(
    signed_in, django_assert_max_num_queries
):
    client = signed_in(Role.RECORDER)
    for number in range(20):
        builders.organisation(city=builders.city())
        builders.area()
        builders.source(url=f"https://news.example/{number}")
    text = NEWS + "\nPartnerville 1 Partnerville 2 Body 3" * 50
    read(client, text)
    with django_assert_max_num_queries(12):
        read(client, text)
