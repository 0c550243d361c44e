"""What stands beside the tables: datapackage.json, the licence, and how to read it all."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from msgspec import Struct

from diplomacy.licences import LICENCES
from diplomacy.registry.models import City, Identity

from .tables import Column, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_BY_TWO = {
    "entry-indicator-values": (["entry", "indicator"], "entry-indicators", ["entry", "code"])
}


class Register(Struct, frozen=True):
    """What the register calls itself, in English where it can; no publisher: none is recorded."""

    title: str
    publisher: str
    slug: str

    @classmethod
    def here(cls) -> "Register":
        """Return that of this site. One query."""
        home = City.objects.filter(is_home=True).select_related("identity").first()
        identity: Identity | None = getattr(home, "identity", None)
        title = identity.site_name_en if identity else ""
        title = title or (f"Ties of {home.name_en or home.key}" if home else "Register")
        publisher = str(identity.publisher_en or identity.publisher) if identity else ""
        return cls(title, publisher, slugify(title)[:60].strip("-") or "register")


class Made(Struct, frozen=True):
    """A table that was written: its size, its digest, its number of rows."""

    table: Table
    size: int
    sha256: str
    rows: int


def datapackage(register: Register, day: date, made: Iterable[Made]) -> str:
    """Return datapackage.json, valid by the profile of Data Package 2.0."""
    publishers = [{"title": register.publisher, "roles": ["publisher"]}]
    said = {
        "$schema": PROFILE,
        "name": register.slug,
        "title": register.title,
        "description": "The whole public register as tables that keys join. README.md says how.",
        "homepage": settings.SITE_URL,
        "version": day.isoformat(),
        "created": f"{day.isoformat()}T00:00:00Z",
        "licenses": [{"name": settings.DATA_LICENCE, "path": LICENCES[settings.DATA_LICENCE]}],
        **({"contributors": publishers} if register.publisher else {}),
        "sources": [{"title": register.title, "path": settings.SITE_URL}],
        "resources": [_resource(one) for one in made],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _resource(made: Made) -> dict[str, Any]:
    table = made.table
    links = list(_foreign_keys(table))
    return {
        "name": table.name,
        "title": table.title,
        "type": "table",
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": made.size,
        "hash": f"sha256:{made.sha256}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": links} if links else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        limits["enum"] = list(column.choices)
    said = {"name": column.name, "type": column.kind, "description": column.meaning}
    return said | ({"constraints": limits} if limits else {})


def _foreign_keys(table: Table) -> Iterable[dict[str, Any]]:
    for column in table.columns:
        if column.names:
            yield _foreign_key(table, [column.name], column.names[0], [column.names[1]])
    if table.name in _BY_TWO:
        yield _foreign_key(table, *_BY_TWO[table.name])


def _foreign_key(table: Table, fields: list[str], other: str, names: list[str]) -> dict[str, Any]:
    """Return what a column names; a table that names itself is left out, as the standard asks."""
    reference = {} if other == table.name else {"resource": other}
    return {"fields": fields, "reference": reference | {"fields": names}}


def licence(register: Register, day: date) -> str:
    """Return LICENCE.txt."""
    by = f"{register.publisher}: " if register.publisher else ""
    return (
        f"{register.title}, the data of {day.isoformat()}\n"
        f"Publisher: {register.publisher or 'not recorded'}\n\n"
        f"The data may be used on the terms of {settings.DATA_LICENCE}:\n"
        f"{LICENCES[settings.DATA_LICENCE]}\n\n"
        "Where these terms ask for a name, write:\n"
        f"{by}{register.title}, {day.isoformat()}, {settings.SITE_URL}\n\n"
        "What is quoted from a source (`wording`, exact titles) stays that of its source.\n"
    )


def readme(register: Register, day: date, made: Iterable[Made]) -> str:
    """Return README.md."""
    lines = (
        f"| [{one.table.path}]({one.table.path}) | {one.table.title} | {one.rows} |" for one in made
    )
    return _README.format(
        title=register.title,
        day=day.isoformat(),
        by=f"Published by {register.publisher}. " if register.publisher else "",
        site=settings.SITE_URL,
        tables="\n".join(lines),
    )


_README = """# {title}: the public register of {day}

All that {site} told its readers on {day}, as tables and as
files that make the same site elsewhere.
{by}LICENCE.txt says on which terms you may use it.

A record that is withdrawn later is taken out of the next bundle. Before you rely on one, look at
its permanent address (the column `address`).

## What is in it

- `data/*.csv`: a table for each noun and for each kind of rows. UTF-8 with a byte order mark,
  commas, a header; empty means not recorded, never “no”.
- `datapackage.json` describes every table and column (Data Package 2.0): types, choices, which
  column names which table.
- `register/*.yaml`: the same as register files.

| file | holds | rows |
| --- | --- | --- |
{tables}

## How to read the tables

- **Keys join them.** Every record has a `key` that does not change. `entry-cities.csv` says which
  cities take part in which entry, `entry-citations.csv` on which sources an entry rests, and so on:
  a column bears the name of what it names, and datapackage.json says it for each.
- **Entries** are agreements, delegations, events, commitments and restrictions. They share one set
  of keys, listed in `entries.csv`; the table of its kind says all of an entry.
- **Dates** are as exact as their sources and no more. `start` holds the date in Extended Date/Time
  Format (`2024-09`, `[..2018]`, `2021~`; years below 1600 are Solar Hijri: `1403-07-04`).
  `start_earliest` and `start_latest` are the first and the last possible day, Gregorian.
- **Words** stand in three columns, Persian, English and Chinese; empty: not yet written.
- **Apostrophes.** A text that a spreadsheet could take for a formula begins with an apostrophe
  (`'=`, `'+`, `'-`, `'@`). Take it off where you read the files by program.
- A record without an `address` has no page: it stands here because others name it, and no more is
  told of it than their pages say.

In Python, with pandas:

```python
import pandas as pd

entries = pd.read_csv("data/entries.csv")
cities = pd.read_csv("data/entry-cities.csv")
both = entries.merge(cities, left_on="key", right_on="entry")
print(both.groupby("city")["entry"].nunique().sort_values())
```

## How to make the same site of it

Install the software of the register, then

```
python3 run.py manage load_register register
```

Its public pages are then the same, but for what no register file carries.

## What is not in it

- Drafts, what was withdrawn, notes of staff, contact details, costs and names that are not public.
- Documents: they stand at the pages of their entries.
- Notes of changes, annual reports, former addresses, and that an entry was withdrawn and why.
- The lists of the world's twinnings that others keep, with which the register is compared.
"""
