"""What a page says when there is none."""

from datetime import date

import pytest
from django.test import Client, RequestFactory

from diplomacy.public.views import errors
from tests import builders
from tests.public.pages import parse


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "title"),
    [("fa", "اینجا صفحه‌ای نیست"), ("en", "There is no page here"), ("zh-hans", "此处没有页面")],
)
def test_a_missing_page_says_so_in_the_language_of_its_address(client, code, title):
    page = client.get(f"/{code}/nothing/")
    assert page.status_code == 404
    assert parse(page).find(".//h1").text == title


@pytest.mark.django_db
def test_outside_the_languages_a_missing_page_speaks_the_home_language(client):
    page = client.get("/nothing.php", HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 404
    assert parse(page).get("lang") == "fa"


@pytest.mark.parametrize("address", ["/fa/x/", "/en/x/", "/zh-hans/x/", "/x"])
def test_a_fault_of_ours_has_a_page_without_the_database(address):
    # Without the mark django_db, any query raises.
    page = errors.server_error(RequestFactory().get(address))
    assert page.status_code == 500
    assert parse(page).find(".//h1") is not None


@pytest.mark.urls("tests.public.faulty_urls")
def test_a_fault_in_a_view_shows_that_page():
    page = Client(raise_request_exception=False).get("/en/fault/")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.content.decode()


def test_a_forged_host_is_refused_with_a_page():
    page = Client(raise_request_exception=False).get("/en/", HTTP_HOST="forged.test")
    assert page.status_code == 400
    assert parse(page).find(".//h1") is not None


@pytest.mark.django_db
def test_a_withdrawn_entry_says_why_and_when_and_nothing_else(client):
    entry = builders.event(
        builders.city(),
        publication="withdrawn",
        withdrawn_on=date(2026, 3, 4),
        withdrawn_reason_en="Recorded twice.",
        title_en="Secret title",
        summary_en="Secret summary",
    )
    page = client.get(f"/en/events/{entry.key}/")
    text = page.content.decode()
    assert page.status_code == 410
    assert "Recorded twice." in text
    assert "4 March 2026" in text
    assert "Secret" not in text
