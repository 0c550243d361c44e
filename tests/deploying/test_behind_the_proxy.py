"""gunicorn behind nginx over TLS, by the commands of the containers, does what is promised."""

import gzip
import json
import os
import re
import resource
import shutil
import signal
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.headers import HEADERS
from diplomacy.office.backup import Site
from diplomacy.registry.models import Document
from tests import builders
from tests.office import drill
from tests.serving.live import with_migrations

from .proxied import STYLE, UNVERIFIED, Answer, Deployed

# The mark for the database is for the fixture, which fills it once.
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

THREE_LANGUAGES = ['lang="fa"', 'lang="en"', 'lang="zh-Hans"']


def fill() -> dict[str, str]:
    """Fill the test database; return the addresses of two papers and who may read the second."""
    builders.home_city()
    entry = builders.agreement(builders.tie(builders.city(key="partner")).partner).entry_ptr
    keys = {}
    for access in Document.Access:
        file = builders.upload(content=builders.PDF)
        paper = Document.objects.create(entry=entry, kind="report", file=file, access=access)
        keys[str(access)] = paper.key
        keys[f"{access} file"] = paper.file.name
    for role in (Role.RECORDER, Role.ADMINISTRATOR):
        client = Client()
        client.force_login(User.objects.create_user(str(role), role=role))
        keys[str(role)] = client.cookies["sessionid"].value
    return keys


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[tuple[Site, Path, dict[str, str]]]:
    """Return a filled place of its own, the folder around it, and what stands there."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not there")
    folder = Path(tempfile.mkdtemp(prefix="register-"))
    try:
        with django_db_blocker.unblock():
            try:
                known = fill()
                with drill.empty_place(folder) as place:
                    for access in Document.Access:
                        name = known[f"{access} file"]
                        shutil.copy2(Path(settings.DOCUMENTS_ROOT) / name, place.documents / name)
                    with_migrations(place)
            finally:
                call_command("flush", interactive=False, verbosity=0)
        yield place, folder, known
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def known(filled) -> dict[str, str]:
    return filled[2]


@pytest.fixture(scope="module")
def site(filled) -> Iterator[Deployed]:
    place, folder, _known = filled
    deployed = Deployed(place, folder, UPLOAD_MAX_MB="1", API_PER_MINUTE="5")
    try:
        deployed.start_web()
        deployed.start_proxy()
        yield deployed
    finally:
        deployed.stop()


def carries_the_header_set(answer: Answer) -> bool:
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])
    assert answer.headers["Server"] == "nginx"
    assert "Set-Cookie" not in answer.headers
    return True


def own_page(answer: Answer) -> bool:
    """Return whether the proxy has answered, for everybody to read."""
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(language in answer.text for language in THREE_LANGUAGES)
    return carries_the_header_set(answer) and "nginx" not in answer.text


def test_readers_get_the_home_page_and_files_over_tls(site):
    assert site.get("/").headers["Location"] == "/fa/"
    home = site.get("/fa/", {"Accept-Encoding": "gzip"})
    assert home.status == 200
    assert carries_the_header_set(home)
    assert b'lang="fa"' in gzip.decompress(home.body)
    sheet = re.search(r'href="(/styles/[^"]+)"', gzip.decompress(home.body).decode())[1]
    assert site.get(sheet, {"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    for _time in range(2):  # from the register, from the proxy
        style = site.get("/static/some.css")
        assert (style.status, style.body) == (200, STYLE)
        assert style.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert site.healthy() == 0


def test_by_http_one_is_led_to_the_site_whatever_host_is_asked_for(site):
    for headers in ({}, {"Host": "evil.example.org"}, {"X-Forwarded-Proto": "https"}):
        answer = site.get("/fa/cities/?a=b%20c", headers, plain=True)
        assert answer.status == 308
        assert answer.headers["Location"] == f"{site.url}/fa/cities/?a=b%20c"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in answer.headers
    assert site.get("/healthz", plain=True).body == b"ok\n"
    (site.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (site.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_bytes(b"proof")
    assert site.get("/.well-known/acme-challenge/token", plain=True).body == b"proof"
    with socket.create_connection(("127.0.0.1", site.https_port), 10) as plain:
        plain.sendall(b"GET /fa/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert f"Location: {site.url}/fa/".encode() in plain.recv(4096)


def test_what_a_visitor_claims_of_scheme_host_and_id_is_not_believed(site):
    claims = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example.org",
        "X-Forwarded-Port": "81",
        "Forwarded": "host=evil.example.org;proto=http",
        "X-Request-ID": "chosen-by-somebody",
    }
    answer = site.get("/en/", claims)
    assert answer.status == 200
    assert carries_the_header_set(answer)
    assert b"evil.example.org" not in answer.body
    assert site.url in answer.text
    assert site.get("/en/", {"Host": "evil.example.org"}).status == 400
    log = (site.folder / "web.log").read_text("utf-8")
    assert answer.headers["X-Request-ID"] in log
    assert "chosen-by-somebody" not in log
    assert "127.0.0.1" not in log


def test_limits_count_by_the_address_that_the_proxy_sees(site):
    asked = [
        site.get("/api/v1/cities/", {"X-Forwarded-For": f"192.0.2.{number}"}).status
        for number in range(12)  # five in a minute, by each of two processes
    ]
    assert set(asked) == {200, 429}
    assert site.get("/api/v1/cities/", source="127.0.0.2").status == 200


def test_behind_another_proxy_the_address_that_it_saw_counts_and_no_other_word(site):
    with site.behind("127.0.0.0/8") as edge:
        asked = [
            edge.get("/api/v1/cities/", {"X-Forwarded-For": f"192.0.2.{number}"}).status
            for number in range(100, 112)
        ]
        assert set(asked) == {200}
        asked = [
            edge.get("/api/v1/cities/", {"X-Forwarded-For": f"192.0.2.{number}, 192.0.2.99"}).status
            for number in range(12)
        ]
        assert set(asked) == {200, 429}


def test_what_is_too_large_is_refused_by_the_proxy(site):
    large = bytes(1024 * 1024 + 1)  # readers send a megabyte, staff what a file may hold
    answer = site.post("/fa/corrections/", large)
    assert answer.status == 413
    assert own_page(answer)
    assert site.post("/fa/desk/records/", large).status != 413
    # What lies about its length is refused by its word, what comes in pieces as they come.
    rest = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    head, desk = b"POST /fa/corrections/" + rest, b"POST /fa/desk/records/" + rest
    assert site.raw(desk + b"Content-Length: 20000000\r\n\r\n").startswith(b"HTTP/1.1 413")
    assert site.raw(head + b"Content-Length: 99999999999\r\n\r\n").startswith(b"HTTP/1.1 413")
    piece = b"%x\r\n" % len(large) + large + b"\r\n0\r\n\r\n"
    answered = site.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + piece)
    assert answered.startswith(b"HTTP/1.1 413")


def test_what_cannot_be_read_gets_a_page_in_three_languages(site):
    answer = site.get("/fa/" + "a" * 9000)
    assert answer.status == 414
    assert own_page(answer)
    broken = site.raw(b"GET /fa/ HTTP/1.1\r\nHost: a b\r\n\r\n")
    assert broken.startswith(b"HTTP/1.1 400")
    assert HEADERS["Content-Security-Policy"].encode() in broken
    both = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /"
    smuggled = site.raw(b"POST /fa/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + both)
    assert smuggled.startswith(b"HTTP/1.1 400")


def test_a_paper_comes_from_the_disk_only_after_the_register_has_allowed_it(site, known):
    page = f"/en/documents/{known['public']}/"
    whole = site.get(page)
    assert (whole.status, whole.body) == (200, builders.PDF)
    assert whole.headers["Content-Type"] == "application/pdf"
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Cache-Control"] == "no-cache"
    assert "X-Accel-Redirect" not in whole.headers
    part = site.get(page, {"Range": "bytes=1-3"})
    assert (part.status, part.body) == (206, builders.PDF[1:4])
    head = site.ask("HEAD", page)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(builders.PDF))
    assert site.get(page, {"If-None-Match": whole.headers["ETag"]}).status == 304


def test_a_paper_that_is_not_for_all_is_as_one_that_never_was(site, known):
    hidden, never = (
        site.get(f"/en/documents/{key}/", {"Range": "bytes=0-3"})
        for key in (known["restricted"], "never-was")
    )
    assert hidden.status == never.status == 404
    assert hidden.body.replace(known["restricted"].encode(), b"never-was") == never.body
    assert site.ask("HEAD", f"/en/documents/{known['restricted']}/").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/protected-documents/{file}",
        "/protected-documents/%2e%2e/documents/{file}",
        "/static/%2e%2e/protected-documents/{file}",
        "/static/../protected-documents/{file}",
        "//protected-documents//{file}",
        "/%70rotected-documents/{file}",
        "/proxy-pages/%2e%2e/%2e%2e/documents/{file}",
        "/proxy-pages/pages.css/../../../place/documents/{file}",
        "/documents/{file}",
        "/protected-documents/",
        "/protected-documents/%00{file}",
    ],
)
def test_no_address_leads_to_a_file_past_the_register(site, known, path):
    for access in ("public", "restricted"):
        for headers in ({}, {"Range": "bytes=0-3"}, {"X-Accel-Redirect": "/protected-documents/"}):
            answer = site.get(path.format(file=known[f"{access} file"]), headers)
            assert answer.status in (400, 404)
            assert b"PDF-1.4" not in answer.body


def test_staff_get_the_papers_that_their_role_may_read(site, known):
    def ask(role: str, access: str) -> Answer:
        cookie = {"Cookie": f"__Host-sessionid={known[role]}"}
        return site.get(f"/en/admin/registry/entry/documents/{known[access]}/", cookie)

    shown = ask(Role.ADMINISTRATOR, "restricted")
    assert (shown.status, shown.body) == (200, builders.PDF)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert ask(Role.RECORDER, "public").body == builders.PDF
    refused = ask(Role.RECORDER, "restricted")
    assert refused.status in (403, 404)
    assert b"PDF-1.4" not in refused.body


def test_attempts_to_sign_in_are_limited_before_they_reach_the_register(site):
    page = "/en/desk/sign-in/"
    statuses = []
    for number in range(40):
        answer = site.post(
            page, {"username": "x"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        )
        statuses.append(answer.status)
    assert 429 not in statuses[:20]
    assert statuses[-1] == 429
    assert own_page(answer)
    assert answer.headers["Retry-After"] == "30"
    assert site.get(page).status == 200  # reading is not counted
    assert site.post(page, {"username": "x"}, source="127.0.0.2").status != 429


def test_slow_and_idle_visitors_hinder_nobody(site):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4096:
        pytest.skip("This machine allows too few connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, hard))
    there = ("127.0.0.1", site.https_port)
    held = []
    try:
        held = [socket.create_connection(there, 30) for _ in range(1000)]
        for number in range(40):  # more than the register has threads
            plain = socket.create_connection(there, 30)
            slow = UNVERIFIED.wrap_socket(plain)
            slow.sendall(b"POST /en/corrections/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            if number % 2:
                slow.sendall(b"Content-Length: 1000\r\n\r\nwords=")
            held.append(slow)
        assert [site.get(path).status for path in ("/fa/", "/en/", "/healthz")] == [200] * 3
        held[0].settimeout(20)
        assert held[0].recv(1) == b""  # who sends nothing is let go
    finally:
        for one in held:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_reloading_refuses_nobody(site):
    before = workers_of(site)
    end = threading.Event()
    statuses: list[int | str] = []

    def ask() -> None:
        while not end.is_set():
            try:
                statuses.append(site.get("/en/").status)
            except OSError as error:
                statuses.append(repr(error))

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    try:
        site.web.send_signal(signal.SIGHUP)
        site.wait(lambda: workers_of(site) and not workers_of(site) & before, 30)
        site.proxy.send_signal(signal.SIGHUP)
        asked = len(statuses)
        site.wait(lambda: len(statuses) > asked + 10)
    finally:
        end.set()
        for thread in asking:
            thread.join()
    assert set(statuses) == {200}


def test_a_process_that_is_killed_is_replaced_and_the_others_go_on(site):
    killed, *others = workers_of(site)
    os.kill(int(killed), signal.SIGKILL)
    assert others
    assert site.get("/en/").status == 200
    site.wait(lambda: len(workers_of(site) - {killed}) == 2)
    assert {*others} <= workers_of(site)
    assert site.get("/en/").status == 200


def workers_of(site: Deployed) -> set[str]:
    """Return the processes that gunicorn has started."""
    pid = site.web.pid
    return {*Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_what_is_due_is_done_once(site):
    done = site.daily()
    assert done.returncode == 0, done.stderr
    data = site.place.documents.parent
    assert len(list((data / "backups").iterdir())) == 1
    assert list((site.folder / "open-data").glob("*.zip"))
    assert "No mail server" in done.stdout
    assert site.get("/data/register.zip").status == 200
    again = site.daily()
    assert (again.returncode, again.stdout) == (0, "")
    assert len(list((data / "backups").iterdir())) == 1


def test_requests_at_hand_end_before_the_register_and_the_proxy_do(site):
    """The last one: afterwards nothing is served."""
    tokens = forms(site, 2)
    assert site.get("/static/some.css").status == 200
    answer = while_it_waits(site, tokens[0], lambda: site.web.send_signal(signal.SIGTERM))
    assert answer.status == 303
    assert site.web.wait(20) == 0
    assert site.healthy() != 0

    away = site.get("/fa/")
    assert away.status == 502
    assert own_page(away)
    assert away.headers["Retry-After"] == "30"
    told = site.get("/api/v1/cities/")
    assert (told.status, json.loads(told.body)["status"]) == (503, 503)
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert site.get("/static/some.css").body == STYLE  # which the proxy has kept
    assert site.get("/proxy-pages/pages.css").headers["Content-Type"] == "text/css"

    site.start_web()
    assert site.get("/fa/").status == 200
    answer = while_it_waits(site, tokens[1], lambda: site.proxy.send_signal(signal.SIGQUIT))
    assert answer.status == 303
    assert site.proxy.wait(20) == 0
    log = (site.folder / "proxy.log").read_text("utf-8")
    assert "127.0.0.1" not in log


def forms(site: Deployed, number: int) -> list[str]:
    """Return the tokens of so many forms for corrections, old enough to be sent."""
    pages = [site.get("/en/corrections/").text for _ in range(number)]
    time.sleep(3)  # nobody reads and writes in less
    return [re.search(r'name="token" value="([^"]+)"', page)[1] for page in pages]


def while_it_waits(site: Deployed, token: str, act: Callable[[], None]) -> Answer:
    """Send a correction that waits for a lock, act, let it go on, and return its answer."""
    answers = []
    form = {"words": "The day is wrong.", "token": token, "website": ""}
    sending = threading.Thread(target=lambda: answers.append(site.post("/en/corrections/", form)))
    name = site.place.connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, timeout=10, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        sending.start()
        time.sleep(1.5)
        act()
        time.sleep(1)
        lock.execute("ROLLBACK")
    sending.join()
    return answers[0]
