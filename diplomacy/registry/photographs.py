"""What is kept of a picture, and how large it is: nothing of it is decoded.

Read in the PNG specification, 11.2.2 (IHDR), and ITU-T T.81, B.1.1.3 and B.2.2 (markers, frame
header).
"""

import struct
from io import UnsupportedOperation
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from diplomacy.calendars import number

from .bare_pictures import Content, DamagedPicture, bare, is_bare, length, orientation, written
from .date_words import active_language
from .uploads import JPEG, PICTURES, PNG, begins_as_picture, damaged, file_kind

MOST_PIXELS = 100_000_000  # a browser takes four bytes for each; an A3 scanned at 600 dpi has 70
MOST_READ = 512 * 1024  # of a picture, whose head may carry a smaller one and maps of colour
LAID_ON_ITS_SIDE = (5, 6, 7, 8)
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # tables and an extension
APP1, FILL = 0xE1, 0xFF


class Size(NamedTuple):
    """Width and height in pixels, as a browser shows the picture."""

    width: int
    height: int


def without_notes(file: File) -> File:
    """Return what is to be kept of a file: of a PNG or JPEG, without what was written beside it.

    That is the place above all. Another file is returned as it is. Raises ValidationError for a
    picture that cannot be read to its end.
    """
    if not begins_as_picture(file):
        return file
    content = _content(file)
    try:
        pieces = bare(content)
    except DamagedPicture as error:
        raise damaged() from error
    finally:
        file.seek(0)
    if is_bare(content, pieces):
        return file
    if length(pieces) <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return ContentFile(b"".join(written(content, pieces)), file.name)
    kept = TemporaryFile()  # noqa: SIM115 the file that is returned closes it
    kept.writelines(written(content, pieces))
    kept.seek(0)
    return File(kept, file.name)


def check_size(file: File) -> None:
    """Raise ValidationError for a picture that would fill the memory of whoever looks at it."""
    if file_kind(file) not in PICTURES:
        return
    size = picture_size(file)
    file.seek(0)
    if size is None:
        raise damaged()
    if size.width * size.height > MOST_PIXELS:
        raise ValidationError(
            _("The picture has more than %(most)s million pixels. Make it smaller.")
            % {"most": number(MOST_PIXELS // 1_000_000, active_language())},
            code="too_many_pixels",
        )


def _content(file: File) -> Content:
    try:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
    except (AttributeError, UnsupportedOperation):  # it is in the memory already
        return file.read()


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
    if head[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", head[16:24])
    # Where `bare` puts it: a picture that was stored before may say so elsewhere.
    on_its_side = head[37:41] == b"eXIf" and orientation(head[41:]) in LAID_ON_ITS_SIDE
    return Size(height, width) if on_its_side else Size(width, height)


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
