"""An address that is none of the web is refused wherever one is given, and never a link."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import (
    City,
    Event,
    Identity,
    Source,
    TwinnedPlace,
    TwinningSource,
)
from diplomacy.registry.models.sources import followable, web_address
from tests import builders
from tests.ingest.tables.sheets import compared, reasons
from tests.office.capturing import visit
from tests.payloads import met_in
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import change_page, sent
from tests.registry.codec.files import SMALL, faults

pytestmark = pytest.mark.django_db

EVIL = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://example.org/%0Aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//elsewhere.example",
    "\\\\elsewhere.example",
    "http:\\\\elsewhere.example",
    "https:/elsewhere.example",
    "http:elsewhere.example",
    "https://",
    "https://\nelsewhere.example",
    "ftp://elsewhere.example",
    "elsewhere.example",
]
# Whatever a reader or a colleague may be led to; each model says how its rows are made.
FIELDS = {
    (City, "website"): builders.city,
    (Event, "offer_url"): lambda: builders.offer(builders.city()),
    (Identity, "website"): lambda: Identity.objects.create(city=builders.home_city()),
    (Source, "url"): builders.source,
    (Source, "archived_url"): builders.source,
}


def test_every_address_of_the_register_is_held_to_it():
    held = {
        (model, field.name)
        for model in apps.get_app_config("registry").get_models()
        for field in model._meta.local_concrete_fields
        if web_address in field.validators and not model.__name__.startswith("Historical")
    }
    assert held == set(FIELDS)
    named = {
        (model, field.name)
        for model in apps.get_app_config("registry").get_models()
        for field in model._meta.local_concrete_fields
        if re.search(r"url|website", field.name) and not model.__name__.startswith("Historical")
    }
    # Those of lists by others come from a file alone, whose reader holds them to it.
    assert named - held == {(TwinningSource, "url"), (TwinningSource, "licence_url")}


@pytest.mark.parametrize("evil", EVIL)
def test_no_record_takes_it(evil):
    assert not followable(evil)
    for (model, name), make in FIELDS.items():
        made = model.objects.first() or make()
        setattr(made, name, evil)
        with pytest.raises(ValidationError) as refused:
            made.full_clean()
        assert name in refused.value.message_dict, (model, name)


@pytest.mark.parametrize(
    "good", ["http://a.example", "https://a.example/?x=y#z", "HTTPS://A.example"]
)
def test_an_address_of_the_web_is_taken(good):
    web_address(good)
    assert followable(good)


def test_no_way_of_writing_takes_it(client, tmp_path):
    """Try the admin, the screen of a visit, a register file and a table."""
    evil = "javascript://example.org/%0Aalert(1)"
    client.force_login(member(Role.ADMINISTRATOR))
    source, partner = builders.source(), builders.city()
    form = sent(client.get(change_page(source)), url=evil)
    assert "url" in client.post(change_page(source), form).context["adminform"].form.errors
    typed = visit(
        partner, **{"source-title": "x", "source_url": evil, "sources-0-source_url": evil}
    )
    client.post(reverse("desk:visit-new"), typed)
    file = SMALL.replace("kind: press", f'kind: press\n        url: "{evil}"')
    assert any("gazette, url" in fault for fault in faults(tmp_path, file))
    table = ["name_en", "website"], ["Another Partnerville", evil]
    assert "Website: Enter a valid URL." in reasons(compared("cities", *table))
    source.refresh_from_db()
    assert source.url.startswith("https://")
    assert not Source.objects.filter(url=evil).exists()


@pytest.mark.parametrize(
    "evil", ["javascript:alert(1)", "java\tscript:alert(1)", "//elsewhere.example"]
)
def test_one_that_stands_in_the_table_is_no_link(client, evil):
    """Write past every check, as another program or an older version might have."""
    partner = builders.tie().partner
    made = builders.offer(partner, start="2020-01-01", end="2999-01-01")
    visit_there = builders.delegation(partner)
    Identity.objects.create(city=builders.home_city(), publisher_en="x")
    lists = TwinningSource.objects.create(key="x", name="x", publisher="x", date="2020-05-04")
    one, two, both = (TwinnedPlace.objects.create(source=lists, name=name) for name in "abc")
    TwinnedPlace.objects.filter(pk=one.pk).update(city=partner)
    TwinnedPlace.objects.filter(pk=two.pk).update(city=builders.home_city())
    both.twins.add(one, two)
    for model, name in FIELDS:
        model.objects.update(**{name: evil})
    TwinningSource.objects.update(url=evil, licence_url=evil)
    client.force_login(member(Role.ADMINISTRATOR))
    source = made.citations.get().source
    pages = [
        f"/en/events/{made.key}/",
        f"/en/sources/{source.key}/",
        f"/en/cities/{partner.key}/",
        "/en/open/",
        "/en/about/contact/",
        f"/en/desk/records/event/{made.key}/",
        f"/en/desk/briefings/delegation/{visit_there.key}/internal/",
        change_page(source),
        change_page(made),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        html = answer.content.decode()
        assert met_in(html) == [], page
        assert f'href="{evil}"' not in html, page
    feed = client.get("/en/feed.atom").content.decode()
    assert f'href="{evil}"' not in feed
