"""Made-up names in three scripts: no syllable of them is taken from a real place or person."""

from itertools import product

from diplomacy.calendars import digits

_CONSONANTS = tuple(zip("bdfghjklmnprstz", "بدفگهجکلمنپرستز", strict=True))
_VOWELS = tuple(zip("aiu", "ایو", strict=True))
_HAN = "巴比布达迪都法菲福加吉古哈希胡贾季居卡奇库拉利鲁马米木纳尼努帕皮普塔里如萨西苏泰提图扎兹祖"
_SYLLABLES = [
    (f"{consonant}{vowel}", f"{persian}{persian_vowel}", han)
    for ((consonant, persian), (vowel, persian_vowel)), han in zip(
        product(_CONSONANTS, _VOWELS), _HAN, strict=True
    )
]

MOST_NAMES = len(_SYLLABLES) ** 2


def place_name(number: int) -> dict[str, str]:
    """Return the names of the made-up place with this number, of MOST_NAMES; all are different."""
    first, second = (_SYLLABLES[n] for n in divmod(number % MOST_NAMES, len(_SYLLABLES)))
    latin, persian, han = (one + other for one, other in zip(first, second, strict=True))
    # With a ZWNJ, which readers who search leave out.
    return three("name", f"نمونه\u200c{persian}", f"Sample {latin.capitalize()}", f"样{han}")


def numbered(field: str, words: tuple[str, str, str], number: int) -> dict[str, str]:
    """Return the words in Persian, English and Chinese, each with the number."""
    persian, english, chinese = words
    return three(
        field, digits(f"{persian} {number}", "fa"), f"{english} {number}", f"{chinese}{number}"
    )


def three(field: str, fa: str, en: str, zh: str) -> dict[str, str]:
    return {f"{field}_fa": fa, f"{field}_en": en, f"{field}_zh": zh}
