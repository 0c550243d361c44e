"""The site asks nobody: no code can, but for three places, and no page or document does."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from diplomacy.paper import can_print
from tests import builders
from tests.registry.admin.conftest import member
from tests.reporting import report
from tests.supply.reading import ROOT

pytestmark = pytest.mark.once

# Modules with which a program reaches another machine or starts another program.
REACHING = {
    *("socket", "ssl", "http.client", "urllib.request", "urllib.error", "urllib3", "requests"),
    *("httpx", "aiohttp", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc.client"),
    *("asyncio", "socketserver", "http.server", "webbrowser", "subprocess", "multiprocessing"),
    *("django.core.mail", "boto3", "paramiko"),
}
# File → what it may use, and why.
ALLOWED = {
    # `doctor --ask` asks the site's own address, typed by nobody but the operator.
    "diplomacy/office/doctor/asking.py": {"urllib.request", "urllib.error"},
    # Letters go to the one mail server of the settings.
    "diplomacy/office/doctor/around.py": {"smtplib", "django.core.mail"},
    "diplomacy/office/reminders/mail.py": {"django.core.mail"},
    "diplomacy/accounts/letters.py": {"smtplib", "django.core.mail"},
    # The daily tasks are commands of ours, each in a process of its own.
    "diplomacy/office/daily.py": {"subprocess"},
    # The start of a development machine, without the site.
    "run.py": {"socket", "subprocess"},
}


def imported(text: str) -> Iterator[str]:
    """Yield every module that a file imports, also `import_module` by a name in the code."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant))


def reaching(text: str) -> set[str]:
    return REACHING & set(imported(text))


def test_no_code_can_reach_another_machine_but_in_named_places():
    places = [*(ROOT / "diplomacy").rglob("*.py"), ROOT / "run.py", ROOT / "manage.py"]
    found = {
        path.relative_to(ROOT).as_posix(): names
        for path in places
        if (names := reaching(path.read_text("utf-8")))
    }
    assert found == {file: names for file, names in ALLOWED.items() if (ROOT / file).exists()}


def test_the_search_sees_every_way_to_import():
    assert reaching("from urllib import request") == {"urllib.request"}
    assert reaching("import http.client as web") == {"http.client"}
    assert reaching("importlib.import_module('requests')") == {"requests"}
    assert reaching("from .socket import x\nfrom urllib.parse import quote") == set()


_watching: list[list[str]] = []


def _listen(event: str, arguments: tuple) -> None:
    if _watching and event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        _watching[-1].append(f"{event} {arguments[1:]}")


@contextmanager
def watched() -> Iterator[list[str]]:
    """Return every connection and every name asked for by Python code meanwhile.

    The driver of PostgreSQL is not Python and goes unseen. A hook stays for the process; it costs
    a look at an empty list.
    """
    if not _watching:
        sys.addaudithook(_listen)
    _watching.append([])
    try:
        yield _watching[-1]
    finally:
        _watching.pop()


PAGES = [
    *("/fa/", "/fa/cities/partner/", "/fa/events/", "/fa/search/?q=partner", "/fa/corrections/"),
    *("/fa/cities/partner/picture.png", "/fa/feed.atom", "/fa/calendar.ics", "/api/v1/"),
    *("/oembed?url=http://127.0.0.1:8000/fa/cities/partner/", "/en/desk/", "/en/admin/"),
    *("/en/desk/search/?q=partner", "/en/admin/registry/source/", "/healthz"),
]


@pytest.mark.django_db
def test_no_page_of_readers_or_staff_and_no_document_asks_for_anything():
    builders.home_city()
    partner = builders.tie(builders.city(key="partner")).partner
    entry = builders.event(partner)
    builders.cite(entry, builders.source(url="https://press.example/story"))
    report(2020)
    staff = Client()
    staff.force_login(member("administrator"))
    with watched() as asked:
        for path in PAGES:
            answer = staff.get(path)
            assert answer.status_code == 200, path
        if can_print("en"):
            document = staff.get("/en/reports/2020/report.pdf")
            assert document.content.startswith(b"%PDF")
    assert asked == []


def test_the_watch_sees_a_name_that_is_asked_for():
    code = "import socket\ntry: socket.getaddrinfo('nobody.invalid', 80)\nexcept OSError: pass"
    with watched() as asked:
        exec(compile(code, "a page", "exec"), {})
    assert asked
