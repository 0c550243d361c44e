"""A save over somebody else's change: what has changed meanwhile, and where the form differs."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from diplomacy.registry import publishing
from diplomacy.registry.forms import RecordForm
from diplomacy.registry.values import in_words
from diplomacy.registry.versions import FieldChange, differences, snapshot, snapshot_seen


class ScreenForm(RecordForm):
    """The form of a screen, which shows what is stored now in a table instead."""

    def stored_now(self) -> Iterable[str]:
        return ()


class Conflict(Struct, frozen=True):
    """What others changed since the form was opened, and the typed values beside those stored."""

    changed: list[FieldChange]
    typed: list[FieldChange]


def conflict(
    request: HttpRequest, form: ScreenForm, formsets: Iterable[forms.BaseInlineFormSet]
) -> Conflict:
    """Return both versions, rows included, of a form that was refused.

    A few queries for each kind of row, and one for each record that is named.
    """
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    typed = list(_typed(form, stored, ""))
    for formset in formsets:
        typed += _typed_rows(formset)
    return Conflict(_changed(request, form, stored), typed)


def _changed(request: HttpRequest, form: ScreenForm, stored: models.Model) -> list[FieldChange]:
    try:
        seen = snapshot_seen(stored, form.data.get("version", ""), form.row_links)
    except ValueError:  # a forged form, or one without its version
        return []
    now = snapshot(stored)
    now = replace(now, rows={link: rows for link, rows in now.rows.items() if link in seen.rows})
    user = request.user
    return differences(publishing.readable(seen, user), publishing.readable(now, user))


def _typed_rows(formset: forms.BaseInlineFormSet) -> Iterator[FieldChange]:
    noun = capfirst(formset.model._meta.verbose_name)
    pks = [form.instance.pk for form in formset.initial_forms if form.instance.pk]
    stored = formset.model._base_manager.in_bulk(pks)
    for form in formset.forms:
        if form in formset.deleted_forms:
            name = str(stored.get(form.instance.pk, ""))
            yield FieldChange(noun, "DELETE", _("row"), name, _("deleted"))
        elif form.has_changed():
            yield from _typed(form, stored.get(form.instance.pk), noun)


def _typed(form: forms.ModelForm, stored: models.Model | None, row: str) -> Iterator[FieldChange]:
    names = {field.name: field for field in form.instance._meta.fields}
    for name in form.changed_data:
        if name not in names:
            continue
        field = names[name]
        old, new = in_words(stored, field) if stored else "", _said(form, field)
        if old != new:
            yield FieldChange(row, name, capfirst(field.verbose_name), old, new)


def _said(form: forms.ModelForm, field: models.Field) -> str:
    """Return what was typed, in words as far as it can be read."""
    if field.name not in form.cleaned_data:
        return str(form[field.name].value() or "")
    value: Any = form.cleaned_data[field.name]
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, models.FileField):
        return str(value or "")
    return in_words(type(form.instance)(**{field.attname: value}), field)
