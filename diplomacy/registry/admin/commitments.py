from typing import Any

from django.contrib import admin
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from diplomacy.registry.models import Commitment, CommitmentReview

from .base import words
from .entries import KindAdmin
from .indicators import IndicatorRows, IndicatorValueRows
from .rows import BlockRows


class ReviewRows(BlockRows):
    model = CommitmentReview
    fk_name = "commitment"
    readonly_fields = ["reviewer"]
    fieldsets = [(None, {"fields": [("verdict", "on", "source", "reviewer"), *words("words")]})]


@admin.register(Commitment)
class CommitmentAdmin(KindAdmin):
    list_display = ["__str__", "force", "day", "cities", "state"]
    kind_fields = ("force",)
    kind_dates = ("due", *words("due_words"))
    kind_filters = ("force",)
    kind_rows = (ReviewRows, IndicatorRows, IndicatorValueRows)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: Any
    ) -> None:
        """Save the rows; who writes a verdict is its reviewer."""
        if formset.model is CommitmentReview:
            for row in formset.extra_forms:
                row.instance.reviewer = request.user
        super().save_formset(request, form, formset, change)
