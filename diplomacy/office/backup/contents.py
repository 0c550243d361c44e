"""What an engine reports of the database that it has copied."""

from typing import NamedTuple

from .archive import Table


class Contents(NamedTuple):
    tables: dict[str, Table]
    next_ids: dict[str, int]
    migrations: list[str]
    files: set[str]  # names of documents
