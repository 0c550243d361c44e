"""How large a picture is, read from its first bytes: nothing of it is decoded.

Read in the PNG specification, 11.2.2 (IHDR), and ITU-T T.81, B.1.1.3 and B.2.2 (markers, frame
header).
"""

import struct
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import File

from .bare_pictures import orientation
from .uploads import JPEG, PNG, file_kind

MOST_READ = 512 * 1024  # of a picture, whose head may carry a smaller one and maps of colour
LAID_ON_ITS_SIDE = (5, 6, 7, 8)
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # tables and an extension
APP1, FILL = 0xE1, 0xFF


class Size(NamedTuple):
    """Width and height in pixels, as a browser shows the picture."""

    width: int
    height: int


def picture_size(file: File) -> Size | None:
    """Return the size of a PNG or JPEG picture, None for any other file.

    A photograph that a camera laid on its side is measured upright.
    """
    try:
        kind = file_kind(file)
        head = file.read(MOST_READ)
    except ValidationError:
        return None
    try:
        size = _png(head) if kind == PNG else _jpeg(head) if kind == JPEG else None
    except struct.error:
        return None
    return size if size and min(size) > 0 else None


def _png(head: bytes) -> Size | None:
    return Size(*struct.unpack(">II", head[16:24])) if head[12:16] == b"IHDR" else None


def _jpeg(head: bytes) -> Size | None:
    """Return the size that the frame header gives, the first segment of its kind."""
    on_its_side, place = False, 2
    while head[place : place + 1] == b"\xff":
        (marker,) = struct.unpack_from(">B", head, place + 1)
        if marker == FILL:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", head, place + 2)
        segment = head[place + 4 : place + 2 + length]
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", segment, 1)
            return Size(height, width) if on_its_side else Size(width, height)
        if marker == APP1 and segment.startswith(b"Exif\0\0"):
            on_its_side = orientation(segment[6:]) in LAID_ON_ITS_SIDE
        place += 2 + length
    return None
