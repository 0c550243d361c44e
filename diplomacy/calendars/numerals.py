"""Digits and numbers as each language writes them."""

from decimal import Decimal

from .words import PHRASES, Language

_LATIN = "0123456789"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC = "٠١٢٣٤٥٦٧٨٩"
_TO_PERSIAN = str.maketrans(_LATIN + _ARABIC, _PERSIAN * 2)
_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC, _LATIN * 2)


def digits(value: str | int, language: Language) -> str:
    """Return the text with Persian digits for fa, Latin digits otherwise."""
    return str(value).translate(_TO_PERSIAN if language == "fa" else _TO_LATIN)


def number(value: int | float | Decimal, language: Language) -> str:
    """Return the number grouped by thousands: "۱٬۹۶۱٬۲۶۰" or "1,961,260"."""
    phrases = PHRASES[language]
    signs = str.maketrans({",": phrases.group, ".": phrases.point, "-": "\u2212"})
    return digits(f"{value:,}".translate(signs), language)
