"""Forms shared by the admin screens and the staff's own pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomacy.calendars import PartialDate, write

from .date_words import active_language
from .fields import PartialDateFormField
from .models.words import LANGUAGES
from .versions import RowLink, version_of


class DayFormField(PartialDateFormField):
    """An exact day, typed in either calendar with any digits; its value is a `date` or None."""

    def to_python(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError where it is no day, or not an exact one."""
        if isinstance(value, date):
            return value
        typed = super().to_python(value)
        if not typed.is_known:
            return None
        if not typed.is_day:
            raise ValidationError(_("Give an exact day, such as 2024-09-25 or 1403-07-04."))
        return typed.first

    def prepare_value(self, value: Any) -> Any:
        """Return a day in the words and the first calendar of the page."""
        if not isinstance(value, date):
            return value
        language = active_language()
        calendar = "solar_hijri" if language == "fa" else "gregorian"
        return write(PartialDate.of(value), language, calendar)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return forms.Field.has_changed(self, initial, data)


class RecordForm(forms.ModelForm):
    """Refuses to save over what somebody else changed after the form was opened.

    The page sends `version` back as it got it. After a refusal the form carries the present
    version, so that a second, informed save goes through; nothing that was typed is lost.
    """

    row_links: Sequence[RowLink] = ()
    is_over_another = False  # whether it was refused for that

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version_of(self.instance, self.row_links) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.version and self.data.get("version") != self.version:
            self.is_over_another = True
            raise ValidationError([self._changed_meanwhile(), *self.stored_now()])
        return cleaned

    def _changed_meanwhile(self) -> str:
        latest = self.instance.history.select_related("history_user").first()
        who = latest and latest.history_user
        return _(
            "This was changed after you opened it (last by %(who)s), so it was not saved. What you"
            " typed stands below; saving again puts it in the place of what is stored now."
        ) % {"who": who or _("a program")}

    def stored_now(self) -> Iterable[str]:
        """Yield a line for each value that differs from the stored one."""
        for name in self.changed_data:
            stored = self[name].field.prepare_value(self.initial.get(name))
            label = capfirst(self.fields[name].label)
            yield _("Stored now: %(label)s: %(value)s") % {"label": label, "value": stored or "–"}


class SentencesForm(forms.Form):
    """A public sentence in each language; `empty` is what is said where there is none."""

    empty = gettext_lazy("Give the public reason in one language at least.")
    max_length = 250

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in LANGUAGES.items():
            self.fields[code] = forms.CharField(
                label=language,
                required=False,
                max_length=self.max_length,
                widget=forms.Textarea(
                    {
                        "rows": 2,
                        "lang": code,
                        "dir": "rtl" if code == "fa" else "ltr",
                        "class": "inp",
                    }
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(self.empty)
        return cleaned
