"""Restricted papers are for administrators: nobody else reads, changes or drops one.

A paper is known by its file, which a draft copy shares with its original. It is closed while any
record keeps it as restricted, and for good where it was restricted and no record keeps it now.
"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from msgspec.structs import replace

from diplomacy.registry.models import Document
from diplomacy.registry.versions import Saved, Snapshot, snapshot

from .rights import may_publish


def readable(said: Snapshot, by: AbstractBaseUser) -> Snapshot:
    """Leave out the papers that are closed to `by`. Two queries at most."""
    if may_publish(by):
        return said
    closed = _closed(_papers(said))
    rows = {
        link: tuple(row for row in found if link[0] is not Document or not closed(row))
        for link, found in said.rows.items()
    }
    return replace(said, rows=rows)


def with_closed_papers(said: Snapshot, record: models.Model, by: AbstractBaseUser) -> Snapshot:
    """Return what `by` may write over `record`: of papers closed to them, what stands there now."""
    if may_publish(by):
        return said
    now = snapshot(record)
    closed = _closed([*_papers(said), *_papers(now)])
    papers = {
        link: (
            *(row for row in rows if not closed(row)),
            *(row for row in now.rows[link] if closed(row)),
        )
        for link, rows in said.rows.items()
        if link[0] is Document
    }
    return replace(said, rows=said.rows | papers)


def _papers(said: Snapshot) -> list[Saved]:
    return [row for (table, _), rows in said.rows.items() if table is Document for row in rows]


def _closed(papers: Iterable[Saved]) -> Callable[[Saved], bool]:
    """Return what tells whether one of these papers is closed to all but administrators."""
    hidden = Document.Access.RESTRICTED
    files = {row.values["file"] for row in papers}
    if not files:
        return lambda row: False
    standing = Document.objects.filter(file__in=files).values_list("file", "access")
    shut = {file for file, access in standing if access == hidden}
    gone = files - {file for file, _access in standing}
    past = Document.history.filter(file__in=gone, access=hidden)
    shut |= set(past.values_list("file", flat=True))
    return lambda row: row.values["file"] in shut or row.values["access"] == hidden
