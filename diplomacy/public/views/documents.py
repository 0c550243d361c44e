"""Files leave the register only here, and only those that anyone may read."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.generic import View

from diplomacy.registry.models import Document
from diplomacy.registry.uploads import download


class DocumentView(View):
    """A published document as a download; any other address is one that never was."""

    def get(self, request: HttpRequest, key: str) -> FileResponse:
        document = Document.objects.published().filter(key=key).first()
        if document is None:
            raise Http404
        try:
            return download(document.file, document.key)
        except FileNotFoundError:
            raise Http404 from None
