"""Addresses of pages about records, found once for each language: a row of a list has several."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

_ANY = "1000"  # a key as well as a year


def address(name: str, key: str) -> str:
    """Return the address in the page's language of the record with this key."""
    return f"{_before(name, get_language(), get_script_prefix())}{key}/"


def page_address(name: str) -> str:
    """Return the address in the page's language of a page that there is one of."""
    return _of_page(name, get_language(), get_script_prefix())


@lru_cache(maxsize=256)
def _of_page(name: str, language: str | None, prefix: str) -> str:
    return reverse(f"public:{name}")


@lru_cache(maxsize=256)
def _before(name: str, language: str | None, prefix: str) -> str:
    """Return what stands before the key; the language and the prefix are those in force."""
    return reverse(f"public:{name}", args=[_ANY]).removesuffix(f"{_ANY}/")
