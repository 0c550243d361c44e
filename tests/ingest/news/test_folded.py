"""Names and words in a text, whatever spelling they have there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.ingest.news.folded import Folded, Words


def found(text: str, *words: str) -> list[str]:
    """Return the pieces of the text at which the words are found."""
    lexicon: Words[str] = Words()
    for word in words:
        lexicon.add(word, word)
    folded = Folded(text)
    spans = (folded.span(match.start, match.end) for match in lexicon.find(folded))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "word", "piece"),
    [
        ("در یون‌های بود", "یون‌های", "یون‌های"),
        ("در یون های بود", "یون‌های", "یون های"),
        ("در یونهای بود", "یون‌های", "یونهای"),
        ("به كراميك رفت", "کرامیک", "كراميك"),
        ("به «کرامیک» رفت", "کرامیک", "کرامیک"),
        ("هفته‌ی فرهنگی", "هفته فرهنگی", "هفته‌ی فرهنگی"),
        ("هفتهٔ فرهنگی", "هفته فرهنگی", "هفتهٔ فرهنگی"),
        ("کـرامیک", "کرامیک", "کـرامیک"),
        ("to Yun-Hai and", "Yunhai", "Yun-Hai"),
        ("in YUNHAI.", "Yunhai", "YUNHAI"),
        ("Sorvina's mayor", "Sorvina", "Sorvina"),
        ("Sörvina’s mayor", "Sorvina", "Sörvina"),
        ("访问云海市外办", "云海", "云海"),
        ("Yunhai代表团", "Yunhai", "Yunhai"),
        ("museums of art", "museum*", "museums"),
        ("موزه‌های شهر", "موزه*", "موزه"),
    ],
)
def test_a_word_is_found_in_any_spelling_at_its_place(text, word, piece):
    assert found(text, word) == [piece]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Lindavaria", "Lindavar"),
        ("NewLindavar", "Lindavar"),
        ("با کو به شورا", "باکو"),
        ("yun hai", "Yunhai"),
        ("carp", "car"),
        ("a b", "a"),
        ("", "word"),
    ],
)
def test_part_of_a_word_or_two_words_are_no_name(text, word):
    assert found(text, word) == []


def test_the_longest_name_counts_and_names_do_not_overlap():
    names = ("Lindavar", "New Lindavar", "Lindavar Chamber of Commerce")
    assert found("New Lindavar and Lindavar", *names) == ["New Lindavar", "Lindavar"]
    assert found("Lindavar Chamber of Commerce", *names) == ["Lindavar Chamber of Commerce"]
    assert found("Lindavar Chamber of Trade", *names) == ["Lindavar"]


def test_two_that_have_one_name_are_both_meant():
    lexicon: Words[int] = Words()
    lexicon.add("Twinford", 1)
    lexicon.add("Twin-ford", 2)
    (match,) = lexicon.find(Folded("in Twinford"))
    assert match.meanings == (1, 2)


@given(st.text(max_size=200))
def test_every_letter_keeps_its_place_in_the_text(text):
    folded = Folded(text)
    for at in range(len(folded.letters)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("piece", ["a", "ab ", "a-", "云", "ﷺ", "ه\u200cی", "\u0301", "'", " "])
def test_the_work_grows_with_the_text_and_no_faster(piece):
    """Count the steps of the look-up in texts made to have a name begin everywhere."""
    words: Words[str] = Words()
    for length in range(2, 40):
        words.add(piece.strip() * length + "!", "word")

    def steps(text: Folded) -> int:
        counted = _Counting(text.letters)
        text.letters = counted
        list(words.find(text))
        return counted.reads

    once, twice = (steps(Folded(piece * size)) for size in (2_000, 4_000))
    assert twice <= 2.1 * once + 100


class _Counting(str):
    """A text that counts how often one of its letters is read."""

    reads = 0

    def __getitem__(self, at):
        self.reads += 1
        return str.__getitem__(self, at)
