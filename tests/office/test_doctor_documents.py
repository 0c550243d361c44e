"""The doctor asks for documents through the proxy, here a small one, set up well or badly."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command

from diplomacy.office.doctor import Level, asking, files
from diplomacy.registry.models import Document
from tests import builders, pictures

pytestmark = pytest.mark.django_db

PREFIX = "/protected-documents/"
SANDBOX = {"Content-Security-Policy": "default-src 'none'; sandbox"}
REDIRECT = {"X-Accel-Redirect": f"{PREFIX}x.pdf"}
CASES = {
    "well": ((404, {}), (200, SANDBOX), Level.OK, "with its headers"),
    "open to all": ((200, {}), (200, SANDBOX), Level.FAIL, "internal;"),
    "not followed": ((404, {}), (200, SANDBOX | REDIRECT), Level.FAIL, "leave it empty"),
    "another folder": ((404, {}), (404, {}), Level.FAIL, "answered by 404"),
    "without headers": ((404, {}), (200, {}), Level.FAIL, "documents.conf"),
}


@pytest.fixture
def served(settings):
    """Return what serves files and documents so: a status and headers for each."""
    settings.DOCUMENTS_BY_PROXY = PREFIX
    servers = []

    def serve(direct, document) -> str:
        class Proxy(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers = direct if self.path.startswith(PREFIX) else document
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_said: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Proxy))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("case", CASES)
def test_documents_are_asked_for_as_readers_do_and_past_the_site(served, case):
    direct, document, level, said = CASES[case]
    entry = builders.agreement(builders.city()).entry_ptr
    Document.objects.create(entry=entry, kind="report", access="public", file=builders.upload())
    findings = list(asking.documents(served(direct, document)))
    worst = findings[0]
    assert (worst.level, len(findings)) == (level, 2 if case == "open to all" else 1)
    assert said in f"{worst.told} {worst.advice}"


def test_pictures_that_say_where_they_were_taken_are_told(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path
    (tmp_path / "a.pdf").write_bytes(builders.PDF)
    (tmp_path / "b.png").write_bytes(pictures.png())
    (tmp_path / "c.jpg").write_bytes(pictures.jpeg()[:-2])
    assert list(files.pictures()) == []
    (tmp_path / "d.jpg").write_bytes(pictures.jpeg(*pictures.NOTES))
    (told,) = files.pictures()
    assert (told.level, "d.jpg" in told.told) == (Level.WARN, True)
    assert "strip_pictures" in told.advice
    call_command("strip_pictures", stdout=StringIO())
    assert list(files.pictures()) == []


def test_without_a_document_there_is_nothing_to_ask_for(served):
    assert list(asking.documents(served((200, {}), (200, {})))) == []
