"""A backup written in place of what the site holds, all or nothing."""

import sqlite3
import tempfile
from pathlib import Path

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError

from .archive import Archive, BackupFault, Manifest
from .checking import engine_of
from .documents import Placing, stored
from .site import Say, Site


def examine(site: Site, manifest: Manifest, replace: bool) -> None:
    """Raise BackupFault, with what to do, unless the backup can be restored into the site."""
    if manifest.engine != site.engine:
        raise BackupFault(
            f"The backup is of {manifest.engine}, this site runs on {site.engine}. Restore it into"
            f" a site on {manifest.engine}."
        )
    _refuse_other_state(site, manifest)
    if not replace and (site.has_data() or stored(site.documents)):
        raise BackupFault(
            "This site is not empty. With --replace its database and documents are backed up and"
            " then replaced."
        )


def restore(site: Site, archive: Archive, say: Say) -> None:
    """Put the backup in place of what the site holds, which must have been examined.

    Raises BackupFault, and then nothing has changed. Whoever is signed in stays so only if the
    backup knew of it.
    """
    try:
        with tempfile.TemporaryDirectory() as scratch:
            say("Unpacking the documents")
            with Placing(archive, site.documents) as documents:
                say("Restoring the database")
                engine_of(site.engine).load(site, archive, Path(scratch), documents.add)
                _tidy(documents, say)
    except OSError as error:
        raise BackupFault(f"{error.filename or 'The disk'}: {error.strerror}.") from error
    except (DatabaseError, psycopg.Error, sqlite3.Error) as error:
        raise BackupFault(f"The database did not take the backup: {error}") from error
    ContentType.objects.clear_cache()


def _tidy(documents: Placing, say: Say) -> None:
    """Remove what the backup does not hold; the backup is restored, with or without this."""
    try:
        documents.finish()
    except OSError as error:
        say(f"Warning: all is restored, but old files remain: {error}")


def _refuse_other_state(site: Site, manifest: Manifest) -> None:
    here, there = site.migrations(), manifest.migrations
    if not here:
        raise BackupFault("The database has no tables yet. Run the command `migrate` first.")
    if newer := sorted(set(there) - set(here)):
        raise BackupFault(
            f"The backup has migrations that this database lacks: {', '.join(newer)}. Install the"
            " version that made the backup, or a newer one, and run `migrate`."
        )
    if older := sorted(set(here) - set(there)):
        raise BackupFault(
            f"This database has migrations that the backup lacks: {', '.join(older)}. Take an empty"
            " database back to where the backup is (`migrate APP NAME`), restore, and `migrate`."
        )
    stated = {name: sorted(table.columns) for name, table in manifest.tables.items()}
    if stated != {name: sorted(columns) for name, columns in site.columns().items()}:
        raise BackupFault(
            "The backup has other tables or columns than this database, although its migrations are"
            " the same. Install the version that made it."
        )
