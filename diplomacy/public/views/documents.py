"""Files leave the register only here, and only those that anyone may read."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.generic import View

from diplomacy.registry.models import Document
from diplomacy.registry.uploads import download, shown_picture


class DocumentView(View):
    """A published document as a download, a photograph as a picture.

    Any other address is one that never was.
    """

    def get(self, request: HttpRequest, key: str) -> FileResponse:
        document = Document.objects.published().filter(key=key).first()
        if document is None:
            raise Http404
        is_photograph = document.kind == Document.Kind.PHOTOGRAPH
        send = shown_picture if is_photograph else download
        try:
            return send(document.file, document.key)
        except FileNotFoundError:
            raise Http404 from None
