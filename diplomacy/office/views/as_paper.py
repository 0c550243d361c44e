"""A page of the desk as a PDF."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from diplomacy import paper


class AsPaper:
    """Turns the page that it is mixed into into a PDF; 404 where none can be made."""

    def file_name(self, context: dict[str, Any], language: str) -> str:
        """Return the name of the file, which tells what may be done with it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = get_language()
        if not paper.can_print(language):
            raise Http404
        context = self.get_context_data(**kwargs)
        html = render_to_string(self.template_name, context, request)
        return paper.pdf_response(html, self.file_name(context, language))
