"""Every answer carries the whole header set, whatever it answers."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from diplomacy.urls import urlpatterns as addresses
from tests import builders

HEADER_SET = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
        " script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
}


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A fault made for the test.")


def share(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})


urlpatterns = [
    path("fail/", fail),
    path("share/", share),
    *addresses,
]


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/fa/desk/sign-in/", 200),
        ("/static/admin/css/base.css", 200),
        ("/fa/admin", 301),
        ("/", 302),
        ("/fa/no-such-page/", 404),
        ("/static/no-such-file.css", 404),
        ("/fail/", 500),
    ],
)
def test_an_answer_carries_the_header_set(visitor, address, status):
    response = visitor.get(address)
    response.close()
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADER_SET} == HEADER_SET
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.django_db
def test_a_forged_form_and_a_foreign_host_are_refused_with_the_header_set(visitor):
    forged = visitor.post("/fa/desk/sign-in/", {"username": "a", "password": "b"})
    foreign = visitor.get("/fa/no-such-page/", headers={"host": "elsewhere.example"})
    assert (forged.status_code, foreign.status_code) == (403, 400)
    for response in (forged, foreign):
        assert {name: response.headers.get(name) for name in HEADER_SET} == HEADER_SET


def test_a_view_may_choose_a_header_of_the_set_itself(visitor):
    response = visitor.get("/share/")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_pages_for_frames_of_other_sites_alone_may_be_framed(visitor):
    key = builders.tie().partner.key
    framed = {
        **HEADER_SET,
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
            " form-action 'none'; base-uri 'none'; frame-ancestors *"
        ),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Frame-Options": None,
    }
    for address in (f"/fa/embed/cities/{key}/", "/en/embed/timeline/no-such-key/"):
        headers = visitor.get(address).headers
        assert {name: headers.get(name) for name in HEADER_SET} == framed
    for address in (
        f"/fa/cities/{key}/",
        f"/fa/cities/{key}/embed/",
        f"/fa/embed/cities/{key}",
        "/fa/embed/",
    ):
        headers = visitor.get(address).headers
        assert {name: headers.get(name) for name in HEADER_SET} == HEADER_SET


def test_the_sheet_of_framed_pages_alone_may_be_used_in_a_frame_without_origin(visitor):
    policy = "Cross-Origin-Resource-Policy"
    assert visitor.get("/styles/base.embed.css").headers[policy] == "cross-origin"
    assert visitor.get("/styles/base.parts.css").headers[policy] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/fa/admin/", "/zh-hans/desk/sign-in/", "/en/desk/", "/en/desk"]
)
def test_no_cache_keeps_what_staff_read(visitor, address):
    assert visitor.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/fa/deskwork/", "/fa/cities/admin/", "/static/admin/css/base.css"]
)
def test_other_addresses_are_not_taken_for_staff_pages(visitor, address):
    response = visitor.get(address)
    response.close()
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_browsers_are_told_to_use_https_only_where_it_is_served(visitor, settings):
    assert "Strict-Transport-Security" not in visitor.get("/", secure=True).headers
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    by_https = Client().get("/", secure=True)
    assert by_https.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in Client().get("/").headers


def test_the_front_door_leads_to_the_home_language(visitor, settings):
    response = visitor.get("/", headers={"accept-language": "zh-hans"})
    assert response.headers["Location"] == f"/{settings.HOME_LANGUAGE}/"


def test_the_front_door_sets_no_cookie(visitor):
    assert not visitor.get("/").cookies
