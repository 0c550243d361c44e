"""A client may call its address and form whatever it likes: they are read as UTF-8."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler

from diplomacy.encoding import read_as_utf_8

pytestmark = pytest.mark.django_db


def answer_to(method: str, address: str, charset: str, typed: str = "") -> HttpResponse:
    """Return the answer to a request that names a charset."""
    site = ClientHandler()
    reading = read_as_utf_8(lambda environ, _: site(environ))
    request = RequestFactory().generic(method, address, typed, content_type="text/plain")
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    return reading(request.environ | {"CONTENT_TYPE": kind}, None)


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "utf-16", "none", '"', "a;b"])
def test_no_charset_that_a_client_names_breaks_a_page(charset):
    answer = answer_to("GET", "/en/search/?q=%C3%A9", charset)
    assert answer.status_code == 200
    assert 'value="é"' in answer.text


@pytest.mark.parametrize("charset", ["utf-7", "latin-1", "hex", "utf-8", "UTF-8; x=y"])
def test_what_is_typed_is_read_as_utf_8(charset):
    answer = answer_to("POST", "/en/corrections/", charset, urlencode({"words": "سلام"}))
    assert answer.status_code == 422
    assert "سلام" in answer.text
