"""A stored file goes out by the site or by the proxy, with the same headers, to the same people."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation

from diplomacy import env
from diplomacy.accounts.models import User
from diplomacy.registry.models import Document
from diplomacy.registry.sending import download
from tests import builders, pictures

pytestmark = pytest.mark.django_db

PREFIX = "/protected-documents/"
PICTURE = pictures.png()


def kept(access: str = "public", **fields) -> Document:
    entry = fields.pop("entry", None) or builders.agreement(builders.city())
    given = {"kind": "report", "file": builders.upload(content=builders.PDF)} | fields
    return Document.objects.create(entry=entry.entry_ptr, access=access, **given)


def photograph() -> Document:
    words = {"alternative_en": "Flags", "credit": "Made-up Studio", "licence": "CC0"}
    return kept(kind="photograph", file=builders.upload("x.png", PICTURE), **words)


@pytest.fixture(params=["", PREFIX], ids=["by the site", "by the proxy"])
def prefix(request, settings):
    settings.DOCUMENTS_BY_PROXY = request.param
    return request.param


def body(response, prefix: str) -> bytes:
    """Return what comes to the reader: the proxy follows the header that names the file."""
    if not prefix:
        assert "X-Accel-Redirect" not in response
        return response.getvalue()
    assert response.content == b""
    place = response["X-Accel-Redirect"]
    assert place.startswith(prefix)
    file = Document._meta.get_field("file").storage.open(unquote(place.removeprefix(prefix)))
    with file:
        return file.read()


def tag_of(client, page: str) -> dict[str, str]:
    """Return what a browser sends that has the file already."""
    answer = client.get(page)
    answer.getvalue()  # closes the file
    return {"If-None-Match": answer["ETag"]}


def test_a_paper_is_a_download_that_runs_nothing_and_is_asked_for_anew(client, prefix):
    paper = kept()
    answer = client.get(f"/en/documents/{paper.key}/")
    assert body(answer, prefix) == builders.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{paper.key}.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer


def test_a_photograph_is_shown_in_its_place(client, prefix):
    shown = photograph()
    answer = client.get(f"/en/documents/{shown.key}/")
    assert body(answer, prefix) == PICTURE
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == f'inline; filename="{shown.key}.png"'
    assert "sandbox" in answer["Content-Security-Policy"]


def test_who_has_it_is_told_so_but_only_while_it_is_public(client, prefix):
    paper = kept()
    page = f"/en/documents/{paper.key}/"
    tag = tag_of(client, page)
    again = client.get(page, headers=tag)
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert "X-Accel-Redirect" not in again
    assert again["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert again["Cache-Control"] == "no-cache"
    assert again["ETag"] == tag["If-None-Match"]
    Document.objects.update(access="staff")
    assert client.get(page, headers=tag).status_code == 404


def test_asked_for_the_head_alone_the_headers_are_the_same(client, prefix):
    page = f"/en/documents/{kept().key}/"
    whole, head = client.get(page), client.head(page)
    assert body(whole, prefix)
    assert head.status_code == 200
    assert head.getvalue() == b""
    for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy", "ETag"):
        assert head[name] == whole[name]


def test_a_part_is_never_promised_by_the_site_which_sends_the_whole(client):
    page = f"/en/documents/{kept().key}/"
    answer = client.get(page, headers={"Range": "bytes=0-3"})
    assert answer.status_code == 200
    assert answer.getvalue() == builders.PDF
    assert "Accept-Ranges" not in answer


def test_what_is_lost_is_not_found(client, prefix):
    paper = kept()
    Path(paper.file.path).unlink()
    page = f"/en/documents/{paper.key}/"
    for headers in ({}, {"If-None-Match": f'"{paper.sha256}"'}):
        assert client.get(page, headers=headers).status_code == 404


def test_staff_get_it_past_every_cache(client, prefix):
    client.force_login(User.objects.create(username="clerk", role="viewer"))
    paper = kept("staff")
    answer = client.get(f"/en/admin/registry/entry/documents/{paper.key}/")
    assert body(answer, prefix) == builders.PDF
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name", ["it's “quoted”.pdf", 'a"b\\c.pdf', "a?b#c%2e%2e.pdf", "line\r\nX: y.pdf", "فایل.pdf"]
)
def test_a_name_is_told_to_the_proxy_in_plain_signs(settings, name):
    settings.DOCUMENTS_BY_PROXY = PREFIX
    paper = kept()
    Path(paper.file.path).rename(settings.DOCUMENTS_ROOT / name)
    paper.file.name = name
    place = download(paper.file, "a key")["X-Accel-Redirect"]
    assert place.isascii()
    assert not set(place) & set(" \r\n\"\\?#'")
    assert unquote(place) == PREFIX + name
    (settings.DOCUMENTS_ROOT / name).unlink()


@pytest.mark.parametrize("name", ["../settings.py", "/etc/passwd", "a/../../b"])
def test_a_name_that_leads_out_of_the_folder_is_refused(settings, name):
    settings.DOCUMENTS_BY_PROXY = PREFIX
    paper = kept()
    paper.file.name = name
    with pytest.raises(SuspiciousFileOperation):
        download(paper.file, "a key")


@pytest.mark.parametrize("state", ["withdrawn", "draft", "in_review", "staff", "restricted"])
def test_what_is_taken_back_is_gone_at_once_as_if_it_never_was(client, prefix, state):
    shown = photograph()
    entry, page = shown.entry, f"/en/documents/{shown.key}/"
    tag = tag_of(client, page)
    if state in ("staff", "restricted"):
        Document.objects.update(access=state)
    else:
        reason = {"withdrawn_on": "2026-03-04", "withdrawn_reason_en": "Recorded twice."}
        more = reason if state == "withdrawn" else {}
        for name, value in ({"publication": state} | more).items():
            setattr(entry.agreement, name, value)
        entry.agreement.save()
    never = client.get("/en/documents/never-was/")
    for headers in ({}, tag, {"Range": "bytes=0-3"}):
        gone = client.get(page, headers=headers)
        assert gone.status_code == 404
        assert gone.content.replace(shown.key.encode(), b"never-was") == never.content
        same = {name: value for name, value in gone.items() if name != "X-Request-ID"}
        assert same.keys() == never.headers.keys() - {"X-Request-ID"}
    city = entry.city_rows.get().city
    for address in (f"cities/{city.key}", f"agreements/{entry.key}"):
        html = client.get(f"/en/{address}/").content.decode()
        assert shown.key not in html
        assert "Made-up Studio" not in html


@pytest.mark.parametrize(
    "value",
    ["protected-documents/", "/protected-documents", "/", "//host.test/files/", "/a b/", "/en/",
     "/static/", "/../documents/", "/protected-documents/\nx", "/Protected-Documents/"],
)  # fmt: skip
def test_a_prefix_that_no_proxy_could_keep_to_itself_is_refused(monkeypatch, value):
    monkeypatch.setenv("DOCUMENTS_BY_PROXY", value)
    with pytest.raises(ImproperlyConfigured, match="DOCUMENTS_BY_PROXY"):
        env.internal_prefix("DOCUMENTS_BY_PROXY")


def test_without_a_prefix_the_site_sends_files_itself(monkeypatch):
    monkeypatch.delenv("DOCUMENTS_BY_PROXY", raising=False)
    assert env.internal_prefix("DOCUMENTS_BY_PROXY") == ""
    monkeypatch.setenv("DOCUMENTS_BY_PROXY", PREFIX)
    assert env.internal_prefix("DOCUMENTS_BY_PROXY") == PREFIX
