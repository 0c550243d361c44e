"""No address of the site sends anybody to another site, whatever is written into it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
)
# What a server takes for a path; the browser that is led there may take it for a host.
PATHS = (
    "//evil.example",
    "//evil.example/",
    "///evil.example/en",
    "//evil.example/en/",
    "//evil.example/%2e%2e",
    "/%2F/evil.example",
    "/%2F%2Fevil.example",
    "/%5Cevil.example",
    "/\\evil.example",
    "/%09/evil.example",
    "/%0D%0ALocation:%20https://evil.example",
    "/en//evil.example",
    "/en/%2F/evil.example",
    "/en/..//evil.example",
    "/en/cities//evil.example",
    "/en/admin//evil.example",
    "/en/desk//evil.example",
    "/api//evil.example",
    "/api/v1//evil.example",
    "/id//evil.example",
    "//evil.example/api/v1/ties",
)
ASKED = ("next", "url", "return", "redirect", "to", "back", "lang", "language", "about", "order")
ENTRANCES = (
    "/",
    "/en/",
    "/en/cities/",
    "/en/timeline/",
    "/en/corrections/",
    "/en/admin/",
    "/en/admin/login/",
    "/en/admin/password_change/",
    "/en/desk",
    "/en/desk/",
    "/en/desk/sign-in/",
    "/id/partner/",
    "/api/v1/ties",
    "/oembed",
)
# One slash, then neither another nor what a browser takes for one.
HERE = re.compile(r"(?:http://127\.0\.0\.1:8000)?/(?![/\\])[^\x00-\x20\\]*")


def leads(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).headers.get("Location", "/")


@pytest.fixture(params=["a reader", "staff"])
def visitor(request, client) -> Client:
    builders.tie(builders.city(key="partner"))
    if request.param == "staff":
        client.force_login(member("administrator"))
    return client


def test_no_path_leads_to_another_site(visitor):
    assert settings.SITE_URL == "http://127.0.0.1:8000"
    for path in PATHS:
        for address in (path, f"{path}?next=//evil.example"):
            assert HERE.fullmatch(leads(visitor, address)), address


def test_no_parameter_leads_to_another_site(visitor):
    for address in ENTRANCES:
        for elsewhere in ELSEWHERE:
            query = dict.fromkeys(ASKED, elsewhere)
            assert HERE.fullmatch(leads(visitor, address, **query)), (address, elsewhere)


def test_a_language_is_chosen_by_its_address_alone():
    with pytest.raises(NoReverseMatch):
        reverse("set_language")
