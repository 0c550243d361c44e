"""The pages of a record's past: what changed, what a version said, and taking one up again."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from diplomacy.calendars import digits
from diplomacy.registry import publishing
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.templatetags.staff import desk_page
from diplomacy.registry.values import moment
from diplomacy.registry.versions import (
    Snapshot,
    differences,
    snapshot,
    snapshot_at,
    version_of,
    write_over,
)

from . import history
from .fields import is_id


class PastPages(SimpleHistoryAdmin):
    """History, a past version with its rows, and its restoration as a new version.

    Who may not change a record in its state restores into a draft copy, which is then reviewed.
    """

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        address = "<path:object_id>/history/<str:version_id>/restore/"
        return [path(address, view, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        record = self._record_with_history(request, object_id)
        sees_all = publishing.may_publish(request.user)
        context = {
            "title": _("History: %(record)s") % {"record": record},
            "changes": history.changes(record, self.row_links(request, record), sees_all),
            "limit": digits(history.LIMIT, active_language()),
        }
        return self._history_page(request, record, context | (extra_context or {}))

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show a past version. The stock view would also take a POST, past every check."""
        record = self._record_with_history(request, object_id)
        version = self._version(record, version_id)
        said = publishing.readable(snapshot_at(record, version.history_id), request.user)
        context = {
            "title": _("Version of %(when)s") % {"when": moment(version.history_date)},
            "version": version,
            "lines": history.values(version, type(record)),
            "rows": history.rows(said),
            "may_restore": self._may_restore(request, record),
        }
        return self._history_page(request, record, context | (extra_context or {}))

    def restore_view(self, request: HttpRequest, object_id: str, version_id: str) -> HttpResponse:
        """Show what would change, and on a POST from that page change it."""
        record = self._record_with_history(request, unquote(object_id))
        if not self._may_restore(request, record):
            raise PermissionDenied
        version = self._version(record, version_id)
        said = snapshot_at(record, version.history_id)
        faults: list[str] = []
        if request.method == "POST":
            try:
                return self._restore(request, record, said, version.history_date)
            except ValidationError as fault:
                faults += fault.messages
            except IntegrityError:
                faults.append(_("This version no longer agrees with what is recorded beside it."))
        version_now = version_of(record)
        old, new = (
            publishing.readable(one, request.user)
            for one in (snapshot(record), publishing.with_closed_papers(said, record, request.user))
        )
        context = {
            "title": _("Restore the version of %(when)s") % {"when": moment(version.history_date)},
            "version": version,
            "faults": faults,
            "differences": differences(old, new),
            "version_now": version_now,
            "into_copy": not self.has_change_permission(request, record),
        }
        page = self._history_page(request, record, context, "admin/registry/restore.html")
        page.status_code = 422 if faults else 200
        return page

    def _may_restore(self, request: HttpRequest, record: models.Model) -> bool:
        if self.has_change_permission(request, record):
            return True
        is_settled = isinstance(record, Publishable) and (
            record.is_published or record.publication == "withdrawn"
        )
        return is_settled and not record.revises_id and request.user.has_perm("registry.revise")

    def _restore(
        self, request: HttpRequest, record: models.Model, said: Snapshot, when: datetime
    ) -> HttpResponse:
        reason = f"{history.RESTORED}: {when.isoformat(timespec='seconds')}"
        with transaction.atomic():
            # Locked before versions and rights are looked at: somebody may publish it meanwhile.
            record = target = get_object_or_404(self.get_queryset(request).locked(), pk=record.pk)
            if request.POST.get("version") != version_of(record):
                raise ValidationError(
                    _("This was changed after you opened the page. Look at both once more below.")
                )
            if not self._may_restore(request, record):
                raise PermissionDenied
            if not self.has_change_permission(request, record):
                target = publishing.revise(record, request.user)
            said = publishing.with_closed_papers(said, target, request.user)
            write_over(target, said, request.user, reason)
        if target is record:
            self.message_user(request, _("The version is restored."), messages.SUCCESS)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[record.pk]))
        self.message_user(
            request,
            _("The version stands in a draft copy. Send it for review to have it published."),
            messages.SUCCESS,
        )
        return HttpResponseRedirect(desk_page(target))

    def _version(self, record: models.Model, version_id: str) -> models.Model:
        if not is_id(version_id):
            raise Http404
        own = {type(record)._meta.pk.attname: record.pk}
        versions = type(record).history.select_related("history_user")
        return get_object_or_404(versions, history_id=version_id, **own)

    def _record_with_history(self, request: HttpRequest, object_id: str) -> models.Model:
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        if not self.has_view_history_permission(request, record):
            raise PermissionDenied
        return record

    def _history_page(
        self,
        request: HttpRequest,
        record: models.Model,
        context: dict[str, Any],
        template: str = "admin/registry/history.html",
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": record,
            "preserved_filters": self.get_preserved_filters(request),
        }
        return TemplateResponse(request, template, page | context)
