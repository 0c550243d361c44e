"""A register in which every text is a payload, and every page on which one may show."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import Resolver404, resolve

from diplomacy.accounts.roles import Role
from diplomacy.ingest.models import Batch
from diplomacy.office.models import TieReview
from diplomacy.registry.models import (
    Agreement,
    ChangeNote,
    City,
    CityAlias,
    CityFigure,
    CommitmentReview,
    Delegation,
    Entry,
    Event,
    Identity,
    PersonAlias,
    ProgrammeLine,
    Relationship,
    TieCitation,
    TwinnedPlace,
    TwinningSource,
    YearReport,
)
from tests import builders
from tests.canaries import Canaries, hidden_around_a_tie
from tests.ingest.tables.sheets import opened
from tests.payloads import POLYGLOT, fill
from tests.public.test_canary import addresses
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import MAKERS
from tests.reporting import report

# Rows of the past of links without words; a value only beside its field; an address of the web
# (tests/test_web_addresses.py).
NOT_FILLED = {"historicalsteplink.history_change_reason", "citation.value", "event.offer_url"}
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


def hostile_register(payloads: list[str]) -> set[str]:
    """Fill a register of every noun, also its past, and freeze a report of it.

    Return the fields that hold none.
    """
    public = hidden_around_a_tie(Canaries())
    tie = Relationship.objects.published().get()
    _beside(tie, public)
    for make in MAKERS.values():
        make()
    Relationship.objects.update(sentence_on="2020-05-04", sentence_en="x")
    left = fill(payloads)
    YearReport.objects.all().delete()
    report(2020)
    report(2019, "withdrawn")
    return left | fill(payloads)


def _beside(tie: Relationship, public: list[Entry]) -> None:
    """Write a row of each kind that the register of the canaries lacks."""
    partner, source, chief = tie.partner, builders.source(), member(Role.ADMINISTRATOR)
    three = builders.three("words", "ی", "x", "中")
    CityAlias.objects.create(city=partner, text="x", language="en")
    CityFigure.objects.create(
        city=partner, value=1, of_what_en="x", source=source, shown=True, as_of="2020"
    )
    PersonAlias.objects.create(person=builders.person(), text="x", language="en")
    Identity.objects.create(city=builders.home_city(), site_name_en="x", mail="a@example.org")
    TieCitation.objects.create(relationship=tie, about="origin", source=source, place="x")
    tie.origin_en, tie.aim, tie.aim_said_by = "x", "sister", "both"
    tie.save()
    for entry in public:
        builders.indicator(entry, values={"2020-05-05": 3})
        if isinstance(entry, Delegation):
            ProgrammeLine.objects.create(delegation=entry, text_en="x")
        ChangeNote.objects.create(entry=entry.entry_ptr, day="2024-05-04", by=chief, **three)
    promise = next(entry for entry in public if entry.kind == "commitment")
    CommitmentReview.objects.create(commitment=promise, on="2021-05-04", verdict="stalled", **three)
    for about in (tie, partner, public[0]):
        builders.difference(about)
        builders.question(about)
    builders.correction(partner, comment="x", found_where="x", sender="a@example.org")
    made = TwinningSource.objects.create(key="x", name="x", publisher="x", date="2020-05-04")
    places = [TwinnedPlace.objects.create(source=made, name=name) for name in ("a", "b", "c")]
    for place, city in zip(places, (partner, builders.home_city()), strict=False):
        place.city = city
        place.save()
        place.twins.add(places[2])
    batch = opened("delegations", ["title_en", POLYGLOT[:60]], [POLYGLOT, POLYGLOT], by=chief)
    Batch.objects.filter(pk=batch.pk).update(columns=["title_en", ""])
    LogEntry.objects.create(
        user=chief,
        content_type=ContentType.objects.get_for_model(City),
        object_id=str(partner.pk),
        object_repr=POLYGLOT,
        action_flag=CHANGE,
    )


def reader_pages(at_most: int = 1) -> list[str]:
    """Return so many addresses for readers of each name in the URLconf, and some with a query."""
    by_name: dict[str, list[str]] = {}
    for place in addresses():
        by_name.setdefault(resolve(place).view_name, []).append(place)
    tie = Relationship.objects.published().get().partner.key
    pages = [
        f"/en/cities/{tie}/",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/api/v1/",
        "/api/v1/ties/",
    ]
    pages += [f"/oembed?url={settings.SITE_URL}/en/cities/{tie}/", f"/api/v1/cities/{tie}/"]
    pages += [f"/en/search/?q={query}" for query in ("xq", "script", "%3Cxq%3E")]
    return pages + [place for places in by_name.values() for place in places[:at_most]]


def staff_starts() -> list[str]:
    """Return where to begin, and what no page leads to."""
    tie, visit = Relationship.objects.published().get(), Delegation.objects.published().get()
    entry = Agreement.objects.published().get()
    review = f"/en/desk/ties/{tie.key}/reviews/{TieReview.objects.get(relationship=tie).pk}"
    batch = Batch.objects.get().key
    desk = "/en/desk"
    return [
        f"{desk}/",
        "/en/admin/",
        f"{desk}/visits/{Delegation.objects.filter(publication='draft').first().key}/",
        f"{desk}/agreements/{Agreement.objects.filter(publication='draft').first().key}/",
        f"{desk}/events/{Event.objects.filter(publication='draft').first().key}/",
        f"{desk}/ties/{tie.key}/reviews/",
        f"{review}/",
        f"{review}/sheet/",
        f"{desk}/briefings/delegation/{visit.key}/public/",
        f"{desk}/briefings/delegation/{visit.key}/internal/",
        f"{desk}/records/agreement/{entry.key}/",
        f"{desk}/records/tie/{tie.key}/",
        *(f"{desk}/suggestions/{noun}/?q=x&words=xq" for noun in ("city", "person", "source")),
        f"{desk}/imports/{batch}/columns/",
        f"{desk}/imports/{batch}/rows/",
        f"{desk}/search/?q=xq",
    ]


def crawl(client: Client, starts: list[str], at_most: int = 1) -> dict[str, tuple[str, str]]:
    """Follow the links of a site from `starts`; return address → name in the URLconf and HTML.

    Stay with the staff. Of each name, and each choice by its query, so many pages are opened.
    """
    found: dict[str, tuple[str, str]] = {}
    met: Counter = Counter()
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        path, _, query = address.partition("?")
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        kind = (name, path.split("/")[1], *sorted(parse_qs(query, keep_blank_values=True)))
        met[kind] += 1
        elsewhere = not path.startswith(("/en/desk/", "/en/admin/"))
        if address in found or met[kind] > at_most or elsewhere:
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        html = answer.content.decode() if is_page else ""
        answer.close()
        found[address] = (name, html)
        waiting += [unescape(link).partition("#")[0] for link in LINK.findall(html)]
    return found
