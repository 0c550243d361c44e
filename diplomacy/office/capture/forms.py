"""What is asked about a visit, an agreement or an event itself."""

from typing import Any, ClassVar

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from diplomacy.registry.forms import RecordForm
from diplomacy.registry.models import (
    Agreement,
    City,
    CooperationArea,
    Delegation,
    Entry,
    Event,
    Participation,
)
from diplomacy.registry.models.words import LANGUAGES, page_language

from .fields import NamedField, WordsArea, WordsInput
from .finding import by_key

THE_CITY = "city"  # the place that is the city of the visit itself

_TEXTS = {"title": WordsInput, "summary": WordsArea, "venue": WordsInput}


def _widgets(*names: str) -> dict[str, forms.Widget]:
    kinds = _TEXTS | {"text_why": WordsInput}
    return {f"{name}_{code}": kinds[name](code) for name in names for code in LANGUAGES}


class AreaChoice(Struct, frozen=True):
    """An area by its key and name, and whether it is chosen."""

    key: str
    name: str
    is_chosen: bool


class CaptureForm(RecordForm):
    """City, dates and a title are enough to save; the rest can wait."""

    row_links = None  # all rows that a record of the kind has
    choices_of: ClassVar[tuple[str, ...]] = ()  # lists that the kind adds
    texts: ClassVar[tuple[str, ...]] = tuple(_TEXTS)  # in three languages each

    city = NamedField("city", label=gettext_lazy("City"))
    areas = forms.ModelMultipleChoiceField(
        CooperationArea.objects.all(),
        to_field_name="key",
        required=False,
        label=gettext_lazy("Areas"),
    )
    place = forms.CharField(required=False, label=gettext_lazy("Place"))

    class Meta:
        fields = [*_widgets(*_TEXTS), "start", "end", "level", "staff_note"]
        widgets = {
            **_widgets(*_TEXTS),
            "staff_note": forms.Textarea({"class": "inp", "dir": "auto", "rows": 4}),
        }

    def __init__(self, *args: Any, may_add_city: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = City.objects.home()
        self.fields["city"].may_add = may_add_city
        self.fields["start"].required = True
        for name in ("start", "end", "expires"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "inp"
        for name in ("level", *self.choices_of):
            self._prepare_list(self.fields[name])
        if self.instance.pk:
            self._begin_with_rows()
        else:
            self.initial["level"] = Entry.Level.CITY

    @staticmethod
    def _prepare_list(field: forms.ChoiceField) -> None:
        field.widget.attrs["class"] = "inp"
        blank = dict(BLANK_CHOICE_DASH)
        field.choices = [("", "–") if one in blank.items() else one for one in field.choices]

    def _begin_with_rows(self) -> None:
        rows = list(self.instance.city_rows.select_related("city"))
        self.city_row = next((row for row in rows if not row.city.is_home), None)
        self.other_cities = [row.city for row in rows if row is not self.city_row]
        self.area_rows = list(self.instance.area_rows.select_related("area"))
        self.initial["areas"] = [row.area.key for row in self.area_rows]
        place = self.instance.place
        if self.city_row:
            self.initial["city"] = self.city_row.city
        if place:
            is_city = self.city_row and place.pk == self.city_row.city_id
            self.initial["place"] = THE_CITY if is_city else place.key

    def in_languages(self, name: str) -> list[forms.BoundField]:
        """Return the fields of the words `name`, that of the page's language first."""
        first = page_language()
        return [self[f"{name}_{code}"] for code in sorted(LANGUAGES, key=lambda c: c != first)]

    @property
    def titles(self) -> list[forms.BoundField]:
        return self.in_languages("title")

    @property
    def summaries(self) -> list[forms.BoundField]:
        return self.in_languages("summary")

    @property
    def venues(self) -> list[forms.BoundField]:
        return self.in_languages("venue")

    @property
    def reasons(self) -> list[forms.BoundField]:
        return self.in_languages("text_why") if "text_why" in self.texts else []

    @property
    def in_other_languages(self) -> list[forms.BoundField]:
        """Return the fields that stand folded away: every text in the other two languages."""
        return [field for name in self.texts for field in self.in_languages(name)[1:]]

    @property
    def others_are_filled(self) -> bool:
        return any(field.value() or field.errors for field in self.in_other_languages)

    @property
    def details_are_filled(self) -> bool:
        """Whether a folded detail says more than it does by itself, or is wrong."""
        level = self["level"].value() != Entry.Level.CITY
        told = any(field.value() or field.errors for field in (self["place"], self.venues[0]))
        return level or told or bool(self["level"].errors)

    @property
    def area_choices(self) -> list[AreaChoice]:
        """Return every area with whether it is chosen. One query."""
        chosen = set(map(str, self["areas"].value() or ()))
        return [
            AreaChoice(area.key, str(area), area.key in chosen)
            for area in CooperationArea.objects.all()
        ]

    @property
    def places(self) -> list[tuple[str, str, bool]]:
        """Return the places to choose from: value, words, whether chosen."""
        offered = {"": _("not known"), THE_CITY: _("in that city")}
        if self.home:
            offered[self.home.key] = str(self.home)
        if (place := self.instance.place) and place.key not in offered:
            offered[place.key] = str(place)
        chosen = self["place"].value() or ""
        if chosen and chosen == self["city"].value().chosen:
            chosen = THE_CITY
        return [(value, words, value == chosen) for value, words in offered.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        titles = [f"title_{code}" for code in LANGUAGES]
        if not any(cleaned.get(name) or name in self.errors for name in titles):
            self.add_error(f"title_{page_language()}", _("Give a title; one line is enough."))
        cleaned["place"] = self._place(cleaned.get("place") or "", cleaned.get("city"))
        return cleaned

    def _place(self, typed: str, city: City | None) -> City | None:
        """Return the place that was chosen; a new city is its own place before it is saved."""
        if not typed:
            return None
        if typed == THE_CITY or (city and typed == city.key):
            return city
        if found := by_key(City.objects.all(), typed):
            return found
        self.add_error("place", _("The register does not know this place."))
        return None


class VisitForm(CaptureForm):
    choices_of = ("progress",)

    @property
    def details_are_filled(self) -> bool:
        usual = ("", Delegation.Progress.COMPLETED)
        progress = self["progress"]
        unusual = (progress.value() or "") not in usual or bool(progress.errors)
        return unusual or super().details_are_filled

    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        choices=Delegation.Direction,
        initial=Delegation.Direction.INCOMING,
        widget=forms.RadioSelect,
    )
    progress = forms.ChoiceField(
        label=gettext_lazy("State of the visit"),
        choices=[("", gettext_lazy("by its date")), *Delegation.Progress.choices],
        required=False,
    )

    class Meta(CaptureForm.Meta):
        model = Delegation
        fields = ["direction", "progress", *CaptureForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["progress"] = ""
            self.initial["direction"] = Delegation.Direction.INCOMING
        if self.home:
            ways = dict(Delegation.Direction.choices)
            ways["incoming"] = _("come to %(city)s") % {"city": self.home}
            ways["outgoing"] = _("gone out from %(city)s") % {"city": self.home}
            self.fields["direction"].choices = ways.items()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, lies_ahead = cleaned.get("start"), False
        if start and start.is_known:
            lies_ahead = start.first > timezone.localdate()
        if not cleaned.get("progress") and "progress" not in self.errors:
            ahead, past = Delegation.Progress.PLANNED, Delegation.Progress.COMPLETED
            cleaned["progress"] = ahead if lies_ahead else past
        elif lies_ahead and cleaned.get("progress") == Delegation.Progress.COMPLETED:
            self.add_error("progress", _("A visit that lies ahead cannot be completed."))
        return cleaned


class AgreementForm(CaptureForm):
    choices_of = ("instrument", "paper_state")
    texts = (*CaptureForm.texts, "text_why")

    between = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("The two cities themselves are the parties"),
    )

    class Meta(CaptureForm.Meta):
        model = Agreement
        why = _widgets("text_why")
        fields = ["instrument", "paper_state", "expires", *why, *CaptureForm.Meta.fields]
        widgets = CaptureForm.Meta.widgets | why

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper_state"].required = False
        if self.instance.pk:
            parties = self.instance.participations.filter(role=Participation.Role.PARTY)
            if parties.exists():
                del self.fields["between"]

    def clean_paper_state(self) -> str:
        return self.cleaned_data["paper_state"] or Agreement.PaperState.SIGNED


class EventForm(CaptureForm):
    choices_of = ("type",)

    class Meta(CaptureForm.Meta):
        model = Event
        fields = ["type", *CaptureForm.Meta.fields]
