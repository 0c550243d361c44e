"""The form on which a promise is reviewed, and what readers would see of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import PartialDate
from diplomacy.registry import publishing
from diplomacy.registry.fields import PartialDateInput
from diplomacy.registry.forms import DayFormField
from diplomacy.registry.models import CommitmentReview
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.publishing import Assessment
from diplomacy.registry.queries.assessing import Judged

from .capture.fields import WordsArea
from .capture.rows import SourceForm

SENTENCE_LENGTH = 300  # that of a note to readers, who may be told the same


class AssessForm(SourceForm):
    """A verdict on a promise, its public sentence, its evidence, and the entries that deliver it.

    `seen` is the version of the promise that was read. `quiet` keeps what was typed unjudged.
    """

    verdict = forms.ChoiceField(label=_("Verdict"), widget=forms.RadioSelect)
    on = DayFormField(label=_("Reviewed on"), widget=PartialDateInput({"class": "inp"}))
    delivered_by = forms.MultipleChoiceField(
        label=_("Entries that deliver it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tell = forms.BooleanField(
        label=_("Tell readers: the sentence stands among the changes of its page, dated today"),
        required=False,
    )
    earlier = forms.BooleanField(
        label=_("Keep it all the same, as a review before the last one"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(
        self, judged: Judged, typed: Mapping | None = None, *, seen: str = "", quiet: bool = False
    ) -> None:
        initial = {"on": timezone.localdate(), "seen": seen}
        super().__init__(_mutable(typed), initial=initial)
        self.judged = judged
        self.fields["verdict"].choices = publishing.verdicts_on(judged.promise)
        self.fields["delivered_by"].choices = [(one.key, one) for one in judged.candidates]
        for code, language in LANGUAGES.items():
            self.fields[code] = forms.CharField(
                label=language,
                required=False,
                max_length=SENTENCE_LENGTH,
                widget=WordsArea(code, rows=2),
            )
        if quiet and typed is not None:
            self.full_clean()
            self._errors = ErrorDict()

    @property
    def sentences(self) -> list[forms.BoundField]:
        return [self[code] for code in LANGUAGES]

    @property
    def chosen(self) -> list[str]:
        """Return the keys of the entries that are ticked."""
        return self["delivered_by"].value() or []

    @property
    def source_is_open(self) -> bool:
        """Whether something stands in the fields of a new source."""
        names = ("source_url", "source_publisher", "source_kind", "source_date", "source_language")
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("tell") and not any(cleaned.get(code) for code in LANGUAGES):
            self.add_error("tell", _("There is no sentence that readers could be told."))
        return cleaned

    def assessment(self) -> Assessment:
        """Return what was found; the form must be valid."""
        typed = self.cleaned_data
        sentence = {code: typed[code] for code in LANGUAGES}
        chosen = set(typed["delivered_by"])
        return Assessment(
            typed["verdict"],
            typed["on"],
            sentence,
            typed["source"],
            [one for one in self.judged.candidates if one.key in chosen],
            sentence if typed["tell"] else {},
        )

    def refuse(self, fault: ValidationError) -> None:
        """Show what was refused beside the field that it is about."""
        if not hasattr(fault, "error_dict"):
            self.add_error(None, fault.messages)
            return
        for name, messages in fault.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)

    def see(self, version: str) -> None:
        """Send the present version along, beside which what was typed is sent once more."""
        self.data["seen"] = version

    def review(self) -> CommitmentReview | None:
        """Return what readers would see, from what is right so far; None without a verdict."""
        typed = getattr(self, "cleaned_data", {})
        if not typed.get("verdict"):
            return None
        day = typed.get("on")
        return CommitmentReview(
            verdict=typed["verdict"],
            on=PartialDate.of(day) if day else None,
            **{f"words_{code}": typed.get(code, "") for code in LANGUAGES},
        )


def _mutable(typed: Mapping | None) -> QueryDict | None:
    if typed is None:
        return None
    data = QueryDict(mutable=True)
    data.update(typed)
    return data
