"""One page of a list."""

from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from msgspec import Meta, Struct, defstruct

from diplomacy.opendata import asking
from diplomacy.opendata.api_lists import API_LISTS, ApiList
from diplomacy.opendata.faults import not_here
from diplomacy.opendata.objects import absolute, in_order
from diplomacy.opendata.values import Licence, licence
from diplomacy.registry.models.words import page_language

from .answering import ApiView, told


class Links(Struct, kw_only=True):
    """The way through a list. The whole of it is read by following `next` until it is null."""

    self: Annotated[str, Meta(description="The address of this page.")]
    next: Annotated[str | None, Meta(description="The page behind it; null: this is the last.")]
    previous: Annotated[str | None, Meta(description="The page in front of it; null: none is.")]


@cache
def answer_shape(listed: ApiList) -> type[Struct]:
    """Return the Struct of a page of the list."""
    name = f"{listed.noun.shape.__name__}List"
    items = list[listed.noun.shape]
    fields = [
        ("items", Annotated[items, Meta(description="The items of this page, in order.")]),
        ("links", Annotated[Links, Meta(description="The pages around this one.")]),
        ("licence", Annotated[Licence, Meta(description="On which terms all this may be used.")]),
    ]
    return defstruct(name, fields, kw_only=True)


class ListView(ApiView):
    """The page of a list that stands at the place asked for, the first without one."""

    def get(self, request: HttpRequest, noun: str) -> HttpResponse:
        if noun not in API_LISTS:
            raise not_here()
        listed, on = API_LISTS[noun], timezone.localdate()
        asked = asking.asked(request.GET, listed.parameters)
        on = asked.get("on") or on
        page = listed.page(asked, on)
        items = in_order(listed.noun, [row.pk for row in page.rows], on)
        links = Links(
            self=_address(
                request, listed, {n: asked[n] for n in ("after", "before") if n in asked}
            ),
            next=_address(request, listed, {"after": page.after}) if page.after else None,
            previous=_address(request, listed, {"before": page.before}) if page.before else None,
        )
        body = answer_shape(listed)(items=items, links=links, licence=licence())
        ways = {"next": links.next, "prev": links.previous}
        link = ", ".join(f'<{way}>; rel="{rel}"' for rel, way in ways.items() if way)
        return told(request, body, **({"Link": link} if link else {}))


def _address(request: HttpRequest, listed: ApiList, place: dict[str, Any]) -> str:
    """Return the address of a page with the same conditions, in the same language and order."""
    kept = [
        (name, text)
        for name, texts in request.GET.lists()
        if name not in ("after", "before", "lang")
        for text in texts
    ]
    kept.append(("lang", page_language()))
    address = absolute("opendata:list", noun=listed.name)
    return f"{address}?{urlencode([*kept, *place.items()])}"
