"""Text folded for search: writing makes no difference, and words are marked as written."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.calendars import digits
from diplomacy.registry.models.folding import JOINERS, fold
from diplomacy.registry.models.searching import LONGEST_QUERY, MOST_UNITS, searchable, wanted
from diplomacy.registry.queries.marking import marker

ZWNJ, KASHIDA = "\u200c", "ـ"
PERSIAN = st.text("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", min_size=3, max_size=8)
LATIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8)
ANY = st.text(max_size=60)
PATIENT = settings(deadline=None)


def finds(query: str, *names: str, texts: tuple[str, ...] = ()) -> bool:
    """Whether a record with these names and texts holds the query, as the database would say."""
    search = searchable(names, texts)
    return all(
        any(pattern in search for pattern in word.patterns)
        for unit in wanted(query)
        for word in unit.words
    )


@PATIENT
@given(ANY)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@PATIENT
@given(ANY)
def test_composed_and_decomposed_letters_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@PATIENT
@given(ANY)
def test_a_folded_text_holds_no_control_no_joiner_and_no_wide_space(text):
    folded = fold(text)
    assert not JOINERS & set(folded)
    assert "  " not in folded
    assert folded == folded.strip()
    assert "\x00" not in folded
    folded.encode()


@PATIENT
@given(st.lists(PERSIAN, min_size=2, max_size=4))
def test_zwnj_a_space_or_nothing_between_the_parts_of_a_word_is_the_same(parts):
    text = ZWNJ.join(parts)
    for between in (ZWNJ, " ", "", KASHIDA):
        assert finds(between.join(parts), text)
        assert finds(between.join(parts), "name", texts=(f"متنی بلند دربارهٔ {text} و جز آن " * 9,))


@PATIENT
@given(PERSIAN)
def test_letters_of_the_arabic_keyboard_and_kashida_make_no_difference(word):
    arabic = word.replace("ی", "ي").replace("ک", "ك")
    assert finds(arabic, word)
    assert finds(word, arabic)
    assert finds(KASHIDA.join(word), word)


@PATIENT
@given(st.integers(1, 10**9))
def test_digits_of_every_script_are_the_same(number):
    forms = [str(number), digits(number, "fa")]
    forms.append(str(number).translate({48 + d: chr(0x660 + d) for d in range(10)}))
    forms.append(str(number).translate({48 + d: chr(0xFF10 + d) for d in range(10)}))
    assert len({fold(form) for form in forms}) == 1


@PATIENT
@given(LATIN, LATIN)
def test_apostrophes_hyphens_and_case_make_no_difference(first, second):
    for between in ("'", "’", "-", "–", "ʻ", ""):
        name = f"{first}{between}{second}".title()
        for typed in ("'", "’", "-", " ", ""):
            assert finds(f"{first}{typed}{second}", name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("xian", "Xi’an"),
        ("Xi'an", "Xian"),
        ("xi an", "Xi’an"),
        ("XIAN", "Xi An"),
        ("iasi", "Iași"),
        ("Iaşi", "Iasi"),
        ("laquila", "L’Aquila"),
        ("strasse", "Straße"),
        ("malmo", "Malmø"),
        ("diyarbakir", "Diyarbakır"),
        ("lodz", "Łódź"),
        ("شیان", "شی\u200cآن"),
        ("شي آن", "شی\u200cآن"),
        ("شی\u200cآن", "شیان"),
        ("بینالمللی", "بین\u200cالمللی"),
        ("بین المللی", "بین\u200cالمللی"),
        ("西安", "西安市"),
        ("西", "西安"),
        ("1403/123", "نامهٔ ۱۴۰۳/۱۲۳"),
        ("shanghai-isfahan", "Isfahan and Shanghai"),
        ("xi'an", "The people who went to Xi An for a while"),
        ("ho-chi-minh", "They went from there to Ho Chi Minh City"),
        ("vis-à-vis xi'an", "Vis-a-vis with Xian"),
        ("ｘｉａｎ", "Xi'an"),
    ],
)
def test_a_name_is_found_however_it_is_typed(query, name):
    assert finds(query, name)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("rome", "A letter from everyone"),  # only across two words of a long text
        ("شیان", "نشستی برای گفتن از بخشی انبوه در پیشی انجامید و جز آن نبود"),
        ("xi an", "an exile and a taxi in anger"),
        ("xi'an", "President Xi has signed an agreement"),
        ("西安", "西部与安全"),
    ],
)
def test_what_only_looks_alike_across_words_is_not_found(query, text):
    assert not finds(query, "name", texts=(f"{text} with some more words to it",))


@pytest.mark.parametrize("query", ["", " ", "%", "_", "\\", "'\"", "\x00", "\u202e", "¶", ZWNJ])
def test_what_is_no_word_looks_for_nothing(query):
    assert wanted(query) == ()


@PATIENT
@given(st.text(max_size=4000))
def test_any_query_looks_for_few_short_words(query):
    units = wanted(query)
    assert len(units) <= MOST_UNITS
    assert sum(len(word.letters) for unit in units for word in unit.words) <= 20 * LONGEST_QUERY


def marked(query: str, text: str) -> list[str]:
    return [part for part, is_marked in marker(query).parts(text) if is_marked]


@PATIENT
@given(ANY, ANY)
def test_a_marked_text_is_still_the_text(query, text):
    assert "".join(part for part, _ in marker(query).parts(text)) == text


@PATIENT
@given(LATIN, ANY)
def test_what_stands_in_a_text_is_marked_there(word, around):
    text = f"{around} {word.upper()} {around}"
    assert any(fold(word) in fold(part) for part in marked(word, text))


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("شیان", "پیمان با شی\u200cآن در سال", ["شی\u200cآن"]),
        ("شی آن", "پیمان با شی\u200cآن", ["شی\u200cآن"]),
        ("xian", "To Xi’an, and Xi An", ["Xi’an", "Xi An"]),
        ("xi'an", "Visit to Xian", ["Xian"]),
        ("xi'an", "Xi’an hosts an exhibition", ["Xi’an"]),
        ("l'aquila", "L’Aquila or 50 l", ["L’Aquila"]),
        ("١٤٠٣", "در سال ۱۴۰۳ خورشیدی", ["۱۴۰۳"]),
        ("iasi", "Iași", ["Iași"]),
        ("کتاب", "کِتابخانه", ["کِتاب"]),
        ("西安", "与西安市签署", ["西安"]),
        ("بینالمللی", "روابط بین\u200cالمللی شهر", ["بین\u200cالمللی"]),
        ("strasse", "Große Straße 5", ["Straße"]),
        ("of", "of an offer", ["of", "of"]),
        ("of an", "of an offer", ["of an"]),
        ("<b>", "a <b> and b", ["b", "b"]),
    ],
)
def test_words_are_marked_as_they_were_written(query, text, marks):
    assert marked(query, text) == marks
