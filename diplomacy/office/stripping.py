"""Pictures that were stored with what the camera wrote beside them, stripped of it.

New ones are stripped before they are stored. Each file is replaced as a whole, and its digest
written first: broken off at any moment and run again, it comes to the same end.
"""

import os
import shutil
import tempfile
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from diplomacy.registry.models import DataVersion, Document
from diplomacy.registry.photographs import without_notes
from diplomacy.registry.uploads import begins_as_picture

from .backup.documents import STAGE, stored


class Looked(NamedTuple):
    """What was found: how many pictures, and the names of those with notes and of those damaged."""

    pictures: int
    noted: list[str]
    damaged: list[str]


def strip_pictures(folder: Path, *, only_look: bool) -> Looked:
    """Replace each picture of the folder that says more than it shows; or only look for them."""
    pictures, noted, damaged = 0, [], []
    stage = None if only_look else Path(tempfile.mkdtemp(prefix=STAGE, dir=folder))
    try:
        for name, path in sorted(stored(folder).items()):
            with path.open("rb") as opened:
                file = File(opened, name)
                if not begins_as_picture(file):
                    continue
                pictures += 1
                try:
                    kept = without_notes(file)
                except ValidationError:
                    damaged.append(name)
                    continue
                if kept is file:
                    continue
                noted.append(name)
                with kept:
                    new = _written(kept, stage) if stage else None
            if new:
                _replace(name, path, new)
    finally:
        if stage:
            shutil.rmtree(stage)
    return Looked(pictures, noted, damaged)


def says_more_than_it_shows(path: Path) -> bool:
    """Return whether something would be stripped of the file."""
    with path.open("rb") as opened:
        file = File(opened, path.name)
        try:
            kept = without_notes(file)
        except ValidationError:  # it is damaged: nobody knows
            return False
        if kept is file:
            return False
        kept.close()
        return True


def _written(kept: File, stage: Path) -> Path:
    new = stage / "picture"
    with new.open("wb") as file:
        shutil.copyfileobj(kept, file)
        file.flush()
        os.fsync(file.fileno())
    new.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    return new


def _replace(name: str, path: Path, new: Path) -> None:
    with new.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    with transaction.atomic():
        # Past `save` and the history: no record changes, only what is said of its file.
        for rows in (Document.objects.all(), Document.history.all()):
            rows.filter(file=name).update(sha256=digest)
    new.replace(path)
    DataVersion.bump()  # a page that was made in between tells how large the file was before
