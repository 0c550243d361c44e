"""The front door of the API: what there is, and where."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from diplomacy.opendata import asking
from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.objects import absolute
from diplomacy.opendata.values import Licence, Text, licence, text_of
from diplomacy.registry.models import Identity
from diplomacy.registry.queries.open_bundle import open_bundle

from .answering import ApiView, told

VERSION = "1"


class ListOf(Struct, kw_only=True):
    """One list of the API."""

    name: Annotated[str, Meta(description="Its name in addresses.")]
    address: Annotated[str, Meta(description="Where its first page is.")]


class Publisher(Struct, kw_only=True):
    """Who answers for what is published here, as far as it is recorded."""

    name: Annotated[Text | None, Meta(description="What it is called; null: not recorded.")]
    website: Annotated[str | None, Meta(description="Its own website; null: not recorded.")]


class Index(Struct, kw_only=True):
    """What there is: the lists, this description, the feeds, and on which terms."""

    version: Annotated[str, Meta(description="Within a version things are only ever added.")]
    site: Annotated[str, Meta(description="The pages for readers.")]
    lists: Annotated[list[ListOf], Meta(description="Every list that can be read.")]
    openapi: Annotated[str, Meta(description="This API, described for programs.")]
    docs: Annotated[str, Meta(description="This API and the files, explained for people.")]
    bundle: Annotated[
        str | None, Meta(description="The whole register as one file; null: none is kept.")
    ]
    feed: Annotated[str, Meta(description="What was last published, as an Atom feed.")]
    calendar: Annotated[str, Meta(description="All that has a day, as an iCalendar file.")]
    publisher: Annotated[Publisher, Meta(description="Who answers for it.")]
    licence: Annotated[Licence, Meta(description="On which terms all this may be used.")]


class IndexView(ApiView):
    """The index."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asking.asked(request.GET, [asking.LANG])
        body = Index(
            version=VERSION,
            site=absolute("public:home"),
            lists=[
                ListOf(name=name, address=absolute("opendata:list", noun=name))
                for name in API_LISTS
            ],
            openapi=absolute("opendata:openapi"),
            docs=absolute("public:about-open-data"),
            bundle=absolute("bundle") if open_bundle() else None,
            feed=absolute("public:feed"),
            calendar=absolute("public:calendar"),
            publisher=_publisher(),
            licence=licence(),
        )
        return told(request, body)


def _publisher() -> Publisher:
    """Return who publishes this. One query."""
    identity = Identity.objects.first()
    if identity is None:
        return Publisher(name=None, website=None)
    return Publisher(name=text_of(identity, "publisher"), website=identity.website or None)
