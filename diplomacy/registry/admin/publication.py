"""Screens of records that are published: a draft is open to many, the rest to few."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomacy.registry import publishing
from diplomacy.registry.models import Publication
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.values import in_words, moment

from .base import RecordAdmin, words

PUBLICATION = (
    gettext_lazy("Publication"),
    {
        "fields": [
            ("publication", "first_published", "withdrawn"),
            *words("withdrawn_reason"),
        ]
    },
)


class PublishableAdmin(RecordAdmin):
    """Publication is no field to be typed: it changes by the acts on the record's desk page."""

    change_form_template = "admin/registry/publishable_form.html"

    readonly_fields = [
        "publication",
        "first_published",
        "withdrawn",
        *words("withdrawn_reason")[0],
    ]
    actions = ["delete_selected"]

    @admin.display(description=gettext_lazy("publication"), ordering="publication")
    def state(self, record: Publishable) -> str:
        shown = record.get_publication_display()
        return f"{shown} · {_('change to a published record')}" if record.revises_id else shown

    @admin.display(description=gettext_lazy("first published"))
    def first_published(self, record: Publishable) -> str:
        return moment(record.published_at) if record.published_at else "-"

    @admin.display(description=gettext_lazy("withdrawn on"))
    def withdrawn(self, record: Publishable) -> str:
        return in_words(record, record._meta.get_field("withdrawn_on")) or "-"

    def has_change_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Whether the person may write it in its state; `publishing` knows the rule."""
        if obj is None:
            return super().has_change_permission(request, obj)
        return publishing.may_change(request.user, obj)

    def save_model(self, request: HttpRequest, obj: Publishable, form: Form, change: bool) -> None:
        if obj.is_published:  # readers see it at once: the history says that nobody checked
            obj._change_reason = "changed without review"
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or obj.publication == Publication.DRAFT

    @admin.action(
        permissions=["delete"],
        description=gettext_lazy("Delete selected %(verbose_name_plural)s"),
    )
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if queryset.exclude(publication=Publication.DRAFT).exists():
            message = _("Only a draft can be deleted; withdraw the others.")
            self.message_user(request, message, messages.ERROR)
            return None
        return delete_selected(self, request, queryset)
