"""Photographs are pictures with words, credit and licence; no other file is ever shown in place."""

import struct
import zlib
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from diplomacy.registry.models import Document
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


def png(width=4, height=3):
    """Return a picture of one colour, written by hand."""

    def part(kind, content):
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    rows = zlib.compress((b"\0" + b"\x0d\x94\x97" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def photograph(entry, **fields):
    given = {
        "kind": "photograph",
        "access": "public",
        "file": builders.upload("x.png", png()),
        "credit": "Made-up Studio",
        "licence": "CC BY 4.0",
        **builders.three("alternative", "دو پرچم", "Two flags", "两面旗"),
    }
    return Document.objects.create(entry=entry.entry_ptr, **(given | fields))


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_a_photograph_stands_on_both_pages_with_its_size_words_credit_and_licence(client, language):
    partner = builders.tie().partner
    visit = builders.delegation(partner)
    photograph(visit)
    for address in (f"cities/{partner.key}", f"delegations/{visit.key}"):
        response = client.get(f"/{language}/{address}/")
        (picture,) = parse(response).iter("img")
        assert (picture.get("width"), picture.get("height")) == ("4", "3")
        assert picture.get("alt") in ("دو پرچم", "Two flags", "两面旗")
        assert "Made-up Studio" in response.content.decode()
        assert "CC BY 4.0" in response.content.decode()


def test_words_in_another_language_say_so(client):
    visit = builders.delegation(builders.tie().partner)
    photograph(visit, alternative_en="", alternative_zh="")
    (picture,) = parse(client.get(f"/en/delegations/{visit.key}/")).iter("img")
    assert (picture.get("lang"), picture.get("dir")) == ("fa", "rtl")


NOTED = png()[:33] + struct.pack(">I", 12) + b"tEXtPlace\0Hidden" + b"\0" * 4 + png()[33:]
DAMAGED = png()[:33] + b"\xff\xff\xff\xff" + png()[33:]


def stored_before(entry, content, **fields):
    """Return a photograph whose file came when all that cameras write was kept."""
    made = photograph(entry, **fields)
    Path(made.file.path).write_bytes(content)
    return made


def test_where_a_photograph_was_taken_is_not_even_stored(client):
    held = photograph(builders.event(builders.city()), file=builders.upload("x.png", NOTED))
    assert Path(held.file.path).read_bytes() == png()
    assert held.sha256 == sha256(png()).hexdigest()
    response = client.get(f"/en/documents/{held.key}/")
    assert b"".join(response.streaming_content) == png()


@pytest.mark.parametrize("fields", [{}, {"kind": "report"}])
@pytest.mark.parametrize("prefix", ["", "/protected-documents/"])
def test_readers_do_not_learn_where_an_older_photograph_was_taken(client, settings, fields, prefix):
    settings.DOCUMENTS_BY_PROXY = prefix
    held = stored_before(builders.event(builders.city()), NOTED, **fields)
    response = client.get(f"/en/documents/{held.key}/")
    assert b"".join(response.streaming_content) == png()
    assert response["Content-Length"] == str(len(png()))
    assert "X-Accel-Redirect" not in response


def test_a_damaged_photograph_is_neither_stored_nor_sent(client):
    event = builders.event(builders.city())
    with pytest.raises(ValidationError, match="damaged"):
        photograph(event, file=builders.upload("x.png", DAMAGED))
    held = stored_before(event, DAMAGED)
    assert client.get(f"/en/documents/{held.key}/").status_code == 404


def test_a_photograph_is_sent_to_be_shown_and_runs_nothing(client):
    shown = photograph(builders.event(builders.city()))
    response = client.get(f"/en/documents/{shown.key}/")
    assert b"".join(response.streaming_content) == png()
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_is_called_a_photograph_and_is_none_stays_a_download(client):
    event = builders.event(builders.city())
    kept = photograph(event, file=builders.upload())
    response = client.get(f"/en/documents/{kept.key}/")
    assert b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    html = client.get(f"/en/events/{event.key}/").content.decode()
    assert "<img" not in html
    assert f"/en/documents/{kept.key}/" in html


def test_a_picture_that_is_no_photograph_stays_a_download(client):
    event = builders.event(builders.city())
    kept = photograph(event, kind="report")
    response = client.get(f"/en/documents/{kept.key}/")
    assert b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    assert "<img" not in client.get(f"/en/events/{event.key}/").content.decode()


@pytest.mark.parametrize("fields", [{"access": "staff"}, {"access": "restricted"}])
def test_a_photograph_that_is_not_public_is_nowhere(client, fields):
    partner = builders.tie().partner
    visit = builders.delegation(partner)
    kept = photograph(visit, **fields)
    assert client.get(f"/en/documents/{kept.key}/").status_code == 404
    for address in (f"cities/{partner.key}", f"delegations/{visit.key}"):
        assert "<img" not in client.get(f"/en/{address}/").content.decode()


def test_a_photograph_whose_file_is_gone_breaks_no_page(client):
    partner = builders.tie().partner
    kept = photograph(builders.delegation(partner))
    kept.file.storage.delete(kept.file.name)
    response = client.get(f"/en/cities/{partner.key}/")
    assert response.status_code == 200
    assert "<img" not in response.content.decode()
