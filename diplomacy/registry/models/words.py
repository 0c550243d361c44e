"""Words kept in three languages: the columns, and the value a page asks for."""

from collections.abc import Iterator

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = {"fa": _("Persian"), "en": _("English"), "zh": _("Chinese")}
# As Django names them.
TAGS = {"fa": "fa", "en": "en", "zh": "zh-hans"}

# What a reader is shown when a text is not yet in the page's language.
FALLBACK = {"fa": ("fa", "en", "zh"), "en": ("en", "fa", "zh"), "zh": ("zh", "en", "fa")}


def page_language() -> str:
    """Return the language of the page being made: "fa", "en" or "zh"."""
    code = (get_language() or "en")[:2]
    return code if code in LANGUAGES else "en"


class Text(str):
    """A text that knows its language: `lang` is "fa", "en", "zh", or "" for no text at all."""

    lang: str

    def __new__(cls, value: str, lang: str) -> "Text":
        text = super().__new__(cls, value)
        text.lang = lang
        return text

    def __getnewargs__(self) -> tuple[str, str]:
        return str(self), self.lang


class Words:
    """Columns `NAME_fa`, `NAME_en`, `NAME_zh`, and `NAME`: the `Text` for the active language.

    Plain columns, so that history, forms, constraints and search need to know nothing of it.
    It is not a Field itself: a pseudo field beside its columns clashes with history (models.E006).
    """

    def __init__(self, label, *, long: bool = False, max_length: int = 250, help_text=""):
        self.columns = {}
        for code, language in LANGUAGES.items():
            options = {
                "verbose_name": format_lazy(_("{} ({})"), label, language),
                "blank": True,
                "help_text": help_text,
            }
            self.columns[code] = (
                models.TextField(**options)
                if long
                else models.CharField(max_length=max_length, **options)
            )

    def contribute_to_class(self, cls, name: str) -> None:
        self.name = name
        for code, column in self.columns.items():
            cls.add_to_class(f"{name}_{code}", column)
        setattr(cls, name, self)

    def __get__(self, record, owner=None):
        if record is None:
            return self
        for code in FALLBACK[page_language()]:
            if value := getattr(record, f"{self.name}_{code}"):
                return Text(value, code)
        return Text("", "")


def columns(name: str) -> Iterator[str]:
    """Yield the names of the three columns behind the words `name`."""
    return (f"{name}_{code}" for code in LANGUAGES)
