"""Text folded for search, so that every spelling of a name finds it in every script."""

import re
import unicodedata
from functools import lru_cache

# Arabic forms as keyboards and old texts write them; letters that Unicode does not take apart;
# ZWNJ, tatweel and marks are no letters.
_LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه",
        "ە": "ه", "ہ": "ه", "ھ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
        "\u200c": " ", "ـ": "", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l",
        "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n",
    }
)  # fmt: skip
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
# What stands between two parts of one word.
JOINERS = frozenset("'’‘ʻʼʽʾʿ′＇`´-‐‑–—−")
_NO_LETTERS = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"})
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=1 << 14)
def fold_letter(letter: str) -> str:
    """Return what one letter of a text is folded to: a letter, several, a space, or nothing."""
    if letter.isspace():
        return " "
    if letter in JOINERS:
        return ""
    text = unicodedata.normalize("NFKC", letter).translate(_LETTERS).translate(_DIGITS)
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    text = "".join(
        c for c in text if unicodedata.category(c) not in _NO_LETTERS and c not in JOINERS
    )
    return text if text == letter else "".join(map(fold_letter, text))


def fold(text: str) -> str:
    """Return `text` without case, accents, vowel marks, and differences of letter or digit forms.

    Apostrophes and hyphens go ("L'Aquila" and "laquila" fold alike); words stay apart by one space.
    """
    return _SPACES.sub(" ", "".join(map(fold_letter, text))).strip()
