"""Which files may be kept, judged by what is in them.

Signatures and ends: ISO 32000-1 7.5 (PDF), RFC 2083 3 (PNG), ITU-T T.81 B.1 (JPEG), ECMA-376-2 6
and 7 (DOCX, XLSX), OASIS OpenDocument 1.3 part 2, 3.3 (ODT).
"""

import zlib
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from diplomacy.calendars import digits

from .date_words import active_language
from .receiving import MEGABYTE, left_no_room

TAIL = 2048  # bytes at the end in which a PDF has to say that it ends
MOST_PARTS = 10_000  # of a zip; a long workbook has some hundred
MOST_UNPACKED = 500 * MEGABYTE
MOST_READ = MEGABYTE  # of one part of a zip


class FileKind(NamedTuple):
    ending: str
    media_type: str


PDF = FileKind(".pdf", "application/pdf")
PNG = FileKind(".png", "image/png")
JPEG = FileKind(".jpg", "image/jpeg")
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind(".docx", f"{OFFICE}wordprocessingml.document")
XLSX = FileKind(".xlsx", f"{OFFICE}spreadsheetml.sheet")
ODT = FileKind(".odt", "application/vnd.oasis.opendocument.text")
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, ODT)
PICTURES = (PNG, JPEG)

PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"
JPEG_START = b"\xff\xd8\xff"
ZIP_START, ZIP_ENTRY, ZIP_END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
ZIP_END_LENGTH = 22  # without a comment, which none of ours has


def check_upload(file: File) -> None:
    """Raise ValidationError, in one sentence, unless the file is of a kind and size we keep."""
    if left_no_room(file):
        raise ValidationError(
            _("The files are too large together. Save with one of them and add the others then."),
            code="too_much",
        )
    if file.size > settings.UPLOAD_MAX_MB * MEGABYTE:
        most = digits(settings.UPLOAD_MAX_MB, active_language())
        raise ValidationError(
            _("The file is larger than %(most)s MB. Make it smaller and choose it again.")
            % {"most": most},
            code="too_large",
        )
    file_kind(file)


def file_kind(file: File) -> FileKind:
    """Return the kind of the file by its content; its name does not count.

    Reads a bounded part of it and unpacks next to nothing. Raises ValidationError when it is of
    another kind, damaged, or carries more than it shows.
    """
    head, tail = _ends(file)
    if head.startswith(b"%PDF-"):
        return _whole(PDF, _pdf_ends(tail))
    if head.startswith(PNG_START):
        # What a viewer cut off a picture may still stand after its end.
        return _whole(PNG, tail.endswith(PNG_END))
    if head.startswith(JPEG_START):
        return JPEG  # telephones write more after its end: no reason to refuse it
    if head.startswith(ZIP_START):
        return _zip_kind(file, tail)
    raise _other_kind()


def begins_as_picture(file: File) -> bool:
    """Return whether the file is a PNG or JPEG, or would be one if it were whole."""
    return _ends(file)[0].startswith((PNG_START, JPEG_START))


def stored_ending(file: File) -> str:
    """Return the ending for a stored name: by content, none for what would not be kept."""
    try:
        return file_kind(file).ending
    except ValidationError:
        return ""


def _ends(file: File) -> tuple[bytes, bytes]:
    """Return the first and last bytes, and leave the file at its start."""
    file.seek(0)
    head = file.read(16)
    file.seek(max(0, file.size - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    return head, tail


def _whole(kind: FileKind, is_whole: bool) -> FileKind:
    if is_whole:
        return kind
    raise ValidationError(
        _("The file is damaged, or something follows after its end. Save it anew as %(kind)s.")
        % {"kind": kind.ending[1:].upper()},
        code="damaged",
    )


def damaged() -> ValidationError:
    """Return the error for a file that cannot be read."""
    return ValidationError(
        _("The file is damaged. Save it anew and choose it again."), code="damaged"
    )


def _other_kind() -> ValidationError:
    return ValidationError(
        _(
            "Only PDF, PNG, JPEG, DOCX, XLSX and ODT can be kept, and what is in the file counts,"
            " not its name. Save it as one of these."
        ),
        code="other_kind",
    )


def _pdf_ends(tail: bytes) -> bool:
    _before, end, after = tail.rpartition(b"%%EOF")
    return bool(end) and not after.strip(b"\0\t\n\f\r ")


def _zip_kind(file: File, tail: bytes) -> FileKind:
    # Counted before the list of parts is read: each part of it costs memory.
    parts = sum(chunk.count(ZIP_ENTRY) for chunk in file.chunks())
    file.seek(0)
    if parts > MOST_PARTS:
        raise _unpacks_to_too_much()
    try:
        with ZipFile(file) as parcel:
            kind = _parcel_kind(parcel)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise damaged() from error
    finally:
        file.seek(0)
    return _whole(kind, tail[-ZIP_END_LENGTH:].startswith(ZIP_END))


def _parcel_kind(parcel: ZipFile) -> FileKind:
    parts = parcel.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _unpacks_to_too_much()
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise _other_kind()
    names = {part.filename for part in parts}
    lowered = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in lowered):
        raise ValidationError(
            _("The file holds macros. Save it without them, or as PDF."), code="macros"
        )
    kind = _opendocument(parcel, names) or _office(parcel, names)
    if kind is None:
        raise _other_kind()
    return kind


def _opendocument(parcel: ZipFile, names: set[str]) -> FileKind | None:
    stated = _start(parcel, "mimetype") if "mimetype" in names else b""
    return ODT if stated.strip() == ODT.media_type.encode() else None


def _office(parcel: ZipFile, names: set[str]) -> FileKind | None:
    """Return the kind that the main part states: parts may be named anyhow."""
    listed = "[Content_Types].xml"
    stated = _start(parcel, listed) if listed in names else b""
    kinds = (kind for kind in (DOCX, XLSX) if f"{kind.media_type}.main+xml".encode() in stated)
    return next(kinds, None)


def _start(parcel: ZipFile, name: str) -> bytes:
    with parcel.open(name) as part:
        return part.read(MOST_READ)


def _unpacks_to_too_much() -> ValidationError:
    return ValidationError(
        _("The file unpacks to far more than can be kept. Save it as PDF."), code="unpacks"
    )
