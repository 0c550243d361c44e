"""Text folded for search, so that every spelling of a name finds it in every script."""

import re
import unicodedata

# Arabic forms as keyboards and old texts write them; ZWNJ, tatweel and marks are no letters.
_LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا",
        "آ": "ا", "ٱ": "ا", "ؤ": "و", "\u200c": " ", "ـ": "",
    }
)  # fmt: skip
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_JOINERS = re.compile(r"['’‘ʻ`´\-‐‑–—]+")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` without case, accents, vowel marks, and differences of letter or digit forms.

    Apostrophes and hyphens go ("L'Aquila" and "laquila" fold alike); words stay apart by one space.
    """
    text = unicodedata.normalize("NFKC", text.replace("\x00", "")).translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text.translate(_DIGITS)).casefold()
    text = "".join(
        c for c in text if unicodedata.category(c) not in {"Mn", "Cf", "Cc"} or c == "\n"
    )
    return _SPACES.sub(" ", _JOINERS.sub("", text.translate(_LETTERS))).strip()


def searchable(*texts: str) -> str:
    """Return what the search column holds: each text folded, and again without its spaces.

    The copy without spaces lets a name be found whose ZWNJ or word space was dropped.
    """
    folded = dict.fromkeys(fold(text) for text in texts if text)
    squashed = dict.fromkeys(
        text.replace(" ", "") for text in folded if " " in text and len(text) < 120
    )
    return "\n".join([*folded, *(text for text in squashed if text not in folded)])
