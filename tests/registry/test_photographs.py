"""The size of a picture is read from its head: upright, and never from a file that is none."""

import struct

import pytest
from django.core.files.base import ContentFile

from diplomacy.registry.photographs import picture_size
from tests import builders
from tests.public.test_photographs import png


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(*segments, width=6, height=2):
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\0" * 9
    return b"\xff\xd8" + b"".join(segments) + segment(0xC0, frame) + b"\xff\xd9"


def exif(orientation, order="<"):
    start = {"<": b"II", ">": b"MM"}[order]
    field = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    head = start + struct.pack(f"{order}HI", 42, 8)
    return segment(0xE1, b"Exif\0\0" + head + struct.pack(f"{order}H", 1) + field)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(40, 30), (40, 30)),
        (jpeg(), (6, 2)),
        (jpeg(segment(0xE0, b"JFIF\0"), segment(0xDB, b"\0" * 65)), (6, 2)),
        (jpeg(exif(1)), (6, 2)),
        (jpeg(exif(6)), (2, 6)),
        (jpeg(exif(8, ">")), (2, 6)),
        (jpeg(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")), (6, 2)),
        (jpeg(width=0), None),
        (png(0, 3), None),
        (b"\xff\xd8\xff", None),
        (b"\xff\xd8" + segment(0xE0, b"JFIF\0"), None),
        (b"\xff\xd8\xff\xc0\xff", None),
        (b"\xff\xd8" + b"\xff" * 40, None),
        (builders.PDF, None),
        (b"", None),
        (b"GIF89a", None),
    ],
)
def test_only_a_whole_head_of_a_picture_has_a_size(content, size):
    assert picture_size(ContentFile(content)) == size
