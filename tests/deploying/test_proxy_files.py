"""What the proxy says by itself is what the register would say; nothing slips into its files."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from diplomacy.headers import HEADERS
from diplomacy.serving.outages import RETRY_AFTER

from . import files

NGINX = files.DEPLOY / "nginx"
PAGES = sorted((NGINX / "pages").glob("*.html"))
TEMPLATE = (NGINX / "nginx.conf.template").read_text("utf-8")
STATIC = files.ROOT / "diplomacy" / "public" / "static" / "public"


def added(name: str) -> dict[str, str]:
    """Return the headers that a part of the configuration adds."""
    found = re.findall(
        r'^\s*add_header (\S+) ("[^"]*"|\S+) always;', (NGINX / name).read_text(), re.MULTILINE
    )
    return {header: value.strip('"') for header, value in found}


def test_an_answer_of_the_proxy_carries_the_header_set_of_the_register():
    own = added("headers.conf")
    assert own.pop("Strict-Transport-Security") == "$strict_transport"
    assert own.pop("X-Request-ID") == "$request_id"
    assert own == HEADERS


def test_a_document_keeps_the_headers_that_the_register_gave_it():
    kept = added("documents.conf")
    assert {*HEADERS, "Strict-Transport-Security", "X-Request-ID"} <= set(kept)
    for header, value in kept.items():
        assert value == f"$upstream_http_{header.lower().replace('-', '_')}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_the_proxy_says_it_in_three_languages_and_needs_nothing_of_the_site(page):
    text = page.read_text("utf-8")
    assert re.findall(r'<section lang="(\S+)" dir="(\w+)">', text) == [
        ("fa", "rtl"),
        ("en", "ltr"),
        ("zh-Hans", "ltr"),
    ]
    assert not re.findall(r"<script|<style|style=|\son[a-z]+=|src=", text)
    assert re.findall(r'<link [^>]*href="([^"]+)"', text) == ["/proxy-pages/pages.css"]
    persian, _english, chinese = re.findall(r"<section.*?</section>", text, re.DOTALL)
    assert not re.findall(r"[يكىة٠-٩]", persian)
    assert re.findall(r"[。，]", chinese)
    assert text.count("<h1>") == 1


def test_the_pages_have_the_colours_of_the_site():
    colour = re.compile(r"#[0-9a-f]{3,6}\b")
    ours = set()
    for sheet in STATIC.glob("*.css"):
        ours |= set(colour.findall(sheet.read_text("utf-8")))
    used = set(colour.findall((NGINX / "pages" / "pages.css").read_text("utf-8")))
    assert used
    assert used <= ours


def test_every_page_that_is_named_is_there_and_none_else():
    configured = TEMPLATE + (NGINX / "errors.conf").read_text("utf-8")
    named = set(re.findall(r"/proxy-pages/([a-z-]+\.\w+)", configured))
    assert named == {path.name for path in (NGINX / "pages").iterdir()}
    told = json.loads((NGINX / "pages" / "unavailable.json").read_text("utf-8"))
    assert told["retry_after"] == RETRY_AFTER
    times = re.search(r"map \$status \$retry_after \{(.*?)\}", TEMPLATE, re.DOTALL)[1]
    assert set(re.findall(r"\d{3} (\d+);", times)) == {str(RETRY_AFTER)}


def test_the_guide_says_the_limits_that_are_kept():
    guide = " ".join((files.ROOT / "docs" / "deploying.md").read_text("utf-8").split())
    for told, kept in [
        ("1 MB may be sent", "client_max_body_size 1m;"),
        ("10 seconds for the head of a request", "client_header_timeout 10s;"),
        ("15 between two pieces of its body", "client_body_timeout 15s;"),
        ("30 between two of the answer", "send_timeout 30s;"),
        ("30 attempts to sign in from one address in a minute", "rate=30r/m;"),
        ("20 more at once", "burst=20 nodelay;"),
        ("60 requests at once", "limit_conn at_once 60;"),
    ]:
        assert told in guide
        assert kept in TEMPLATE


def test_what_is_made_of_letters_is_compressed():
    listed = re.search(r"gzip_types ([^;]*);", TEMPLATE)[1].split()
    code = "\n".join(path.read_text("utf-8") for path in (files.ROOT / "diplomacy").rglob("*.py"))
    named = set(re.findall(r"\"((?:text|application)/[a-z.+-]+)(?:[;\"])", code))
    letters = {one for one in named if re.search(r"^text/|json$|xml$", one)}
    assert {"text/css", "application/json"} <= letters
    assert letters - {"text/html"} <= set(listed)  # which nginx always compresses


def test_no_part_writes_a_log_of_requests_or_shows_a_version():
    assert TEMPLATE.count("access_log") == TEMPLATE.count("access_log off;") == 1
    assert re.findall(r"error_log \S+ (\w+);", TEMPLATE) == ["alert"]  # crit names addresses
    assert "server_tokens off;" in TEMPLATE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", ""),
        ("SITE_URL", "http://register.example.org"),
        ("SITE_URL", "https://register.example.org/path"),
        ("SITE_URL", "https://register.example.org$request_uri"),
        ("SITE_URL", "https://register.example.org\n; more"),
        ("UPLOAD_MAX_MB", "20m; return 200"),
        ("UPLOAD_MAX_MB", "08"),
        ("DOCUMENTS_BY_PROXY", "/"),
        ("DOCUMENTS_BY_PROXY", "/a/ { } location /b/"),
        ("DOCUMENTS", "/srv/register|e touch x|"),
        ("TLS", "relative"),
        ("HTTP_PORT", "80 so_keepalive=on"),
        ("FRONT_PROXIES", "192.0.2.1; allow all"),
    ],
)
def test_a_value_that_would_be_more_than_a_value_is_refused(tmp_path: Path, name, value):
    given = {"SITE_URL": "https://register.example.org", "RUN": str(tmp_path / "run")}
    done = subprocess.run(
        [str(NGINX / "start.sh"), "-t"],
        env={"PATH": os.environ["PATH"], **given, name: value},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2
    assert name in done.stderr or "A folder" in done.stderr
    assert not (tmp_path / "run" / "conf" / "nginx.conf").exists()
