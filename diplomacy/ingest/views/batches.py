"""A table that was brought in: what it wrote, and how it is taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from diplomacy.ingest.models import Batch
from diplomacy.ingest.tables.undoing import NotUndone, Obstacle, UndoneAlready, may_undo, undo
from diplomacy.registry.codec import model_of
from diplomacy.registry.queries.paging import page_of

from .tables import SECTION, ImportMixin, noun_label

OBSTACLES_SHOWN = 100


class BatchView(ImportMixin, View):
    """The records that a table made and changed, page by page."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        if not batch.imported_at:
            return redirect("ingest:columns", key)
        return batch_page(request, batch)


class UndoView(ImportMixin, View):
    """Take the whole table back, or say what has changed since."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        try:
            undo(batch, request.user)
        except NotUndone as refused:
            return batch_page(request, batch, refused.obstacles)
        except UndoneAlready:
            messages.warning(request, _("There is nothing left to undo here."))
        else:
            messages.success(request, _("The whole table was undone."))
        return redirect("ingest:batch", key)


class DiscardView(ImportMixin, View):
    """Forget a table that was not brought in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        if batch.imported_at:
            return redirect("ingest:batch", key)
        if batch.by != request.user:
            raise PermissionDenied
        Batch.objects.filter(pk=batch.pk, imported_at=None).delete()
        messages.success(request, _("The table was discarded; nothing was written."))
        return redirect("ingest:tables")


def batch_page(
    request: HttpRequest, batch: Batch, obstacles: list[Obstacle] | None = None
) -> HttpResponse:
    """Return the page of a table; with `obstacles` it says why it was not undone."""
    given = request.GET
    page = page_of(
        batch.records.all(),
        ("line", "id"),
        after=given.get("after", ""),
        before=given.get("before", ""),
    )
    here = model_of(batch.noun).objects.in_bulk([one.record_id for one in page.rows])
    context = {
        "section": SECTION,
        "batch": batch,
        "noun": noun_label(batch.noun),
        "page": page,
        "records": [(one, here.get(one.record_id)) for one in page.rows],
        "made": batch.records.filter(former=None).count(),
        "changed": batch.records.exclude(former=None).count(),
        "may_undo": not batch.undone_at and may_undo(batch, request.user),
        "obstacles": (obstacles or [])[:OBSTACLES_SHOWN],
        "obstacle_count": len(obstacles or []),
    }
    return render(request, "ingest/batch.html", context, status=409 if obstacles else 200)
