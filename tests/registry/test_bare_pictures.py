"""Readers get a photograph without what the camera wrote beside it."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError

from diplomacy.registry.bare_pictures import DamagedPicture, bare, length, orientation, written
from diplomacy.registry.uploads import check_photograph
from tests import builders

POSITION = b"32 deg 39 min N, 51 deg 40 min E"


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def exif(how: int = 1) -> bytes:
    """Return what a telephone writes: how it was held, and more."""
    field = struct.pack(">HHIHH", 0x0112, 3, 1, how, 0)
    return segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1" + field + bytes(4) + POSITION)


def jpeg(*noted: bytes, scans: int = 1) -> bytes:
    """Return the frame of a JPEG: its scans hold what only looks like the start of a segment."""
    needed = [
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        segment(0xE2, b"ICC_PROFILE\0\1\1made up"),
        segment(0xEE, b"Adobe\0d\0\0\0\0\1"),
        b"\xff" + segment(0xDB, bytes(65)),
        segment(0xC0, b"\x08\0\2\0\6\1\1\x11\0"),
    ]
    scan = segment(0xDA, b"\1\1\0\0?\0") + b"\x12\xff\0\xe1\xff\xd0\x34\xff\xd7\x56\xff"
    return b"\xff\xd8" + b"".join([*noted, *needed]) + scan * scans + b"\xff\xd9"


def png(*noted: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    rows = [chunk(b"sRGB", b"\0"), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join([head, *noted, *rows])


def taken(content: bytes) -> bytes:
    return b"".join(written(content, bare(content)))


NOTES = [
    exif(),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + POSITION),
    segment(0xED, b"Photoshop 3.0\0" + POSITION),
    segment(0xE2, b"MPF\0" + POSITION),
    segment(0xE0, b"JFXX\0" + POSITION),
    segment(0xFE, POSITION),
]


@pytest.mark.parametrize("scans", [1, 4])
def test_a_jpeg_keeps_what_shows_it_and_nothing_else(scans):
    given = jpeg(*NOTES, scans=scans) + jpeg(*NOTES)  # telephones put a second picture after it
    assert taken(given) == jpeg(scans=scans).replace(b"\xff\xff\xdb", b"\xff\xdb")
    assert length(bare(given)) == len(taken(given))


@pytest.mark.parametrize("how", [3, 6, 8])
def test_a_picture_taken_on_its_side_still_says_so(how):
    kept = taken(jpeg(exif(how)))
    assert POSITION not in kept
    assert orientation(kept[12:]) == how
    assert taken(kept) == kept


def test_a_way_of_holding_that_there_is_not_is_left_out():
    assert b"Exif" not in taken(jpeg(exif(9)))


def test_a_png_keeps_what_shows_it_and_nothing_else():
    notes = [
        chunk(b"eXIf", POSITION),
        chunk(b"tEXt", b"Comment\0" + POSITION),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + POSITION),
        chunk(b"prVt", POSITION),
    ]
    assert taken(png(*notes) + POSITION) == png()


@pytest.mark.parametrize("whole", [jpeg(exif(6)), png()], ids=["JPEG", "PNG"])
def test_a_picture_that_ends_too_soon_is_damaged(whole):
    for end in range(2, len(whole) - 1):
        with pytest.raises(DamagedPicture):
            bare(whole[:end])


@pytest.mark.parametrize(
    "content", [b"\xff\xd8" + b"\xff" * 40, b"\xff\xd8\xff\xe1\0\0", b"\xff\xd8\0\xff\xd9"]
)
def test_what_is_no_chain_of_segments_is_damaged(content):
    with pytest.raises(DamagedPicture):
        bare(content)


def test_a_damaged_photograph_is_refused_with_one_sentence():
    whole = jpeg()
    check_photograph(builders.upload("x.jpg", whole))
    check_photograph(builders.upload("x.pdf", builders.PDF))
    with pytest.raises(ValidationError, match="damaged"):
        check_photograph(builders.upload("x.jpg", whole[:-2]))


def test_exif_that_says_nothing_is_upright():
    assert orientation(b"") == orientation(b"MM\0*\xff\xff\xff\xff") == 1
