"""A field in which a record is named in words and, where the words leave a choice, chosen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from msgspec import Struct

from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.folding import fold

from .finding import NOUNS, Suggestion, by_key, called, exactly, nearly

NEW = "+"  # before the words of a new record: the choice holds for these words only


class Typed(Struct, frozen=True):
    """What stands in the field: the words, and the key that was chosen or "+" and a new name."""

    words: str = ""
    chosen: str = ""

    def __str__(self) -> str:
        return self.words


class NamedInput(forms.Widget):
    """Two inputs: the words under NAME and `suffix`, the choice under NAME. Drawn by the page."""

    def __init__(self, noun: str, suffix: str) -> None:
        super().__init__()
        self.noun, self.suffix = noun, suffix

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """Return what was sent; a key that came without words brings the name of its record."""
        words, chosen = data.get(f"{name}{self.suffix}"), (data.get(name) or "").strip()
        if words is None and chosen:
            found = by_key(NOUNS[self.noun].records(), chosen)
            words = called(found) if found else chosen.removeprefix(NEW)
        return Typed((words or "").strip(), chosen)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}{self.suffix}" not in data


class NamedField(forms.Field):
    """Its value is a stored record, a new one not yet saved, or None.

    Words that name one record alone are enough. Where several fit or none does, the field asks:
    `choices` are then the records to choose from and `offers_new` tells whether a new one may be
    made. A new record comes of an explicit choice only, or at once where `new_at_once`.
    """

    default_error_messages = {
        "several": gettext_lazy("Choose below which one is meant."),
        "unknown": gettext_lazy("The register does not know this name; correct it."),
        "new": gettext_lazy(
            "The register does not know this name: correct it, or choose below to add it."
        ),
        "too_long": gettext_lazy("This name is too long."),
        "null": gettext_lazy("Null characters are not allowed."),
    }

    def __init__(
        self,
        noun: str,
        *,
        suffix: str = "_words",
        limit: int = 120,
        new_at_once: bool = False,
        **kw,
    ) -> None:
        super().__init__(widget=NamedInput(noun, suffix), **kw)
        self.noun, self.limit, self.new_at_once = noun, limit, new_at_once
        self.may_add = True
        self.choices: list[Suggestion] = []
        self.offers_new = False

    def prepare_value(self, value: Any) -> Typed:
        if isinstance(value, Typed):
            return value
        return Typed(called(value), value.key) if isinstance(value, Keyed) else Typed()

    def clean(self, value: Typed) -> Keyed | None:
        noun = NOUNS[self.noun]
        if "\x00" in value.words:
            raise self._fault("null")
        if len(value.words) > self.limit:
            raise self._fault("too_long")
        if value.words and (found := self._chosen(value)):
            return found
        if not value.words:
            if self.required:
                raise self._fault("required")
            return None
        same = exactly(noun.records(), value.words)
        if len(same) == 1:
            return same[0]
        return self._ask(value.words, same or self._near(value.words))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data

    def _chosen(self, value: Typed) -> Keyed | None:
        """Return what was chosen, as long as it still fits the words."""
        noun = NOUNS[self.noun]
        if value.chosen.startswith(NEW):
            named = fold(value.chosen[1:]) == fold(value.words) != ""
            return noun.new(value.words) if named and noun.new and self.may_add else None
        chosen = by_key(noun.records(), value.chosen)
        if chosen is None:
            return None
        return noun.records().filter(pk=chosen.pk).search(value.words).first()

    def _near(self, words: str) -> list[Keyed]:
        return [] if self.new_at_once else nearly(NOUNS[self.noun].records(), words)

    def _ask(self, words: str, found: list[Keyed]) -> Keyed:
        noun = NOUNS[self.noun]
        may_be_new = bool(noun.new and self.may_add and fold(words))
        if not found and self.new_at_once and may_be_new:
            return noun.new(words)
        self.offers_new = may_be_new
        self.choices = noun.tell(found)
        if found:
            raise self._fault("several")
        raise self._fault("new" if self.offers_new else "unknown")

    def _fault(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class WordsInput(forms.TextInput):
    """A line in one language."""

    def __init__(self, language: str, **attrs: Any) -> None:
        direction = "rtl" if language == "fa" else "ltr"
        tag = {"zh": "zh-Hans"}.get(language, language)
        super().__init__({"lang": tag, "dir": direction, "class": "inp", **attrs})


class WordsArea(forms.Textarea):
    """Lines in one language."""

    def __init__(self, language: str, **attrs: Any) -> None:
        super().__init__({**WordsInput(language).attrs, "rows": 4, **attrs})
