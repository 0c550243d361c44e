"""What is in a file decides whether it is kept, whatever its name says."""

import io
import struct
import tracemalloc
import zlib
from contextlib import suppress
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from diplomacy.registry.photographs import check_size
from diplomacy.registry.uploads import DOCX, JPEG, ODT, PDF, PNG, XLSX, check_upload, file_kind
from tests import builders, pictures

HTML = b"<html><script>alert(1)</script></html>"
MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def png() -> bytes:
    def part(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0\0")) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def parcel(parts: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return held.getvalue()


def office(kind, **more: bytes) -> bytes:
    stated = f'<Types><Override ContentType="{kind.media_type}.main+xml"/></Types>'
    return parcel({"[Content_Types].xml": stated.encode(), "a/main.xml": b"<a/>", **more})


def odt(**more: bytes) -> bytes:
    return parcel({"mimetype": ODT.media_type.encode(), "content.xml": b"<a/>", **more})


JPG = b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 20 + b"\xff\xd9"
KEPT = {
    PDF: builders.PDF,
    PNG: png(),
    JPEG: JPG,
    DOCX: office(DOCX),
    XLSX: office(XLSX),
    ODT: odt(),
}
REFUSED = {
    "a page that calls itself PDF": (HTML, "other_kind"),
    "a drawing that can hold a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "other_kind",
    ),
    "a program": (b"MZ\x90\0" + bytes(60), "other_kind"),
    "nothing": (b"", "other_kind"),
    "one byte": (b"%", "other_kind"),
    "a PDF after a page": (HTML + builders.PDF, "other_kind"),
    "a PDF before a page": (builders.PDF + HTML, "damaged"),
    "half a PDF": (builders.PDF[:40], "damaged"),
    "a picture with more after its end": (png() + HTML, "damaged"),
    "half a picture": (png()[:-4], "damaged"),
    "an old Word file or a locked one": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "other_kind",
    ),
    "a plain zip": (parcel({"a.html": HTML}), "other_kind"),
    "a workbook of another method": (
        parcel({"mimetype": ODT.media_type.encode()}, ZIP_BZIP2),
        "other_kind",
    ),
    "half a zip": (office(DOCX)[:60], "damaged"),
    "a zip before a page": (office(DOCX) + HTML, "damaged"),
    "macros": (office(DOCX, **{"word/vbaProject.bin": b"x"}), "macros"),
    "macros with their own type": (parcel({"[Content_Types].xml": MACRO}), "other_kind"),
    "macros of LibreOffice": (odt(**{"Basic/Standard/Module1.xml": b"x"}), "macros"),
    "a type of an unbounded length": (
        parcel({"mimetype": ODT.media_type.encode() + bytes(3_000_000)}),
        "other_kind",
    ),
}


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: kind.ending)
@pytest.mark.parametrize("name", ["paper.exe", "../../etc/passwd", "a" * 300, "فایل\u202efdp.html"])
def test_a_file_is_known_by_its_content_under_any_name(kind, name):
    upload = builders.upload(name, KEPT[kind])
    check_upload(upload)
    assert file_kind(upload) == kind
    assert upload.read() == KEPT[kind], "the file is left as it came"


@pytest.mark.parametrize("case", REFUSED)
def test_anything_else_is_refused_with_one_sentence(case):
    content, code = REFUSED[case]
    with pytest.raises(ValidationError) as refused:
        check_upload(builders.upload("paper.pdf", content))
    assert (refused.value.code, len(refused.value.messages)) == (code, 1)


SCRIPTED = b"""%PDF-1.4
1 0 obj << /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""
POLYGLOT = b"%PDF-1.4/*\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n*/alert(1)//%%EOF"


@pytest.mark.parametrize("content", [SCRIPTED, POLYGLOT], ids=["an action", "also a script"])
def test_a_paper_with_a_script_is_nothing_but_a_paper(content):
    # We cannot see all that a PDF does. It goes out as PDF, to be saved, and in a sandbox.
    assert file_kind(builders.upload("a.js", content)) == PDF


def test_a_parcel_that_unpacks_to_far_too_much_is_refused():
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as made:
        made.writestr("mimetype", ODT.media_type)
        made.writestr("content.xml", bytes(1000))
        made.infolist()[1].file_size = 501 * 1024 * 1024
    with pytest.raises(ValidationError, match="unpacks"):
        check_upload(builders.upload("paper.odt", bomb.getvalue()))


def test_a_parcel_of_very_many_parts_is_refused_before_they_are_listed():
    many = parcel({f"{number}": b"" for number in range(10_001)})
    with pytest.raises(ValidationError, match="unpacks"):
        check_upload(builders.upload("paper.odt", many))


BOMB = bytes(40_000_000)


@pytest.mark.parametrize(
    "make",
    [
        lambda: parcel({"[Content_Types].xml": BOMB}),
        lambda: office(DOCX, **{"word/document.xml": BOMB}),
        lambda: office(DOCX, **{"word/more.docx": office(DOCX, **{"a.xml": BOMB})}),
        lambda: parcel({f"{number}": b"" for number in range(60_000)}),
    ],
    ids=["in the part that is read", "in another part", "in a parcel in it", "of many parts"],
)
def test_what_unpacks_to_much_is_not_unpacked(make):
    upload = builders.upload("paper.docx", make())
    tracemalloc.start()
    try:
        with suppress(ValidationError):
            check_upload(upload)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_picture_that_would_fill_the_memory_of_a_reader_is_refused():
    check_size(builders.upload("a.png", pictures.png(width=10_000, height=10_000)))
    for width, height in [(10_000, 10_001), (2**31 - 1, 2**31 - 1), (100_000_001, 1)]:
        with pytest.raises(ValidationError, match="more than 100 million"):
            check_size(builders.upload("a.png", pictures.png(width=width, height=height)))
    with pytest.raises(ValidationError, match="damaged"):
        check_size(builders.upload("a.png", pictures.png(width=0)))
    check_size(builders.upload("a.pdf", builders.PDF))


def test_a_damaged_parcel_is_never_more_than_refused():
    whole = office(DOCX)
    for place in range(4, len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        for part in (bytes(broken), whole[:place]):
            try:
                check_upload(builders.upload("a.docx", part))
            except ValidationError:
                continue


def test_the_largest_file_is_the_one_of_the_set_size(settings):
    settings.UPLOAD_MAX_MB = 1
    fitting = builders.PDF + b"\n" * (1024 * 1024 - len(builders.PDF))
    with pytest.raises(ValidationError, match="damaged"):
        check_upload(builders.upload(content=fitting))  # too much space, but not too large
    fitting = b"%PDF-1.4\n" + b"\n" * (1024 * 1024 - 14) + b"%%EOF"
    check_upload(builders.upload(content=fitting))
    with override("fa"), pytest.raises(ValidationError) as refused:
        check_upload(builders.upload(content=b"%PDF-1.4\n\n" + fitting[9:]))
    assert "۱" in refused.value.messages[0]
