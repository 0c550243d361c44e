"""Rows that belong to a record: whoever may write the record may write them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from diplomacy.registry.forms import RowLink

from .fields import TypedFields, name_the_chosen


class RowForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_chosen(self)


class RowFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete this row")


class Rows(TypedFields):
    """What both shapes of inline share. Not every row has a say of its own: its record has."""

    fk_name: str  # every inline names it: the history is asked by it too
    form = RowForm
    formset = RowFormSet
    extra = 0

    @property
    def link(self) -> RowLink:
        """Return the model of the rows and the column by which they belong to the record."""
        return self.model, f"{self.fk_name}_id"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        joined = [
            field.name
            for field in self.opts.fields
            if field.many_to_one and field.name != self.fk_name
        ]
        rows = super().get_queryset(request)
        return rows.select_related(*joined) if joined else rows

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._record_admin().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        record_admin = self._record_admin()
        if obj is None or obj.pk is None:
            return record_admin.has_add_permission(request)
        return record_admin.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if self.has_change_permission(request, obj) else self.in_words(fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        if self.has_change_permission(request, obj):
            return self.readonly_fields
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def _record_admin(self) -> admin.ModelAdmin:
        return self.admin_site.get_model_admin(self.parent_model)


class TableRows(Rows, admin.TabularInline):
    """One line a row. The heads of columns are no labels, so that each input carries its own."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field


class BlockRows(Rows, admin.StackedInline):
    """One block a row, for rows of many fields."""
