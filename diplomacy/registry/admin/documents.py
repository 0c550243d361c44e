"""The files kept with entries, as staff see them."""

from typing import Any

from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Document
from diplomacy.registry.publishing import may_publish
from diplomacy.registry.sending import download


class DocumentInput(AdminFileWidget):
    """Names the stored file and links to the view that hands it out: it has no address."""

    template_name = "registry/widgets/document.html"

    def is_initial(self, value: Any) -> bool:
        return bool(value and getattr(value, "name", ""))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.is_initial(value):
            context["document"] = value.instance
        return context


def what_is_kept() -> str:
    """Return what somebody who chooses a file has to know."""
    most = digits(settings.UPLOAD_MAX_MB, active_language())
    return _(
        "PDF, PNG, JPEG, DOCX, XLSX or ODT, up to %(most)s MB. A picture is kept without the place,"
        " time and camera that are written in it, so keep your original."
    ) % {"most": most}


@require_safe
def document_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return the file as a download; a restricted one to administrators only."""
    document = get_object_or_404(Document, key=key)
    if not request.user.has_perm("registry.view_document"):
        raise Http404
    restricted = Document.objects.filter(access=Document.Access.RESTRICTED)
    # A draft copy shares the file: as long as one record restricts it, it is.
    if not may_publish(request.user) and restricted.filter(file=document.file.name).exists():
        raise Http404
    try:
        return download(document.file, document.key)
    except FileNotFoundError:
        raise Http404 from None
