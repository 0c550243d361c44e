"""All checks, in the order in which one would mend."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.db import DatabaseError

from . import around, asking, database, files, packages, replica, set_up
from .findings import Check, Finding, Level, failing


def examined(backups: Path, ask: bool) -> Iterator[Finding]:
    """Yield what every check finds; `backups` is where they are kept, `ask` goes to the site."""
    checks: dict[str, Check] = {
        "settings": set_up.examine,
        "variables": set_up.misspelt,
        "secrets": set_up.secrets,
        "packages": packages.examine,
        "database": database.examine,
        "migrations": database.migrations,
        "replica": replica.examine,
        "static files": files.static_files,
        "documents": files.documents,
        "pictures": files.pictures,
        "folders": files.folders,
        "disk": files.room,
        "backups": partial(files.kept_backups, backups),
        "daily jobs": around.daily_jobs,
        "mail": around.mail,
        "PDF": around.printing,
        "clock": around.clock,
    }
    if ask:
        checks["site"] = asking.examine
    away = False
    for about, check in checks.items():
        try:
            for finding in check():
                away = away or (about, finding.level) == ("database", Level.FAIL)
                yield finding
        except DatabaseError as error:
            if not away:  # which is told already
                yield failing(about, f"The database fails: {type(error).__name__}.", "See above.")
        except Exception as error:  # one that fails hides none of the others
            yield failing(
                about,
                f"This could not be looked at: {type(error).__name__}: {error}".splitlines()[0],
                "Mend what stands above first; if this stays, tell the makers of the program.",
            )
