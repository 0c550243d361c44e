"""The whole public register as one file, as it was when it was last built."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.limits import HOUR
from diplomacy.opendata.answers import count_request
from diplomacy.registry.queries.open_bundle import may_be_handed_out, open_bundle

from .answering import ApiView

MISSING = (
    404,
    _("The register as one file has not been made yet"),
    _("Whoever runs this site makes it by a command. Lists can be taken one by one meanwhile."),
)
OUTDATED = (
    503,
    _("The register as one file has to be made anew"),
    _(
        "Something that it holds was taken back since it was made, so it is not handed out. "
        "Please try again later; lists can be taken one by one meanwhile."
    ),
)


class BundleView(ApiView):
    """The last bundle, unless something that it holds is not public any more. Two queries.

    Seven more once after each write, to see whether it may leave.
    """

    def count(self, request: HttpRequest) -> None:
        count_request(request, "download", settings.DOWNLOADS_PER_HOUR, HOUR)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        bundle = open_bundle()
        if bundle is None:
            return _page(request, *MISSING)
        if not may_be_handed_out(bundle):
            answer = _page(request, *OUTDATED)
            answer.headers["Retry-After"] = str(HOUR)
            return answer
        moment = int(bundle.made_at.timestamp())
        headers = {
            "Content-Type": "application/zip",
            "Content-Disposition": f'attachment; filename="{bundle.name}"',
            "Content-Length": str(bundle.size),
            "ETag": f'"{bundle.sha256}"',
            "Last-Modified": http_date(moment),
            # Asked for anew each time, and mostly answered by 304: it may have to stay here.
            "Cache-Control": "no-cache",
            "X-Robots-Tag": "noindex",
        }
        head = HttpResponse(headers=headers)
        kept = get_conditional_response(request, headers["ETag"], moment, head)
        if kept is not head or request.method == "HEAD":
            return kept
        file = bundle.opened()
        if file is None:
            return _page(request, *MISSING)
        return FileResponse(file, as_attachment=True, filename=bundle.name, headers=headers)


def _page(request: HttpRequest, status: int, title: Promise, text: Promise) -> HttpResponse:
    context = {"title": title, "text": text, "is_fault": True}
    answer = render(request, "public/error.html", context, status=status)
    answer.headers["Cache-Control"] = "no-cache"
    return answer
