"""The repository holds no secret, no account and nothing that was made up for trying out."""

import math
import re
from collections import Counter

import pytest

from tests.supply.reading import LOCKS, ROOT, tracked

pytestmark = pytest.mark.once

# How secrets look that say what they are.
MARKED = re.compile(
    r"""-----BEGIN\ [A-Z ]*PRIVATE\ KEY
    | AGE-SECRET-KEY-1[0-9A-Z]{20,}
    | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
    | \bgh[pousr]_\w{20,}
    | \bxox[abps]-[\w-]{10,}
    | \beyJ[\w-]{15,}\.eyJ[\w-]+
    | (?<=://)[^/\s:@"'{}$<>…]+:[^/\s@"'{}$<>…]+(?=@)
    | (?i:secret|passw|token|api_?key)\w*["']?\s*[:=]\s*["'][\w!#$%&*+./=?@^~-]{12,}["']""",
    re.VERBOSE,
)
# Names and passwords of addresses, all made up.
MADE_UP = {"user:password", "us%40er:p%2Fw"}
ADDRESS = re.compile(r"https?://[^\s)>\"']+")
WORD = re.compile(r"[A-Za-z0-9+_-]{24,}={0,2}")
# Alphabets, a cursor, a request id, a token that the log must blot out; passwords of nobody.
HARMLESS = {
    "diplomacy/office/backup/encryption.py": 'SECRET = "AGE-SECRET-KEY-"$',
    "tests/test_secrets.py": "SECRET = ",
    "tests/accounts/test_account.py": "password[12]",
    "tests/accounts/test_sign_in.py": "password",
    "tests/test_refusals.py": "0123456789abcdef|zyxwvutsrq",
    "tests/public/test_feed_answers.py": "WyIwMDAx",
    "tests/serving/test_request_log.py": "0123456789abcdef|c2x9ab-0f3de0f3de0f3de0f3de0f3des3cr3t",
}
# What stays on a server.
KEPT_OUT = re.compile(
    r"(^|/)(\.env|id_[a-z0-9]+)$|\.(key|pem|p12|pfx|age|sqlite3?|db|dump|log|zip)$"
)


def entropy(word: str) -> float:
    """Return the bits in each letter, by Shannon: words of a language have about four."""
    counts = Counter(word).values()
    return -sum(count / len(word) * math.log2(count / len(word)) for count in counts)


def looks_random(word: str) -> bool:
    kinds = sum(bool(re.search(kind, word)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    return (kinds == 3 and entropy(word) > 4.2) or bool(re.fullmatch("[0-9a-f]{32,}", word))


def secrets_in(text: str) -> list[str]:
    marked = [found[0] for found in MARKED.finditer(text) if found[0] not in MADE_UP]
    return marked + list(filter(looks_random, WORD.findall(ADDRESS.sub("", text))))


def texts() -> dict[str, str]:
    """Return what git keeps, without pictures and typefaces."""
    found = {}
    for name in tracked():
        content = (ROOT / name).read_bytes() if (ROOT / name).exists() else b""
        if b"\0" not in content and name not in LOCKS:
            found[name] = content.decode("utf-8")
    return found


def test_no_file_holds_a_secret():
    found = {
        f"{name}: {secret}"
        for name, text in texts().items()
        for secret in secrets_in(text)
        if not re.match(HARMLESS.get(name, "$"), secret)
    }
    assert found == set()


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "AGE-SECRET-KEY-" + "1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
        "postgresql://register:" + "hunter2@db.example/register",
        "SECRET_KEY" + ' = "correct-horse-battery"',
        "k3y_" + "Qz7Rt1Xw9Lm4Pv8Ns2Bd6Hj",
        "deadbeef" * 4,
    ],
)
def test_the_scan_finds_what_it_looks_for(secret):
    assert secrets_in(f"some words before {secret} and after")


def test_no_file_of_a_server_is_kept():
    assert [name for name in tracked() if KEPT_OUT.search(name)] == []


def test_accounts_are_made_where_people_make_them_and_nowhere_else():
    making = re.compile(r"\bcreate_(?:super)?user\(|\.set_password\(|\bmake_password\(")
    places = {
        name
        for name, text in texts().items()
        if name.startswith(("diplomacy/", "run.py", "manage.py")) and making.search(text)
    }
    assert {place.rsplit("/", 1)[0] for place in places} <= {
        "diplomacy/accounts",
        "diplomacy/accounts/views",
        "diplomacy/accounts/admin",
    }
