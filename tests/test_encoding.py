"""A client may call its address and form whatever it likes: they are read as UTF-8."""

from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from diplomacy.encoding import read_as_utf_8

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer_to(settings):
    """Return a function that gives status and body of a request that names a charset."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    application = read_as_utf_8(WSGIHandler())

    def ask(method: str, address: str, charset: str, typed: str = "") -> tuple[str, str]:
        request = RequestFactory().generic(method, address, typed, content_type="text/plain")
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        statuses = []
        body = application(
            request.environ | {"CONTENT_TYPE": kind}, lambda status, _: statuses.append(status)
        )
        return statuses[0], b"".join(body).decode()

    return ask


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "utf-16", "none", '"', "a;b"])
def test_no_charset_that_a_client_names_breaks_a_page(answer_to, charset):
    status, html = answer_to("GET", "/en/search/?q=%C3%A9", charset)
    assert status == "200 OK"
    assert 'value="é"' in html


@pytest.mark.parametrize("charset", ["utf-7", "latin-1", "hex", "utf-8", "UTF-8; x=y"])
def test_what_is_typed_is_read_as_utf_8(answer_to, charset):
    typed = urlencode({"words": "سلام"})
    status, html = answer_to("POST", "/en/corrections/", charset, typed)
    assert status.startswith("422")
    assert "سلام" in html
