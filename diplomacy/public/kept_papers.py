"""PDFs that are made once and kept: drawing one takes a processor for seconds.

A paper lies under the digest of the page it is made of, so that another page is another paper.
Of each there is one in each language: the paper before it goes when the next is made. The digest
of the paper stands at its end: one that a power cut or a failing disk has spoilt is drawn anew.
"""

import logging
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from django.conf import settings

log = logging.getLogger(__name__)

_making = Lock()
_MARK = sha256().digest_size


def digest(html: str) -> str:
    return sha256(html.encode()).hexdigest()[:32]


def kept(name: str, html: str, make: Callable[[str], bytes]) -> bytes:
    """Return the PDF of a page, made by `make` if it is not kept yet.

    `name` says which paper in which language: the one kept under it before is deleted.
    """
    path = _folder() / f"{name}.{digest(html)}.pdf"
    if (found := _read(path)) is not None:
        return found
    with _making:
        if (found := _read(path)) is not None:  # another request has made it meanwhile
            return found
        made = make(html)
        _keep(path, name, made)
    return made


def _folder() -> Path:
    return Path(settings.PAPERS_ROOT)


def _read(path: Path) -> bytes | None:
    try:
        found = path.read_bytes()
    except OSError:
        return None
    made, mark = found[:-_MARK], found[-_MARK:]
    return made if sha256(made).digest() == mark else None


def _keep(path: Path, name: str, made: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(made + sha256(made).digest())
        os.replace(file.name, path)
        for old in path.parent.glob(f"{name}.*.pdf"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        log.error("A paper cannot be kept, and is drawn anew each time: %s", error)
