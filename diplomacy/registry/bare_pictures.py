"""A picture without what was written beside it: where and when it was taken, by which camera.

Kept is what a browser needs to show it, and it stands still: of several pictures the first. Read
in ITU-T T.81, B.1 and B.2 (markers, segments), Exif 2.32, 4.5 and 4.6.4 (orientation), ICC.1:2010,
B.4 (profile in a JPEG), JFIF 1.02, and the PNG specification, 5.3 and 5.6 (chunks).
"""

import re
import struct
import zlib
from collections.abc import Iterator
from mmap import mmap

PNG_START = b"\x89PNG\r\n\x1a\n"
EOI, SOS, FILL = 0xD9, 0xDA, 0xFF
EXIF = 0xE1, b"Exif\0\0"
JFIF = 0xE0, b"JFIF\0"
JFIF_LENGTH = 14
ADOBE = 0xEE, b"Adobe"
ADOBE_LENGTH = 12
NEEDED = {JFIF[0]: JFIF[1], 0xE2: b"ICC_PROFILE\0", ADOBE[0]: ADOBE[1]}  # pixels, colours
# Frames and tables (C0 to CF), scans, tables, number of lines, restarts, a hierarchy.
SHOWN_SEGMENTS = frozenset([*range(0xC0, 0xD0), *range(SOS, 0xE0)])
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)

SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS bKGD pHYs sBIT gAMA cHRM sRGB iCCP cICP".split()
)

ORIENTATION = 0x0112
UPRIGHT, ORIENTATIONS = 1, range(1, 9)
CHUNK = 64 * 1024
MOST_PARTS = 100_000  # of 20 MB in the smallest chunks that programs write, some 5,000

Content = bytes | mmap
Piece = tuple[int, int] | bytes  # from where to where in the content, or bytes of our own


class DamagedPicture(ValueError):
    """The picture cannot be read to its end, so nobody knows what is in it."""


def bare(content: Content) -> list[Piece]:
    """Return what is to be kept of a JPEG or PNG, in order. Raises DamagedPicture."""
    try:
        return _joined(_png(content) if content[:8] == PNG_START else _jpeg(content))
    except (IndexError, struct.error) as error:
        raise DamagedPicture from error


def length(pieces: list[Piece]) -> int:
    """Return how many bytes the pieces are."""
    return sum(len(p) if isinstance(p, bytes) else p[1] - p[0] for p in pieces)


def written(content: Content, pieces: list[Piece]) -> Iterator[bytes]:
    """Yield the pieces of the content, a little at a time."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            for place in range(*piece, CHUNK):
                yield content[place : min(place + CHUNK, piece[1])]


def is_bare(content: Content, pieces: list[Piece]) -> bool:
    """Return whether the pieces are the whole content, so that nothing is to be taken away."""
    place = 0
    for chunk in written(content, pieces):
        if content[place : place + len(chunk)] != chunk:
            return False
        place += len(chunk)
    return place == len(content)


def orientation(tiff: bytes) -> int:
    """Return how the camera was held by what Exif holds, 1 (upright) where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return UPRIGHT
    try:
        (place,) = struct.unpack_from(f"{order}I", tiff, 4)
        (fields,) = struct.unpack_from(f"{order}H", tiff, place)
        for number in range(fields):
            tag, _kind, _count, value = struct.unpack_from(
                f"{order}HHIH", tiff, place + 2 + 12 * number
            )
            if tag == ORIENTATION:
                return value
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, those that touch as one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else b""
        if isinstance(piece, tuple) and isinstance(last, tuple) and last[1] == piece[0]:
            joined[-1] = (last[0], piece[1])
        else:
            joined.append(piece)
    return joined


def _jpeg(content: Content) -> list[Piece]:
    """What stands after the end goes too: telephones put a second picture there."""
    pieces: list[Piece] = [(0, 2)]
    held, place = UPRIGHT, 2
    for _number in range(MOST_PARTS):
        if content[place] != FILL:
            raise DamagedPicture
        while content[place + 1] == FILL:
            place += 1
        marker = content[place + 1]
        if marker == EOI:
            pieces.append((place, place + 2))
            break
        end = place + 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
        body = content[place + 4 : end]
        if end < place + 4 or end > len(content):
            raise DamagedPicture
        if marker == EXIF[0] and body.startswith(EXIF[1]):
            held = orientation(body[len(EXIF[1]) :])
        elif shortened := _shortened(marker, body):
            pieces.append(shortened)
        elif _is_needed(marker, body):
            pieces.append((place, end))
        if marker == SOS:
            found = SCAN_END.search(content, end)
            if not found:
                raise DamagedPicture
            pieces.append((end, found.start()))
            end = found.start()
        place = end
    else:
        raise DamagedPicture
    if held != UPRIGHT and held in ORIENTATIONS:
        pieces.insert(1, segment(EXIF[0], EXIF[1] + _held(held)))
    return pieces


def _shortened(marker: int, body: bytes) -> bytes | None:
    """Return a segment without what follows in it upon what is needed, None where nothing does."""
    if marker == JFIF[0] and body.startswith(JFIF[1]) and len(body) > JFIF_LENGTH:
        # A small picture follows, perhaps of what was cut off: none from here on.
        return segment(marker, body[: JFIF_LENGTH - 2] + bytes(2))
    if marker == ADOBE[0] and body.startswith(ADOBE[1]) and len(body) > ADOBE_LENGTH:
        return segment(marker, body[:ADOBE_LENGTH])
    return None


def _is_needed(marker: int, body: bytes) -> bool:
    if marker in NEEDED:
        return body.startswith(NEEDED[marker])
    return marker in SHOWN_SEGMENTS


def _held(how: int) -> bytes:
    """Return Exif that says how the camera was held and nothing else."""
    field = struct.pack(">HHIHH", ORIENTATION, 3, 1, how, 0)
    return b"MM" + struct.pack(">HIH", 42, 8, 1) + field + bytes(4)


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return struct.pack(">BBH", FILL, marker, len(body) + 2) + body


def _png(content: Content) -> list[Piece]:
    pieces: list[Piece] = [(0, len(PNG_START))]
    place, kind, held = len(PNG_START), b"", UPRIGHT
    for _number in range(MOST_PARTS):
        (size,) = struct.unpack(">I", content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 12 + size
        if end > len(content):
            raise DamagedPicture
        if kind == b"eXIf":
            held = orientation(content[place + 8 : end - 4])
        elif kind in SHOWN_CHUNKS:
            pieces.append((place, end))
        place = end
        if kind == b"IEND":
            break
    else:
        raise DamagedPicture
    if held != UPRIGHT and held in ORIENTATIONS:
        pieces.insert(2, chunk(b"eXIf", _held(held)))  # after the head, where it is looked for
    return pieces


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
