"""A backup written in place of what the site holds, all or nothing."""

import sqlite3
import tempfile
from pathlib import Path

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError

from . import crossing
from .archive import Archive, BackupFault, Manifest
from .checking import engine_of
from .documents import Placing, stored
from .site import Say, Site

# Engine of a backup → engine of the site.
WAYS = {("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql")}


def examine(site: Site, manifest: Manifest, replace: bool) -> None:
    """Raise BackupFault, with what to do, unless the backup can be restored into the site."""
    if (manifest.engine, site.engine) not in WAYS:
        raise BackupFault(
            f"The backup is of {manifest.engine}, this site runs on {site.engine}. Restore it into"
            f" a site on {manifest.engine}."
        )
    site.refuse_other_state(manifest.migrations, manifest.tables, "The backup")
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
                if archive.manifest.engine == site.engine:
                    engine_of(site.engine).load(site, archive, Path(scratch), documents.add)
                else:
                    crossing.load(site, archive, Path(scratch), documents.add, say)
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
