"""Every address of the site, from the URLconf, with records behind it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, reverse
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.ingest.models import Batch
from diplomacy.office.models import TieReview
from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.opendata.objects import NOUNS
from diplomacy.public.sitemap import part_names
from diplomacy.public.views.permanent import NOUNS as PAGES
from diplomacy.registry.models import (
    Agreement,
    City,
    Correction,
    Document,
    Entry,
    Person,
    Relationship,
)
from tests import builders
from tests.opendata.register import everything, hidden_neighbours
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import MAKERS
from tests.reporting import report
from tests.test_doors import OF_NOUN, PATTERNS, SAMPLES

TABLES = [f"{name}.{form}" for name in DOWNLOADS for form in ("csv", "json", "xlsx")]


def rich_register() -> Relationship:
    """Return a public tie with something of everything around it, shown and hidden."""
    tie = everything()
    hidden_neighbours(tie)
    for make in MAKERS.values():
        make()
    report(2020)
    report(2019, "draft")
    builders.correction(tie.partner)
    writer = member(Role.RECORDER)
    TieReview.objects.create(relationship=tie, on=timezone.localdate(), prepared_by=writer)
    Batch.objects.create(noun="agreements", by=writer, file_name="t.csv", key="table")
    return tie


def of_readers() -> Iterator[str]:
    """Yield an address of each public view, about one record where it is about any."""
    for name, pattern in PATTERNS.items():
        if name.startswith("public:"):
            yield from addresses_of(name, pattern, {"number": "2020", "key": _public_key(name)})
    yield from ("/", "/robots.txt", "/oembed", "/sitemap.xml", "/styles/frame.css")
    yield from (f"/sitemap-{part}.xml" for part in part_names())
    yield f"/id/{City.objects.published().first().key}/"


def of_programs() -> Iterator[str]:
    """Yield the addresses of open data."""
    yield from ("/api/v1/", "/api/v1/openapi.json", "/api/v1/nothing/", "/data/register.zip")
    yield from (f"/api/v1/{name}" for name in [*(f"{one}/" for one in API_LISTS), *TABLES])
    for name, noun in NOUNS.items():
        shown = noun.model.objects.published().first()
        yield f"/api/v1/{name}/{shown.key if shown else 'none'}/"


def of_staff() -> Iterator[str]:
    """Yield the addresses of the desk and of the admin, about one record where about any."""
    for name, pattern in PATTERNS.items():
        if name.partition(":")[0] in ("accounts", "desk", "ingest"):
            yield from addresses_of(name, pattern, _at_the_desk(name))
        elif name.startswith("admin:"):
            yield from addresses_of(name, pattern, _in_the_admin(name))
    yield reverse("date-echo")


def addresses_of(name: str, pattern: URLPattern, values: dict[str, Any]) -> Iterator[str]:
    """Yield the addresses of a view, one for each choice of what stands in them."""
    places = pattern.pattern.regex
    if places.groups and not places.groupindex:
        yield reverse(name, args=list(values.values()))
        return
    several = [values[one] if isinstance(values[one], list) else [values[one]] for one in
               places.groupindex]  # fmt: skip
    for chosen in product(*several):
        yield reverse(name, kwargs=dict(zip(places.groupindex, chosen, strict=True)))


def _public_key(name: str) -> str:
    noun = name.removeprefix("public:").partition("-")[0]
    if noun == "document":
        return Document.objects.filter(access="public").order_by("pk")[0].key
    if noun in Entry.Kind.values:
        return Entry.objects.published().filter(kind=noun).first().key
    known = noun in PAGES and PAGES[noun].objects.published().first()
    return (known or Relationship.objects.published().first().partner).key


def _at_the_desk(name: str) -> dict[str, Any]:
    values = SAMPLES | ({"noun": OF_NOUN[name]} if name in OF_NOUN else {})
    view = name.partition(":")[2]
    agreement = Agreement.objects.filter(publication="draft").first()
    key = agreement.key
    if view == "assess":
        key = Entry.objects.published().filter(kind="commitment").first().key
    elif view == "blank":
        key = Person.objects.first().key
    elif view.startswith("tie-"):
        review = TieReview.objects.get()
        return values | {"key": review.relationship.key, "pk": review.pk}
    elif view == "correction":
        return values | {"pk": Correction.objects.get().pk}
    elif name.startswith("ingest:"):
        key = "table"
    elif view.startswith(("visit", "event")):
        kind = "delegation" if view.startswith("visit") else "event"
        key = Entry.objects.filter(publication="draft", kind=kind).first().key
    return values | {"key": key, "number": ["2020", "2019"]}


def _in_the_admin(name: str) -> dict[str, Any]:
    label = name.removeprefix("admin:").partition("_")[2].partition("_")[0]
    found = [model for model in apps.get_models() if model._meta.model_name == label]
    record = found[0]._base_manager.first() if found else None
    if name.startswith("admin:auth_user") or record is None:
        record = User.objects.first()
    past = record.history.first().pk if hasattr(record, "history") else 1
    return {
        "key": Document.objects.first().key,
        "object_id": record.pk,
        "version_id": past,
        "id": record.pk,
        "app_label": "registry",
        "content_type_id": ContentType.objects.get_for_model(type(record)).pk,
    } if not name.endswith("simple_history") else {"one": record.pk, "two": past}  # fmt: skip
