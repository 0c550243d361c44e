"""How fields are typed and shown, on records and on their rows alike."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

from diplomacy.registry.fields import PartialDateInput
from diplomacy.registry.forms import DayFormField
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.values import is_date, read_only

LARGEST_ID = 2**63 - 1


def is_id(text: str) -> bool:
    """Return whether `text` can be the number of a record; both engines fail on larger ones."""
    return text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_ID


class KnownAutocompleteSelect(AutocompleteSelect):
    """Names what is chosen from the record at hand, where the stock widget asks per row."""

    chosen: tuple[str, str] | None = None  # primary key and name

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[forms.Script("registry/lookup-names.js", defer=True)]
        )

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list:
        if not self.chosen or value != [self.chosen[0]]:
            return super().optgroups(name, [one for one in value if is_id(str(one))], attr)
        options = [self.create_option(name, *self.chosen, selected=True, index=0)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", selected=False, index=0))
        return [(None, options, 0)]


def name_the_chosen(form: forms.ModelForm) -> None:
    """Tell each autocomplete of `form` the name of what its instance holds already."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if not isinstance(widget, KnownAutocompleteSelect):
            continue
        if form.instance._state.adding or not form.instance._meta.get_field(name).is_cached(
            form.instance
        ):
            continue
        if chosen := getattr(form.instance, name):
            widget.chosen = (str(chosen.pk), str(chosen))


class TypedFields:
    """Two calendars, three languages and autocompletes, for admins of records and of rows."""

    formfield_overrides = {
        models.DateField: {"form_class": DayFormField, "widget": PartialDateInput},
    }

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        widget = field.widget
        if isinstance(widget, RelatedFieldWidgetWrapper):
            # One way to the record that is named; it is deleted on its own page only.
            widget.can_delete_related = False
            widget.can_view_related &= not widget.can_change_related
        if isinstance(widget, forms.Textarea):
            widget.attrs["rows"] = 4
        if (language := db_field.name.rpartition("_")[2]) in LANGUAGES:
            widget.attrs |= {"lang": language, "dir": "rtl" if language == "fa" else "ltr"}
        elif isinstance(widget, forms.URLInput | forms.TextInput | forms.Textarea):
            widget.attrs.setdefault("dir", "auto")
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownAutocompleteSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return every foreign key but those to accounts, which few may search."""
        return [
            field.name
            for field in self.opts.fields
            if field.many_to_one and field.related_model._meta.label != settings.AUTH_USER_MODEL
        ]

    def in_words(self, fieldsets: list) -> list:
        """Return `fieldsets` with dates in words, for a page that nobody can edit."""
        return [
            (title, options | {"fields": [self._shown(name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    def _shown(self, name: Any) -> Any:
        if isinstance(name, list | tuple):
            return tuple(self._shown(one) for one in name)
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return name
        return read_only(field) if is_date(field) else name
