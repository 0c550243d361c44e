"""The page of the search: one box, results noun by noun, words marked, nothing hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders

from .pages import parse

pytestmark = pytest.mark.django_db

ZWNJ = "\u200c"


@pytest.fixture
def far():
    """A published tie with one meeting."""
    tie = builders.tie(builders.city("Xi’var", "شی\u200cآن", "西远", key="far"), leading=True)
    builders.event(
        tie.partner,
        key="meeting",
        start="2024-09-25",
        title_fa="دیدار با شی\u200cآن در ۱۴۰۳",
        title_en="Meeting in Xi’var",
        title_zh="在西远会见",
        summary_en="Long words before it, " * 9
        + "then the crystal palace & more "
        + "after it " * 30,
    )
    return tie


def page(client, query: str, language: str = "en", **others):
    return client.get(f"/{language}/search/", {"q": query} | others)


def text(response) -> str:
    parse(response)
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "query", "marked"),
    [
        ("fa", "شیان", f"شی{ZWNJ}آن"),
        ("fa", "شي آن", f"شی{ZWNJ}آن"),
        ("fa", "١٤٠٣", "۱۴۰۳"),
        ("en", "xivar", "Xi’var"),
        ("en", "XI'VAR", "Xi’var"),
        ("zh-hans", "西远", "西远"),
    ],
)
def test_words_are_marked_as_they_stand_in_the_title(client, far, language, query, marked):
    assert f"<mark>{marked}</mark>" in text(page(client, query, language))


def test_what_stands_around_the_words_in_the_text_is_shown(client, far):
    html = text(page(client, "crystal"))
    assert '<p class="around">… words before it, then the' not in html
    assert "then the <mark>crystal</mark> palace &amp; more" in html
    assert "after it …</p>" in html


def test_a_name_in_another_language_is_shown_in_that_language(client, far):
    html = text(page(client, "شیان", "zh-hans"))
    assert f'<bdi lang="fa" dir="rtl"><mark>شی{ZWNJ}آن</mark></bdi>' in html


def test_an_entry_that_is_found_by_its_area_shows_the_area(client, far):
    builders.area(builders.event(far.partner), name_en="Zanzo gardens", name_fa="باغ‌ها")
    assert '<p class="around"><mark>Zanzo</mark> gardens</p>' in text(page(client, "zanzo"))
    assert f"<mark>باغ{ZWNJ}ها</mark>" in text(page(client, "باغ ها", "fa"))


@pytest.mark.parametrize("query", ["شی آن", f"شی{ZWNJ}آن"])
def test_half_of_a_name_is_marked_where_the_whole_stands_nowhere(client, far, query):
    that = "پس از آن بود"
    builders.event(far.partner, title_fa=f"دیدار شی{ZWNJ}آن", summary_fa=that, title_en="One")
    html = text(page(client, query, "fa", noun="event"))
    assert f"دیدار <mark>شی{ZWNJ}آن</mark>" in html
    assert "<mark>آن</mark>" not in html
    builders.event(builders.tie().partner, title_fa="شی بزرگ", summary_fa=that, title_en="Two")
    html = text(page(client, query, "fa", noun="event"))
    assert "<mark>شی</mark> بزرگ" in html
    assert "پس از <mark>آن</mark> بود" in html


def test_results_stand_noun_by_noun_with_counts_and_the_way_to_all(client, far):
    for number in range(34):
        builders.event(far.partner, title_en=f"Feast {number}", title_fa="جشن")
    html = text(page(client, "feast"))
    assert "34 results for “feast”" in html
    assert 'href="?q=feast&amp;noun=event">Events: all 34</a>' in html
    assert html.count("<mark>Feast</mark>") == 5
    first, second = (page(client, "feast", noun="event", page=number) for number in ("1", "2"))
    assert text(first).count("<mark>Feast</mark>") == 30
    assert text(second).count("<mark>Feast</mark>") == 4
    assert 'rel="next"' in first.content.decode()
    assert 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 50, "۲", "", "2", "999"])
def test_a_page_that_is_none_is_the_first(client, far, number):
    assert "Xi’var" in text(page(client, "xivar", noun="event", page=number))


@pytest.mark.parametrize("noun", ["x", "<b>", "city\x00"])
def test_another_noun_shows_all_of_them(client, far, noun):
    assert 'id="h-city"' in text(page(client, "xivar", noun=noun))


def test_a_city_stands_first_with_where_its_tie_stands(client, far):
    builders.agreement(far.partner, instrument="sister")
    html = text(page(client, "xivar"))
    assert html.index("s-sister") < html.index("Meeting in")
    assert '<a href="/en/cities/far/">' in html


def test_a_year_leads_to_its_page(client, far):
    assert 'href="/fa/years/1403/"' in text(page(client, "۱۴۰۳", "fa"))
    assert 'href="/en/years/2024/"' in text(page(client, "2024"))


def test_numbers_are_written_as_the_page_writes_them(client, far):
    html = text(page(client, "شیان", "fa"))
    assert "نتیجه" in html
    assert "<b>1</b>" not in html


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_without_words_the_page_says_what_can_be_searched(client, far, language):
    html = text(page(client, "", language))
    name = {"fa": far.partner.name_fa, "en": "Xi’var", "zh-hans": "西远"}[language]
    assert f"<bdi>{name}</bdi></a>" in html
    assert f'href="/{language}/agreements/"' in html


def test_an_empty_register_offers_no_examples(client):
    assert "For example" not in text(page(client, ""))


def test_where_nothing_is_found_the_page_says_so_and_what_helps(client, far):
    html = text(page(client, "no such thing"))
    assert "holds all of “no such thing”" in html
    assert "fewer words" in html
    assert 'href="/en/cities/"' in html


def test_where_there_is_no_word_the_page_says_so(client, far):
    assert "no letter or digit" in text(page(client, "%%%"))


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=y>',
        "xivar <b>",
        "'; --",
        "{{ 7 }}{% x %}",
    ],
)
def test_what_was_typed_is_shown_as_text_and_nothing_else(client, far, query):
    builders.event(far.partner, title_en='A <script>alert(1)</script> "><img src=x onerror=y>')
    html = text(page(client, query))
    assert "<script>" not in html
    assert "<img" not in html
    assert "<b> " not in html


@pytest.mark.parametrize(
    "query",
    ["\x00", "\x00xivar", "%_\\", "a" * 8000, "\u202e\u2066", "﷽" * 99, "1" * 9000, "[", "۹" * 99],
)
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_no_query_breaks_the_page(client, far, language, query):
    assert page(client, query, language).status_code == 200


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_what_no_page_may_hold_is_left_out_of_what_was_typed(client, far, language):
    html = text(page(client, "\u202e\x01xi\x9fvar\ufffe\u2066\x00", language))
    assert 'value="xivar"' in html
    assert "<mark>" in html


def test_a_broken_encoding_and_a_long_address_break_nothing(client, far):
    assert client.get("/en/search/?q=%ff%fe%80").status_code == 200
    assert client.get("/en/search/?q=" + "x" * 1_000_000).status_code == 200
    assert client.get("/en/search/?q=a&q=xivar&noun=&page=").status_code == 200
    assert client.post("/en/search/", {"q": "x"}).status_code in {403, 405}


def test_search_engines_are_told_to_leave_results_alone(client, far):
    assert '<meta name="robots" content="noindex">' in text(page(client, "xivar"))


@pytest.mark.parametrize("address", ["/en/", "/fa/agreements/", "/zh-hans/cities/far/"])
def test_the_box_stands_on_every_page(client, far, address):
    language = address.split("/")[1]
    tree = parse(client.get(address))
    box = next(form for form in tree.iter("form") if form.get("class") == "srch")
    field = next(box.iter("input"))
    label = next(box.iter("label"))
    assert box.get("role") == "search"
    assert box.get("action") == f"/{language}/search/"
    assert box.get("method") in {None, "get"}
    assert label.get("for") == field.get("id")
    assert field.get("name") == "q"


def test_the_page_of_the_search_has_one_box_which_keeps_the_words(client, far):
    html = text(page(client, 'a "b" <c>'))
    assert html.count('name="q"') == 1
    assert 'value="a &quot;b&quot; &lt;c&gt;"' in html


def test_the_same_words_lead_to_the_page_in_other_languages(client, far):
    assert "/fa/search/?q=xivar" in text(page(client, "xivar"))


def test_a_page_costs_the_same_however_much_there_is(client, far):
    counts = []
    for times in (5, 45):
        for _ in range(times):
            builders.event(builders.tie(builders.city()).partner, title_en="Xi’var again")
        for noun in ("", "event", "city"):
            with CaptureQueriesContext(connection) as asked:
                page(client, "xivar", noun=noun)
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 25
