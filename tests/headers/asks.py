"""What is asked for the snapshot: every address of the URLconf, and every status beside 200."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from diplomacy import urls
from diplomacy.urls import handler400, handler403, handler404, handler500
from tests.accounts.people import PASSWORD
from tests.headers.register import places
from tests.serving.test_outages import AWAY

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

STAFF = ("accounts", "admin", "desk", "ingest")
# Of the screens that the admin has for each of its tables, those of one: code and templates are
# the same. `tests/registry/admin` opens all.
ONE_TABLE = "admin:registry_city_"


def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault in a view")


def outage(request: HttpRequest) -> HttpResponse:
    raise AWAY[0]


urlpatterns = [
    path("en/fault/", fault),
    path("en/outage/", outage),
    path("api/v1/outage/", outage),
    *urls.urlpatterns,
]


@dataclass(frozen=True)
class Ask:
    """One request; `by_staff` it is sent by somebody who is signed in.

    What is `proven` comes from a form of ours, as far as its token says.
    """

    address: str
    method: str = "get"
    by_staff: bool = False
    proven: bool = False
    given: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    label: str = ""

    def __str__(self) -> str:
        words = [self.method.upper(), self.address, self.label]
        return " ".join(word for word in words if word)

    def answer(self, client: Client, secure: bool) -> HttpResponse:
        send = getattr(client, self.method)
        response = send(self.address, self.given, headers=self.headers, secure=secure)
        response.close()
        return response


def routes(resolver: URLResolver, space: str = "", above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the pattern of each address, and its name in its space."""
    for one in resolver.url_patterns:
        route = above + (str(one.pattern).removeprefix("^") if above else str(one.pattern))
        if isinstance(one, URLResolver):
            yield from routes(one, one.namespace or space, route)
        else:
            yield route, f"{space}:{one.name}"


def of_a_table(name: str) -> bool:
    """Return whether the address is one of those that the admin has for each table."""
    return name.startswith("admin:") and name.count("_") > 1


# One of each kind.
FEW = {
    "accounts:sign-in",
    "admin:index",
    "admin:registry_city_change",
    "bundle",
    "desk:drafts",
    "desk:home",
    "desk:tie-sheet-pdf",
    "ingest:export",
    "opendata:download",
    "opendata:list",
    "public:city",
    "public:city-calendar",
    "public:city-feed",
    "public:city-picture",
    "public:corrections",
    "public:document",
    "public:embed-city",
    "public:home",
    "public:report-pdf",
    "public:report-xlsx",
    "robots",
    "sitemap",
    "staff-calendar",
    "styles",
}


def named(only: Container[str] = ()) -> Iterator[Ask]:
    """Yield a request for each address that has a name."""
    patterns = dict(patterns_of(get_resolver(urls)))
    for name, pattern in sorted(patterns.items()):
        if (of_a_table(name) and not name.startswith(ONE_TABLE)) or (only and name not in only):
            continue
        regex, given = pattern.pattern.regex, places(name)
        wanted = {place: given.get(place, "1") for place in regex.groupindex}
        where = reverse(name, **({"kwargs": wanted} if wanted else {"args": ["1"] * regex.groups}))
        yield Ask(where, by_staff=name.startswith(STAFF) and name != "accounts:sign-in")


def patterns_of(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns_of(one, one.namespace or space)
        elif one.name:
            yield f"{space}:{one.name}" if space else one.name, one


FOREIGN = {"host": "elsewhere.example"}
RIGHT = {"username": "clerk", "password": PASSWORD}
OTHERS = [
    # What has no name.
    Ask("/"),
    Ask("/en/admin/login/"),
    Ask("/en/admin/logout/"),
    Ask("/en/admin/password_change/", by_staff=True),
    Ask("/api/nothing"),
    Ask("/healthz"),
    Ask("/readyz"),  # 503 in a run without migrations
    Ask("/healthz", "post"),
    Ask("/favicon.ico"),
    # Files.
    Ask("/static/public/icon.svg"),
    Ask("/static/no-such-file.css"),
    Ask("/styles/no-such-sheet.css"),
    # Whole lists, and the picture that is asked for by name.
    *(Ask(f"/api/v1/ties.{form}") for form in ("json", "xlsx")),
    Ask("/en/search/?q=partner"),
    Ask("/oembed?url=http://127.0.0.1:8000/en/cities/partner/"),
    Ask("/id/partner/", headers={"accept": "application/json"}, label="(as JSON)"),
    Ask("/id/partner/", headers={"accept": "application/ld+json"}, label="(as JSON-LD)"),
    # Moved, or elsewhere.
    Ask("/en/cities/former/"),
    Ask("/en/embed/cities/former/"),
    Ask("/sitemap-event-1.xml"),
    Ask("/api/v1/cities/former/"),
    Ask("/en/cities/partner"),
    Ask("/api/v1/ties"),
    Ask("/en/desk"),
    Ask("/en/desk/"),
    # Wrong, withdrawn, broken.
    Ask("/en/", headers=FOREIGN, label="(of another host)"),
    Ask("/en/nothing/", headers=FOREIGN, label="(of another host)"),
    Ask("/api/v1/ties/", headers=FOREIGN, label="(of another host)"),
    Ask("/api/v1/ties/?nothing=1"),
    Ask("/oembed"),
    Ask("/en/desk/sign-in/", "post", label="(forged)"),
    Ask("/en/desk/sign-in/", "post", given=RIGHT, proven=True, label="(right)"),
    Ask("/en/desk/sign-in/", "post", given=RIGHT | {"password": "x"}, proven=True, label="(wrong)"),
    Ask("/en/corrections/", "post", given={"words": "x" * 3_000_000}, label="(too large)"),
    Ask("/en/corrections/", "post", given={"words": ""}),
    Ask("/en/nothing/"),
    Ask("/nothing/"),
    Ask("/en/events/nothing/"),
    Ask("/en/embed/cities/nothing/"),
    Ask("/api/v1/ties/nothing/"),
    Ask("/id/nothing/", headers={"accept": "application/json"}, label="(as JSON)"),
    Ask("/en/desk/nothing/", by_staff=True),
    Ask("/en/admin/nothing/", by_staff=True),
    Ask("/en/cities/", "post", label="(forged)"),
    Ask("/en/cities/", "post", proven=True),
    Ask("/en/cities/", "head"),
    Ask("/en/cities/", "options"),
    Ask("/api/v1/ties/", "post"),
    Ask("/api/v1/ties/", "options"),
    Ask("/en/feed.atom", "post", proven=True),
    Ask("/oembed", "post", proven=True),
    Ask("/en/events/withdrawn/"),
    Ask("/id/withdrawn/"),
    Ask("/api/v1/events/withdrawn/"),
    Ask("/en/reports/2019/"),
    Ask("/en/fault/"),
    Ask("/en/outage/"),
    Ask("/api/v1/outage/"),
]
