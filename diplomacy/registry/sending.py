"""How stored files are handed out, to whoever the view has found may have them.

By Django itself, or by the proxy in front (DOCUMENTS_BY_PROXY, record 54): then the answer names
the file in a header that no visitor sees, and the proxy, which nobody can ask for it, sends it with
the headers of this answer.
"""

from mmap import ACCESS_READ, mmap
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from .bare_pictures import DamagedPicture, bare, is_bare, length, written
from .uploads import KINDS, PICTURES, file_kind

TYPES = {kind.ending: kind.media_type for kind in KINDS}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    # Asked for anew each time: what is taken back is gone at once for who has kept a copy.
    "Cache-Control": "no-cache",
}


def download(file: File, name: str) -> HttpResponseBase:
    """Return a stored file, as it is, as a download under `name` with its own ending.

    The ending, chosen by content when the file came, decides the type. Whatever the file holds, a
    browser that shows it all the same runs nothing of it. Raises FileNotFoundError.
    """
    return _sent(file, name, as_attachment=True)


def for_readers(file: File, name: str, *, in_place: bool) -> HttpResponseBase:
    """Return a stored file as a download; with `in_place`, a PNG or JPEG to be shown.

    Its content is looked at once more: an ending alone shows nothing. A picture that came when
    what the camera wrote beside it was still kept, and is not stripped yet, goes out without that.
    Raises FileNotFoundError, also for a picture that is damaged.
    """
    try:
        kind = file_kind(file)
    except ValidationError:
        kind = None
    if kind not in PICTURES:
        return _sent(file, name, as_attachment=True)
    as_attachment = not in_place or PurePath(file.name).suffix != kind.ending
    content = mmap(file.fileno(), 0, access=ACCESS_READ)
    try:
        pieces = bare(content)
    except DamagedPicture as error:
        file.close()
        raise FileNotFoundError from error
    if is_bare(content, pieces):
        content.close()
        return _sent(file, name, as_attachment=as_attachment)
    response = _streamed(file, name, as_attachment=as_attachment)
    response.streaming_content = written(content, pieces)
    response["Content-Length"] = length(pieces)
    return response


def _sent(file: File, name: str, *, as_attachment: bool) -> HttpResponseBase:
    if not settings.DOCUMENTS_BY_PROXY:
        return _streamed(file, name, as_attachment=as_attachment)
    if not file.storage.exists(file.name):
        raise FileNotFoundError
    file.close()
    response = HttpResponse(content_type=_type(file), headers=dict(HEADERS))
    response["X-Accel-Redirect"] = settings.DOCUMENTS_BY_PROXY + quote(file.name)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment, f"{name}{PurePath(file.name).suffix}"
    )
    return response


def _streamed(file: File, name: str, *, as_attachment: bool) -> FileResponse:
    return FileResponse(
        file.open("rb"),
        as_attachment=as_attachment,
        filename=f"{name}{PurePath(file.name).suffix}",
        content_type=_type(file),  # stated: from a name another would be guessed
        headers=dict(HEADERS),
    )


def _type(file: File) -> str:
    return TYPES.get(PurePath(file.name).suffix, "application/octet-stream")
