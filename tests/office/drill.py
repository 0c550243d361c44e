"""A filled site, empty places to restore into, and all that stands in either."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import Client

from diplomacy.accounts.models import User
from diplomacy.office.backup import Site, make_backup
from diplomacy.office.models import Snooze
from diplomacy.registry.models import Document
from tests import builders

# What a text format has to write in a way of its own.
AWKWARD = 'tab\there\nline \\N \\. "quoted" \\\\ ‎آزمون‌آباد 测试 🏛️'


def fill() -> Site:
    """Fill the test database and the folder of documents; return the site."""
    home, partner = builders.home_city(), builders.city()
    builders.tie(partner)
    paper = builders.agreement(partner, staff_note=AWKWARD, expires="2030")
    builders.delegation(partner, end="2020-05-06")
    builders.commitment(partner)
    builders.restriction(partner)
    builders.area(paper)
    builders.layer(builders.tie())
    builders.difference(partner)
    builders.question(paper)
    builders.term(builders.person(contact="+98 31 0000"), builders.organisation())
    tie = builders.aiming_tie()
    for step in builders.procedure("proposal", "vote").steps.all():
        builders.step_record(tie, step)
    for access in Document.Access:
        file = builders.upload(content=builders.PDF)
        Document.objects.create(entry=paper.entry_ptr, kind="report", file=file, access=access)
    (settings.DOCUMENTS_ROOT / "folder").mkdir()
    (settings.DOCUMENTS_ROOT / "folder" / "متن.txt").write_bytes(bytes(range(256)) * 5000)
    (settings.DOCUMENTS_ROOT / "empty").touch()
    paper.title_en = "Changed since"
    paper.save()
    builders.event(publication="draft").delete()  # its number is not given again
    clerk = User.objects.create_user("clerk", password="a password for the test")
    Client().force_login(clerk)
    Snooze.objects.create(user=clerk, line="tie:quiet:1", until="2030-01-01")
    home.save()
    return Site.here()


def destroy() -> None:
    """Change and remove things in the test database and the folder of documents."""
    User.objects.all().delete()
    Document.objects.first().delete()
    Document.objects.update(title_en="Changed")
    builders.agreement()
    builders.home_city().aliases.create(text="New")
    for number, path in enumerate(sorted(settings.DOCUMENTS_ROOT.iterdir())):
        if path.is_file() and number % 2:
            path.unlink()
        elif path.is_file():
            path.write_bytes(b"overwritten")
    (settings.DOCUMENTS_ROOT / "later.pdf").write_bytes(builders.PDF)


class Everything(NamedTuple):
    rows: dict[str, list[tuple]]
    next_ids: list[tuple]
    files: dict[str, bytes]


def everything(site: Site) -> Everything:
    """Return every row of every table, the next numbers of rows, and every file."""
    with site.connection.cursor() as cursor:

        def rows(sql: str) -> list[tuple]:
            cursor.execute(sql)
            return sorted(cursor.fetchall(), key=repr)

        tables = {table: rows(f'SELECT * FROM "{table}"') for table in site.columns()}
        if site.engine == "sqlite":
            numbers = rows("SELECT name, seq FROM sqlite_sequence")
        else:
            names = rows("SELECT sequencename FROM pg_sequences")
            last = "SELECT last_value, is_called"
            numbers = [(name, *rows(f'{last} FROM "{name}"')[0]) for (name,) in names]
            numbers = [(name, value + called) for name, value, called in numbers]
    files = {
        path.relative_to(site.documents).as_posix(): path.read_bytes()
        for path in site.documents.rglob("*")
        if path.is_file()
    }
    return Everything(tables, numbers, files)


@contextmanager
def empty_place(folder: Path, name: str = "place") -> Iterator[Site]:
    """Make another site beside the test database, while that is empty, with all its tables."""
    folder = folder / name
    (folder / "documents").mkdir(parents=True)
    described = {**connection.settings_dict, "TEST": {}}
    if connection.vendor == "sqlite":
        described["NAME"] = folder / "db.sqlite3"
        with closing(sqlite3.connect(described["NAME"])) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        yield from _site(described, folder)
        return
    own, described["NAME"] = described["NAME"], f"{described['NAME']}_{name}"
    connection.close()  # a template may have no user
    _ask_server(f'CREATE DATABASE "{described["NAME"]}" TEMPLATE "{own}"')
    try:
        yield from _site(described, folder)
    finally:
        _ask_server(f'DROP DATABASE "{described["NAME"]}" WITH (FORCE)')


def _site(described: dict[str, Any], folder: Path) -> Iterator[Site]:
    site = Site(ConnectionHandler({"default": described})["default"], folder / "documents")
    try:
        yield site
    finally:
        site.connection.close()


def _ask_server(statement: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(statement)


def address(name: str) -> str:
    """Return the address of a database of the test server."""
    told = connection.settings_dict
    name, user, host = (quote(str(part), safe="") for part in (name, told["USER"], told["HOST"]))
    password = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    port = f"&port={told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{user}{password}@/{name}?host={host}{port}"


def environment(site: Site) -> dict[str, str]:
    """Return the variables under which a process works on the site."""
    name = site.connection.settings_dict["NAME"]
    return {
        "DJANGO_SETTINGS_MODULE": "tests.office.drill_settings",
        "DRILL": str(site.documents.parent),
        "DATABASE_URL": (
            f"sqlite:///{Path(name).as_posix()}" if site.engine == "sqlite" else address(name)
        ),
    }


def quiet(_line: str) -> None:
    """Say nothing."""


def backup_of(site: Site, folder: Path, keep: int | None = None) -> Path:
    """Return a backup of the site, in `folder`."""
    folder.mkdir(exist_ok=True)
    return make_backup(site, folder, quiet, keep)[0]
