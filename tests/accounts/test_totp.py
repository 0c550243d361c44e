"""Codes of a device, held against the vectors of RFC 6238 (appendix B) and RFC 4226."""

import base64
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from diplomacy.accounts import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [  # the last six of the eight digits of the RFC
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_a_code_is_that_of_the_rfc(moment, code):
    assert totp.code(SECRET, totp.step_of(datetime.fromtimestamp(moment, UTC))) == code


@pytest.mark.parametrize("step", range(-3, 4))
def test_a_code_matches_one_step_early_or_late_and_no_further(step):
    now = datetime.fromtimestamp(1111111111, UTC)
    here = totp.step_of(now)
    found = list(totp.matching_steps(SECRET, totp.code(SECRET, here + step), now))
    assert found == ([here + step] if abs(step) <= 1 else [])


@pytest.mark.parametrize("typed", ["", "\0", "۱۲۳۴۵۶", "\ud800", "x" * 5000])
def test_anything_else_matches_nothing(typed):
    assert list(totp.matching_steps(SECRET, typed, datetime(2026, 11, 26, tzinfo=UTC))) == []


def test_secrets_are_long_and_never_the_same():
    secrets = {totp.new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}


def test_the_address_names_the_account_and_the_site_whatever_stands_in_the_name():
    address = urlsplit(totp.address(SECRET, "سارا?&/:", "register.example"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/register.example:سارا?&/:"
    assert parse_qs(address.query) == {"secret": [SECRET], "issuer": ["register.example"]}
