"""One search over what readers see: what is found, in which order, at what cost, and by whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diplomacy.registry.models import CityAlias, PersonAlias
from diplomacy.registry.models.searching import LONGEST_QUERY
from diplomacy.registry.queries.search import NOUNS, find, find_of_noun
from tests import builders
from tests.registry.queries.searched import ON, entry_keys, found

pytestmark = pytest.mark.django_db

ZWNJ = "\u200c"


def test_every_noun_that_readers_see_is_found_by_its_own_words(far):
    makers = {
        "agreement": builders.agreement,
        "delegation": builders.delegation,
        "event": builders.event,
        "commitment": builders.commitment,
        "restriction": builders.restriction,
    }
    for make in makers.values():
        last = make(far.partner, title_en="Zanzo entry")
    body = builders.organisation(name_en="Zanzo hall")
    builders.took_part(last, person=builders.person(name_en="Zanzo Senior"), organisation=body)
    builders.cite(last, builders.source(title="Zanzo news"))
    builders.area(last, name_en="Zanzo heritage")
    builders.layer(far, name_en="Zanzo layer")
    builders.difference(far, point_en="Zanzo or not")
    builders.question(far, question_en="Where is Zanzo?")
    builders.tie(builders.city("Zanzo"))
    assert set(found("zanzo")) == set(NOUNS)


@pytest.mark.parametrize(
    "query",
    ["far-vil", "FARVIL", "fa'r vil", "فرویل", "فر ویل", "فر\u200cویل", "远方", "远", "فرويل"],
)
def test_a_city_is_found_with_its_entries_in_any_spelling(far, query):
    meeting = builders.event(far.partner, key="meeting", title_en="Gathering")
    result = found(query)
    assert result["city"] == ["far"]
    assert meeting.key in result["event"]


@pytest.mark.parametrize("query", ["testland", "آزمونستان", "测试国"])
def test_a_country_finds_the_ties_with_its_cities(far, query):
    assert "far" in found(query)["city"]


@pytest.mark.parametrize(
    "query", ["memorandum", "تفاهم\u200cنامه", "تفاهم نامه", "备忘录", "agreements", "توافق"]
)
def test_the_word_for_its_kind_finds_an_entry(far, query):
    plain = dict.fromkeys(("title_fa", "title_en", "title_zh"), "One")
    paper = builders.agreement(far.partner, key="paper", instrument="mou", **plain)
    builders.event(far.partner, key="meeting", type="meeting", **plain)
    assert entry_keys(query) == {paper.key}


def test_words_of_text_number_place_people_bodies_and_areas_find_an_entry(far):
    entry = builders.event(
        far.partner,
        key="meeting",
        summary_fa="نشست بین\u200cالمللی دربارهٔ بافت تاریخی",
        venue_en="Crystal palace",
        reference="۱۴۰۳/۱۲۳",
        place=builders.city("Thirdtown"),
    )
    builders.took_part(
        entry, person=builders.person(name_en="Qumas"), organisation=builders.organisation()
    )
    builders.took_part(entry, organisation=builders.organisation(name_en="Guild of masons"))
    builders.area(entry, name_en="Waterworks")
    for query in (
        "بینالمللی", "بین المللی", "crystal", "1403/123", "thirdtown", "qumas", "guild masons",
        "waterworks", "farvil waterworks qumas",
    ):  # fmt: skip
        assert "meeting" in entry_keys(query), query
    assert "meeting" not in entry_keys("farvil fountains")


def test_the_own_words_of_each_kind_find_it(far):
    builders.delegation(far.partner, key="visit", purpose_en="Ploughing", outcome_zh="合作成果")
    assert entry_keys("ploughing") == {"visit"}
    assert entry_keys("成果") == {"visit"}


def test_who_is_called_so_comes_before_who_has_it_in_the_name_and_in_the_text(far):
    old = {"start": "1990-01-01"}
    builders.event(far.partner, key="text", title_en="Other", summary_en="the zanzo feast")
    builders.event(far.partner, key="title", title_en="Feast of Zanzo", **old)
    builders.event(far.partner, key="older-title", title_en="Zanzo feast again", start="1980")
    builders.event(far.partner, key="called", title_en="Zanzo", start="1970")
    assert found("zanzo")["event"] == ["called", "title", "older-title", "text"]


def test_a_city_called_just_that_comes_first_with_where_its_tie_stands(far):
    builders.tie(builders.city("A Farvil beyond", "الف", "甲", key="beyond"))
    builders.agreement(far.partner, instrument="sister")
    group = find("farvil", ON).groups[0]
    assert [one.record.key for one in group.found] == ["far", "beyond"]
    assert group.found[0].tag.look == "sister"


def test_names_sort_in_the_language_of_the_page(far):
    for fa, en in (("پارس زنزو", "Zanzo C"), ("آباد زنزو", "Zanzo B"), ("چای زنزو", "Zanzo A")):
        builders.tie(builders.city(en, fa, f"赞佐{en}", key=en[-1].lower()))
    for language, query, keys in (("en", "zanzo", "abc"), ("fa", "زنزو", "bca")):
        with translation.override(language):
            assert "".join(found(query)["city"]) == keys


def hide_everything(partner, word: str) -> None:
    """Write records with `word` that readers do not see, beside public ones."""
    for state in ("draft", "in_review", "withdrawn"):
        hidden = builders.event(partner, title_en=f"{word} {state}", publication=state, sources=[])
        builders.cite(hidden, builders.source(title=word))
        builders.took_part(
            hidden,
            person=builders.person(name_en=word),
            organisation=builders.organisation(name_en=word),
        )
        builders.area(hidden, name_en=word)
        builders.difference(hidden, point_en=word)
        builders.question(hidden, question_en=word)
    builders.tie(builders.city(word), publication="draft", origin_en=word)
    member = builders.person(name_en=word, staff_note=word, contact=word)
    PersonAlias.objects.create(person=member, text=word)
    public = builders.event(partner, title_en="Open", staff_note=word)
    builders.took_part(public, person=member, name_shown=False)
    builders.cite(
        public, builders.source(url=f"https://{word}.test/", linked=False, staff_note=word)
    )
    builders.took_part(public, organisation=builders.organisation(staff_note=word))
    CityAlias.objects.create(city=builders.city(), text=word)


def test_words_of_what_is_hidden_find_nothing(far):
    hide_everything(far.partner, "zqhidden")
    assert found("zqhidden") == {}
    assert all(find_of_noun(noun, "zqhidden", ON) is None for noun in NOUNS)


def test_what_is_hidden_changes_no_count_and_no_order(far):
    for number in range(8):
        builders.event(far.partner, key=f"m-{number}", title_en="Zanzo", start=f"200{number}")
    before = find("zanzo", ON)
    for number in range(8):
        state = ("draft", "withdrawn")[number % 2]
        builders.event(far.partner, title_en="Zanzo", start="2004-05", publication=state)
    assert find("zanzo", ON) == before


def test_five_of_a_noun_come_first_and_all_page_by_page(far):
    for number in range(35):
        builders.event(
            far.partner, key=f"m-{number:02}", title_en="Zanzo", start=f"{1900 + number}"
        )
    group = find("zanzo", ON).groups[0]
    assert (group.total, len(group.found), group.has_more) == (35, 5, True)
    pages = [find_of_noun("event", "zanzo", ON, page) for page in (1, 2)]
    keys = [one.record.key for page in pages for one in page.found]
    assert keys == [f"m-{number:02}" for number in reversed(range(35))]
    assert find_of_noun("event", "zanzo", ON, 3) is None


@pytest.mark.parametrize("noun", ["nothing", "", "country", "__class__"])
def test_another_noun_has_no_results(far, noun):
    assert find_of_noun(noun, "farvil", ON) is None


HOSTILE = [
    "", " ", "\x00", "%", "_", "\\", "%_\\", "'\"--", "\u202eabc\u2066", "a" * 8000, "ab " * 3000,
    "﷽" * 200, "1" * 1_000_000, "[2024..", "99999999-99-99", "2024-02-30", "0000", "ß" * 300,
    "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_fails_or_finds_all(far, query):
    builders.event(far.partner)
    assert found(query) == {}
    assert find_of_noun("event", query, ON) is None


@pytest.mark.parametrize("query", ["fa_vil", "fa%il", "f%l", "%rv_l"])
def test_marks_of_patterns_stand_for_no_letters(far, query):
    assert "far" not in found(query).get("city", [])


def _statements(query: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        find(query, ON)
    return len(asked)


def test_a_search_costs_the_same_however_much_it_finds(far):
    counts = []
    for times in (5, 45):
        for number in range(times):
            tie = builders.tie(builders.city(f"Zanzo {times} {number}"))
            entry = builders.event(tie.partner, title_en="Zanzo entry")
            body = builders.organisation(name_en="Zanzo hall")
            builders.took_part(entry, person=builders.person(name_en="Zanzo"), organisation=body)
            builders.cite(entry, builders.source(title="Zanzo"))
            builders.difference(tie, point_en="Zanzo")
            builders.question(tie, question_en="Zanzo")
            builders.area(entry, name_en="Zanzo")
        counts.append(_statements("zanzo"))
    assert counts[0] == counts[1] <= 11
    assert _statements("nothing of the kind") <= 4
    assert _statements("a b c d e f g h i j k l") <= 4


def test_the_length_of_a_query_is_bounded(far):
    assert found("farvil" + " " * LONGEST_QUERY + "elsewhere")["city"] == ["far"]
