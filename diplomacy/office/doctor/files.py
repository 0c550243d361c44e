"""Files: what browsers load, documents, backups, and the room for more."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import connection

from diplomacy.office.backup import NAME_OF_A_BACKUP, named_files, stored
from diplomacy.office.stripping import says_more_than_it_shows
from diplomacy.registry.uploads import JPEG, PNG

from .findings import Finding, failing, good, some, warning

GIGABYTE = 1024**3
SOON, NOW = 2 * GIGABYTE, GIGABYTE // 5
MOST_PICTURES = 50  # that are read to their end, some 20 ms each
OLDEST_BACKUP = timedelta(hours=36)


def static_files() -> Iterator[Finding]:
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        yield good("static files", "They are served from the code.")
        return
    root = Path(settings.STATIC_ROOT)
    advice = "Run `manage collectstatic --noinput`, then restart the site."
    try:
        collected = json.loads((root / "staticfiles.json").read_text("utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        yield failing("static files", f"None are collected in {root}: no page works.", advice)
        return
    wanted = {
        path.replace("\\", "/") for finder in get_finders() for path, _storage in finder.list([])
    }
    missing = wanted - collected.keys()
    gone = {name for name, stands in collected.items() if not (root / stands).is_file()}
    if missing or gone:
        told = f"{len(missing | gone)} are not collected: {some(missing | gone)}."
        yield failing("static files", told, advice)
    else:
        yield good("static files", f"{len(wanted)} are collected.")


def documents() -> Iterator[Finding]:
    """Compare the documents that rows name with those in the folder."""
    folder = Path(settings.DOCUMENTS_ROOT)
    if not folder.is_dir():
        yield failing("documents", f"The folder {folder} does not exist.", "Make it, or mount it.")
        return
    yield from _writable("documents", folder)
    with connection.cursor() as cursor:
        named = named_files(lambda sql: (cursor.execute(sql), cursor)[1])
    there = set(stored(folder))
    if lost := named - there:
        yield failing(
            "documents",
            f"{len(lost)} that records name are not in {folder}: {some(lost)}.",
            "Take them from a backup (`documents/` in the file); readers are told that the file is"
            " not there.",
        )
    if orphans := there - named:
        yield warning(
            "documents",
            f"{len(orphans)} files in {folder} belong to no record: {some(orphans)}.",
            "Look whether somebody misses them; what nobody needs can be removed after a backup.",
        )
    if not lost and not orphans:
        yield good("documents", f"{len(there)} files, each named by a record.")


def pictures() -> Iterator[Finding]:
    """Look at the pictures stored longest ago: now they come without what cameras write."""
    found = stored(Path(settings.DOCUMENTS_ROOT))
    old = [name for name, path in found.items() if path.suffix in (PNG.ending, JPEG.ending)]
    old = sorted(old, key=lambda name: found[name].stat().st_mtime)[:MOST_PICTURES]
    if noted := [name for name in old if says_more_than_it_shows(found[name])]:
        yield warning(
            "documents",
            f"Pictures say where or when they were taken, or by whom: {some(noted)}.",
            "Make a backup and keep it apart, then run `manage strip_pictures`.",
        )


def folders() -> Iterator[Finding]:
    """Look at the other folders that the site writes to."""
    for name in ("PAPERS_ROOT", "OPEN_DATA_ROOT"):
        folder = Path(getattr(settings, name, "") or ".")
        if folder.is_dir():
            yield from _writable("folders", folder)


def _writable(about: str, folder: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
    except OSError as error:
        yield failing(
            about,
            f"{folder} cannot be written to: {error.strerror}.",
            "Make room, or give the folder to the account of the site, which this command must be"
            " run as.",
        )


def room() -> Iterator[Finding]:
    places = {Path(settings.DOCUMENTS_ROOT), Path(settings.VAR_DIR), Path(tempfile.gettempdir())}
    if connection.vendor == "sqlite":
        places.add(Path(connection.settings_dict["NAME"]).parent)
    seen = set()
    for place in sorted(place for place in places if place.is_dir()):
        if (device := place.stat().st_dev) in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(place).free
        told = f"{place}: {free / GIGABYTE:.1f} GB free."
        if free < NOW:
            yield failing("disk", told, "Make room now: nothing can be saved on a full disk.")
        elif free < SOON:
            yield warning("disk", told, "Make room, or give it a larger disk.")
        else:
            yield good("disk", told)


def kept_backups(folder: Path) -> Iterator[Finding]:
    """Look for the newest backup, by the moment in its name."""
    how = "Have `manage backup --to FOLDER --keep 30` run every night (docs/backup.md)"
    found = list(folder.iterdir()) if folder.is_dir() else []
    found = sorted(path for path in found if NAME_OF_A_BACKUP.fullmatch(path.name))
    if not found:
        yield failing(
            "backups",
            f"There is none in {folder}.",
            f"{how}; if they are kept elsewhere, say where by --backups.",
        )
        return
    moment = datetime.strptime(found[-1].name[9:25], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    age = datetime.now(UTC) - moment
    told = f"The newest of {len(found)} is {age.total_seconds() / 3600:.0f} hours old."
    yield (warning("backups", told, f"{how}.") if age > OLDEST_BACKUP else good("backups", told))
    if folder.stat().st_dev == Path(settings.VAR_DIR).stat().st_dev:
        yield warning(
            "backups",
            f"{folder} is on the disk of the site, and dies with it.",
            "Copy them to another machine, or write them to another disk.",
        )
    if not settings.BACKUP_PUBLIC_KEYS and os.name != "nt":
        yield warning(
            "backups",
            "They are not encrypted: whoever finds one reads everything.",
            "Run `manage backup --new-key FILE` and set BACKUP_PUBLIC_KEYS, or keep them on an"
            " encrypted disk.",
        )
