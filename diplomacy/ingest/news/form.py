"""What is asked of a text to be read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomacy.calendars import number
from diplomacy.registry.date_words import active_language
from diplomacy.registry.fields import PartialDateFormField, PartialDateInput
from diplomacy.registry.models.sources import web_address
from diplomacy.registry.models.words import LANGUAGES

from .table import Given

MOST_LETTERS = 20_000


def language_of(text: str) -> str:
    """Return the language whose letters the text has most of: "fa", "zh" or "en"."""
    persian = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    # A Chinese letter says as much as some three of an alphabet.
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    weights = {"fa": persian, "zh": 3 * chinese, "en": latin}
    return max(weights, key=weights.get)


class NewsForm(forms.Form):
    """A text, and what is known of it beside."""

    text = forms.CharField(
        label=gettext_lazy("Text of the news"),
        widget=forms.Textarea({"class": "inp", "dir": "auto", "rows": 12}),
        error_messages={"required": gettext_lazy("Paste the text of the news here.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        validators=[web_address],
        widget=forms.URLInput({"class": "inp", "dir": "ltr", "autocomplete": "off"}),
    )
    publisher = forms.CharField(
        label=gettext_lazy("Publisher"),
        required=False,
        widget=forms.TextInput({"class": "inp", "dir": "auto", "autocomplete": "off"}),
    )
    date = PartialDateFormField(
        label=gettext_lazy("Date of the source"),
        required=False,
        widget=PartialDateInput({"class": "inp"}),
        help_text=gettext_lazy("Needed to understand “yesterday” or a day without its year."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("as the text shows")), *LANGUAGES.items()],
        widget=forms.Select({"class": "inp"}),
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        _refuse_longer(text, MOST_LETTERS)
        return text

    def clean_address(self) -> str:
        _refuse_longer(self.cleaned_data["address"], 600)
        return self.cleaned_data["address"]

    def clean_publisher(self) -> str:
        _refuse_longer(self.cleaned_data["publisher"], 200)
        return self.cleaned_data["publisher"]

    @property
    def given(self) -> Given:
        """Return what stands beside the text, the language found where none was chosen."""
        typed: dict[str, Any] = self.cleaned_data
        language = typed["language"] or language_of(typed["text"])
        return Given(typed["publisher"], typed["date"].text, typed["address"], language)


def _refuse_longer(text: str, most: int) -> None:
    """Raise ValidationError, which says how long the text is and how long it may be."""
    if len(text) > most:
        language = active_language()
        counts = {"length": number(len(text), language), "most": number(most, language)}
        raise ValidationError(
            _("This has %(length)s characters; at most %(most)s are read.") % counts
        )
