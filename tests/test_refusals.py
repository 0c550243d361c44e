"""A site that others could misuse does not start, and says in a sentence what to do."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from diplomacy import refusals

ROOT = Path(__file__).resolve().parent.parent
KEY = secrets.token_urlsafe(50)
SAFE = {
    "debug": False,
    "hosts": ["register.example.org"],
    "site_url": "https://register.example.org",
    "plain_http": False,
    "behind_proxy": True,
    "proxies": 1,
    "key": KEY,
}
LOCAL = {
    "hosts": ["localhost", "127.0.0.1", "[::1]"],
    "site_url": "http://127.0.0.1:8000",
    "behind_proxy": False,
    "proxies": 0,
    "key": "",
}


def told(**changed: object) -> list[str]:
    return list(refusals.reasons(**{**SAFE, **changed}))


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with these variables and no others that the settings read."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_public_site_that_is_set_up_well_starts():
    assert told() == []


def test_for_this_machine_alone_nothing_has_to_be_set():
    assert told(**LOCAL) == told(**LOCAL, debug=True) == []


def test_nobody_else_is_shown_errors_in_full():
    [reason] = told(debug=True)
    assert reason.startswith("DEBUG must be off")
    assert told(debug=True, hosts=["localhost", "register.example.org"]) == [reason]
    # A proxy that says nothing of the host asks for 127.0.0.1, whoever asks it.
    assert told(**LOCAL | {"behind_proxy": True, "proxies": 1}, debug=True) == [reason]


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("", "is missing"),
        (KEY[:49], "is too short"),
        ("a" * 60, "repeats itself"),
        ("abcabd" * 10, "repeats itself"),
        (secrets.token_urlsafe(24) * 2, "repeats itself"),
        ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP", "counts through"),
        ("zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVUTSRQPONMLKJ", "counts through"),
        (f"django-insecure-{KEY}", "was written as an example"),
        ("Change-me-to-fifty-random-signs-before-you-go-public!", "was written as an example"),
        (
            "a key for the tests, of more than fifty signs, and no secret",
            "was written as an example",
        ),
    ],
    ids=lambda value: value if " " in value[:10] else "",  # no key: each process has its own
)
def test_a_key_that_others_could_guess_is_refused(key, fault):
    [reason] = told(key=key)
    assert reason.startswith(f"SECRET_KEY (or the file in SECRET_KEY_FILE) {fault}")
    assert key not in reason or not key


def test_a_random_key_is_taken_in_whatever_signs_it_is_written():
    for _ in range(200):
        assert refusals.weakness(secrets.token_urlsafe(50)) == ""
        assert refusals.weakness(secrets.token_hex(32)) == ""


def test_no_key_that_stands_in_what_we_hand_out_is_taken():
    written = re.compile(r"SECRET_KEY[\"']?\s*[:=]\s*[\"']?([^\s\"'`]+)")
    handed_out = [*ROOT.glob("*.*"), ROOT / ".env.example", *ROOT.glob("docs/**/*.md")]
    handed_out += [*ROOT.glob("deploy/**/*"), *ROOT.glob("tests/**/*.py")]
    texts = [file.read_text("utf-8", "replace") for file in handed_out if file.is_file()]
    keys = {key for text in texts for key in written.findall(text)}
    assert len(keys) > 1
    assert [key for key in keys if not refusals.weakness(key)] == []


@pytest.mark.parametrize("host", ["*", ".", "..", ".com", "*.org", ".org."])
def test_a_site_does_not_answer_to_every_name(host):
    reasons = told(hosts=["register.example.org", host])
    assert [one for one in reasons if one.startswith("ALLOWED_HOSTS is open")] == reasons != []


def test_a_site_answers_to_some_name():
    [reason] = told(hosts=[])
    assert reason.startswith("ALLOWED_HOSTS names no host")


@pytest.mark.parametrize(
    "host",
    [
        "https://register.example.org",
        "register.example.org:443",
        "register.example.org/",
        "*.example.org",
        "ثبت.example",
        "two names",
    ],
)
def test_what_is_no_name_of_a_host_is_told(host):
    [reason] = told(hosts=["register.example.org", host])
    assert reason.startswith(f"ALLOWED_HOSTS holds {host!r}")


@pytest.mark.parametrize("host", [".example.org", "192.0.2.7", "[2001:db8::7]", "xn--mgb.example"])
def test_names_of_hosts_in_every_form_are_taken(host):
    assert told(hosts=["register.example.org", host]) == []


def test_links_lead_to_where_the_site_answers():
    [reason] = told(hosts=["other.example.org"])
    assert reason.startswith("SITE_URL leads to register.example.org")
    assert reason.endswith("or add register.example.org to ALLOWED_HOSTS.")
    [reason] = told(**{**LOCAL, "site_url": "https://register.example.org"})
    assert reason.startswith("SITE_URL leads to register.example.org")
    assert told(hosts=[".example.org"]) == []
    assert told(hosts=["[2001:db8::7]"], site_url="https://[2001:db8::7]:444") == []


def test_passwords_do_not_cross_a_network_in_the_clear_unless_that_is_wanted():
    plain = {"site_url": "http://register.example.org"}
    [reason] = told(**plain)
    assert reason.startswith("SITE_URL must begin with https://")
    assert "PLAIN_HTTP=yes" in reason
    assert told(**plain, plain_http=True) == []


def test_what_is_said_of_proxies_fits_together():
    [reason] = told(proxies=0)
    assert reason.startswith("BEHIND_PROXY=yes contradicts TRUSTED_PROXIES=0")
    [reason] = told(behind_proxy=False)
    assert reason.startswith("TRUSTED_PROXIES=1 contradicts BEHIND_PROXY=no")
    assert told(behind_proxy=False, proxies=0) == []
    assert told(**{**LOCAL, "proxies": 1}) == []


UNSAFE = {"ALLOWED_HOSTS": "*,register.example.org", "DEBUG": "yes", "SECRET_KEY": "short"}


def test_each_reason_is_a_line_and_nothing_else_is_shown():
    refused = start("manage.py", "check", **UNSAFE)
    assert (refused.returncode, refused.stdout) == (2, "")
    begins = [line.partition(" ")[0] for line in refused.stderr.splitlines()]
    assert begins == ["DEBUG", "ALLOWED_HOSTS", "SITE_URL", "SECRET_KEY"]


def test_a_public_site_passes_the_deployment_checks():
    checked = start(
        *("manage.py", "check", "--deploy", "--fail-level=WARNING"),
        ALLOWED_HOSTS="register.example.org",
        SITE_URL="https://register.example.org",
        SECRET_KEY=KEY,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
@pytest.mark.parametrize("how", [(), ("--preload",), ("--config=deploy/gunicorn.conf.py",)])
def test_gunicorn_ends_with_the_reasons_and_without_a_traceback(how):
    refused = start(
        *("-m", "gunicorn", "diplomacy.wsgi", "--bind=127.0.0.1:0", "--no-control-socket", *how),
        **UNSAFE,
    )
    assert refused.returncode == 3
    assert "\nSECRET_KEY (or the file in SECRET_KEY_FILE) is too short" in refused.stderr
    assert "Traceback" not in refused.stderr
