"""Files leave the register only here, and only those that anyone may read."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.views.generic import View

from diplomacy.registry.models import Document


class DocumentView(View):
    """A published document as a download; any other address is one that never was."""

    def get(self, request: HttpRequest, key: str) -> FileResponse:
        document = Document.objects.published().filter(key=key).first()
        if document is None:
            raise Http404
        try:
            file = document.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        name = f"{document.key}{PurePath(document.file.name).suffix}"
        response = FileResponse(file, as_attachment=True, filename=name)
        # Whatever the file holds, a browser that shows it all the same runs nothing of it.
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
