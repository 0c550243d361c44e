"""Screens of records that are published: a draft is open to many, the rest to few."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomacy.registry import publishing
from diplomacy.registry.forms import PublishForm, WithdrawForm
from diplomacy.registry.models import Publication
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.values import in_words, moment

from .base import RecordAdmin, words

OPEN_TO_ALL = (Publication.DRAFT, Publication.IN_REVIEW)

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
    """Publication is no field to be typed: it changes by the acts of `publishing` only."""

    readonly_fields = [
        "publication",
        "first_published",
        "withdrawn",
        *words("withdrawn_reason")[0],
    ]
    actions = ["delete_selected"]

    @admin.display(description=gettext_lazy("first published"))
    def first_published(self, record: Publishable) -> str:
        return moment(record.published_at) if record.published_at else "-"

    @admin.display(description=gettext_lazy("withdrawn on"))
    def withdrawn(self, record: Publishable) -> str:
        return in_words(record, record._meta.get_field("withdrawn_on")) or "-"

    def has_change_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        is_open = obj is None or obj.publication in OPEN_TO_ALL
        return is_open or publishing.may_publish(request.user)

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

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        acts = [
            path(
                f"<path:object_id>/{act}/",
                self.admin_site.admin_view(view),
                name=f"{name}_{act}",
            )
            for act, view in [("publish", self.publish_view), ("withdraw", self.withdraw_view)]
        ]
        return [*acts, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        may_publish = publishing.may_publish(request.user)
        context = {"may_publish": may_publish} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self._record_to_act_on(request, object_id)
        form = PublishForm(_typed(request))
        if request.method == "POST" and form.is_valid():
            try:
                publishing.publish(record, request.user, form.cleaned_data["note"])
            except ValidationError as fault:
                self._name_the_faults(form, fault)
            else:
                return self._done(request, record, _("Published: %(record)s"))
        context = {
            "title": _("Publish"),
            "act_words": _("From then on readers see it."),
            "missing": self._labelled(publishing.missing(record)),
        }
        return self._act_page(request, record, form, context)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self._record_to_act_on(request, object_id)
        form = WithdrawForm(_typed(request))
        if request.method == "POST" and form.is_valid():
            try:
                publishing.withdraw(record, request.user, form.cleaned_data)
            except ValidationError as fault:
                self._name_the_faults(form, fault)
            else:
                return self._done(request, record, _("Withdrawn: %(record)s"))
        context = {
            "title": _("Withdraw"),
            "act_words": _("Its address then shows this reason and the day, and nothing else."),
        }
        return self._act_page(request, record, form, context)

    def _record_to_act_on(self, request: HttpRequest, object_id: str) -> Publishable:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not publishing.may_publish(request.user):
            raise PermissionDenied
        return record

    def _labelled(self, missing: dict[str, list[str]]) -> list[tuple[str, str]]:
        labels = {"citations": _("Sources")}
        for field in self.opts.fields:
            labels.setdefault(field.name, capfirst(field.verbose_name))
        return [(labels[name], message) for name, found in missing.items() for message in found]

    def _name_the_faults(self, form: Form, fault: ValidationError) -> None:
        if not isinstance(fault, publishing.NothingToShow):  # that list stands on the page
            for message in fault.messages:
                form.add_error(None, message)

    def _done(self, request: HttpRequest, record: Publishable, message: str) -> HttpResponse:
        self.message_user(request, message % {"record": record}, messages.SUCCESS)
        return HttpResponseRedirect(self._change_url(record))

    def _change_url(self, record: Publishable) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )

    def _act_page(
        self, request: HttpRequest, record: Publishable, form: Form, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": record,
            "subtitle": str(record),
            "form": form,
            "change_url": self._change_url(record),
        }
        return TemplateResponse(request, "admin/registry/act.html", page | context)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
