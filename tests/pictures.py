"""Pictures written by hand: as small as they can be, with what cameras write beside them."""

import struct
import zlib

from diplomacy.registry.bare_pictures import bare, written

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


def png(*noted: bytes, width: int = 1, height: int = 1) -> bytes:
    """Return a PNG that says to be so large, and holds one pixel."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = [chunk(b"sRGB", b"\0"), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join([head, *noted, *rows])


def taken(content: bytes) -> bytes:
    """Return what is kept of a picture."""
    return b"".join(written(content, bare(content)))


NOTES = [
    exif(),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + POSITION),
    segment(0xED, b"Photoshop 3.0\0" + POSITION),
    segment(0xE2, b"MPF\0" + POSITION),
    segment(0xE0, b"JFXX\0" + POSITION),
    segment(0xFE, POSITION),
    segment(0xF0, POSITION),  # kept for extensions that nobody has written
    segment(0x02, POSITION),
]
