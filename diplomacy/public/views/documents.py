"""Files leave the register only here, and only those that anyone may read."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.generic import View

from diplomacy.registry.models import Document
from diplomacy.registry.sending import HEADERS, for_readers


class DocumentView(View):
    """A published document as a download, a photograph as a picture.

    Any other address is one that never was.
    """

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        document = Document.objects.published().filter(key=key).first()
        if document is None:
            raise Http404
        etag = f'"{document.sha256}"'
        answer = get_conditional_response(request, etag=etag)
        if answer is None or not document.file.storage.exists(document.file.name):
            is_photograph = document.kind == Document.Kind.PHOTOGRAPH
            try:
                answer = for_readers(document.file, document.key, in_place=is_photograph)
            except FileNotFoundError:
                raise Http404 from None
        # A cache takes the headers of "not modified" for those of the file.
        for name, value in {**HEADERS, "ETag": etag}.items():
            answer[name] = value
        return answer
