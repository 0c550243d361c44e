"""Photographs are pictures with words, credit and licence; no other file is ever shown in place."""

import struct
import zlib

import pytest

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


def test_readers_do_not_learn_where_a_photograph_was_taken(client):
    noted = png()[:33] + struct.pack(">I", 12) + b"tEXtPlace\0Hidden" + b"\0" * 4 + png()[33:]
    held = photograph(builders.event(builders.city()), file=builders.upload("x.png", noted))
    response = client.get(f"/en/documents/{held.key}/")
    assert b"".join(response.streaming_content) == png()
    assert response["Content-Length"] == str(len(png()))
    with held.file.open("rb") as kept:
        assert kept.read() == noted


def test_a_damaged_photograph_is_not_sent(client):
    damaged = png()[:33] + b"\xff\xff\xff\xff" + png()[33:]
    held = photograph(builders.event(builders.city()), file=builders.upload("x.png", damaged))
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
