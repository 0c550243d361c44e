"""What is asked beside the record itself: its source, who took part, what was promised."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomacy.calendars import MAX_LENGTH, UNKNOWN, DateError, PartialDate, read
from diplomacy.registry.date_words import fault
from diplomacy.registry.fields import PartialDateFormField, PartialDateInput
from diplomacy.registry.models import Commitment, Organisation, Participation, Side, Source
from diplomacy.registry.models.words import page_language

from .fields import NamedField, WordsInput
from .finding import NOUNS, exactly

MOST_ROWS = 20


def _line(**attrs: Any) -> forms.TextInput:
    return forms.TextInput({"class": "inp", "dir": "auto", "autocomplete": "off", **attrs})


class SourceForm(forms.Form):
    """A source that the register has, or a new one by its title."""

    source = NamedField(
        "source",
        suffix="_title",
        limit=300,
        new_at_once=True,
        required=False,
        label=gettext_lazy("Title of the source"),
    )
    source_url = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=600,
        widget=forms.URLInput({"class": "inp", "dir": "ltr", "autocomplete": "off"}),
    )
    source_publisher = forms.CharField(
        label=gettext_lazy("Publisher"), required=False, max_length=200, widget=_line()
    )
    source_date = PartialDateFormField(
        label=gettext_lazy("Date of the source"),
        required=False,
        widget=PartialDateInput({"class": "inp"}),
    )
    source_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of source"),
        help_text=gettext_lazy("Needed for a new source."),
        required=False,
        choices=[("", "–"), *Source.Kind.choices],
        widget=forms.Select({"class": "inp"}),
    )
    source_language = forms.CharField(
        label=gettext_lazy("Language"),
        required=False,
        max_length=12,
        widget=_line(size=6),
        help_text=gettext_lazy("A tag: fa, en, zh …"),
    )

    def clean_source_url(self) -> str:
        address = self.cleaned_data["source_url"].strip()
        for validator in Source._meta.get_field("url").validators if address else ():
            validator(address)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        typed = {
            name: cleaned[f"source_{name}"] for name in ("url", "publisher", "kind", "language")
        }
        chosen = cleaned["source"]
        if chosen is None:
            if any(typed.values()) or cleaned["source_date"].is_known:
                self.add_error("source", _("Give the title of the source."))
        elif chosen._state.adding:
            self._describe(chosen, typed, cleaned["source_date"])
        return cleaned

    def _describe(self, source: Source, typed: dict[str, str], day: PartialDate) -> None:
        """Fill a new source. Its address must be new, and its kind told: that is its weight."""
        known = Source.objects.filter(url=typed["url"]).first() if typed["url"] else None
        if known:
            field = self.fields["source"]
            field.choices = NOUNS["source"].tell([known])
            self.add_error(
                "source", _("This address is a source of the register already: choose it below.")
            )
        if not typed["kind"]:
            self.add_error("source_kind", _("Say what kind of source it is."))
        for name, value in typed.items():
            setattr(source, name, value)
        source.date = day


class RowForm(forms.Form):
    """A row that may stay empty; it is one as long as its telling fields are."""

    telling: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        typed = (self[name].data for name in self.telling)
        return any(getattr(one, "words", one) for one in typed)


class PersonForm(RowForm):
    """Somebody who took part; readers see the office, and the name only where it is allowed."""

    telling = ("person", "office")

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Participation.Role,
        widget=forms.Select({"class": "inp"}),
        required=False,
    )
    person = NamedField("person", limit=160, required=False, label=gettext_lazy("Name"))
    office = forms.CharField(label=gettext_lazy("Office held then"), required=False, max_length=200)
    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=[("", "–"), *Side.choices],
        required=False,
        widget=forms.Select({"class": "inp"}),
    )
    name_shown = forms.BooleanField(
        label=gettext_lazy("Readers may see the name (public office only)"), required=False
    )

    def __init__(
        self, *args: Any, first_role: str = "", may_add: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = first_role
        self.fields["person"].may_add = may_add
        self.fields["office"].widget = WordsInput(page_language())

    def participation(self) -> Participation:
        """Return who took part, not yet saved, as may the person be."""
        typed = self.cleaned_data
        return Participation(
            role=typed["role"] or self.fields["role"].initial,
            side=typed["side"],
            name_shown=typed["name_shown"] and typed["person"] is not None,
            person=typed["person"],
            **{f"office_{page_language()}": typed["office"]},
        )


class PromiseForm(RowForm):
    """What was promised, by whom, by when: the day, or the words for it."""

    telling = ("what", "who", "due")

    what = forms.CharField(label=gettext_lazy("What is promised"), max_length=300)
    who = forms.CharField(
        label=gettext_lazy("Who is to do it"), required=False, max_length=200, widget=_line()
    )
    due = forms.CharField(
        label=gettext_lazy("By when"),
        required=False,
        max_length=MAX_LENGTH,
        widget=PartialDateInput({"class": "inp"}),
    )
    force = forms.ChoiceField(
        label=gettext_lazy("Force"),
        choices=Commitment.Force,
        initial=Commitment.Force.UNDERTAKING,
        required=False,
        widget=forms.Select({"class": "inp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].widget = WordsInput(page_language())

    def clean_due(self) -> PartialDate | str:
        """Return the day, or the words where they are meant for no day."""
        typed = self.cleaned_data["due"].strip()
        try:
            return read(typed)
        except DateError as error:
            if error.code == "not_understood":
                return typed
            raise ValidationError(fault(error), code=error.code) from error

    def commitment(self) -> Commitment:
        """Return the promise, not yet saved and not yet placed or dated."""
        typed, language = self.cleaned_data, page_language()
        due, in_words = typed["due"], isinstance(typed["due"], str)
        return Commitment(
            force=typed["force"] or Commitment.Force.UNDERTAKING,
            due=UNKNOWN if in_words else due,
            **{
                f"title_{language}": typed["what"],
                f"due_words_{language}": due if in_words else "",
            },
        )

    def debtor(self) -> Participation | None:
        """Return who owes it: the body of that name if there is one alone, else the words."""
        typed = self.cleaned_data["who"].strip()
        if not typed:
            return None
        bodies = exactly(Organisation.objects.all(), typed)
        owes = Participation(role=Participation.Role.OWES)
        if len(bodies) == 1:
            owes.organisation = bodies[0]
        else:
            setattr(owes, f"words_{page_language()}", typed)
        return owes


class Rows(forms.BaseFormSet):
    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.has_changed()]


class RowsOfPeople(Rows):
    """The first row begins with the leading role, those after it with that of the others."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        given = super().get_form_kwargs(index)
        first, other = given.pop("roles")
        return given | {"first_role": other if index else first}


PeopleRows = forms.formset_factory(
    PersonForm, formset=RowsOfPeople, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
PromiseRows = forms.formset_factory(
    PromiseForm, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
