"""What we ship that others made: pinned, safe, licensed, with a reason, and listed in a bill."""

import importlib.metadata
import json
import re
import subprocess
import sys
from importlib.resources import files

import jsonschema_rs
import pytest
from cyclonedx.model.bom import Bom
from packaging.version import Version

from tests.supply.materials import bill
from tests.supply.pages import licences, safe_versions
from tests.supply.reading import (
    LOCKS,
    PEERS,
    PRINTING,
    ROOT,
    SERVING,
    TESTING,
    asked_for,
    of,
    packages,
    pins,
    table,
    tracked,
)

pytestmark = pytest.mark.once

RECORDS = "\n".join(
    path.read_text("utf-8") for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))
)
# What the metadata of a package may say instead of the identifier.
SAID_AS = {
    "BSD-3-Clause": {"BSD License"},
    "BSD-2-Clause": {"BSD License"},
    "MIT": {"MIT License"},
    "PSF-2.0": {"PSFL", "Python Software Foundation License"},
    "Apache-2.0": {"Apache License 2.0", "Apache Software License"},
    "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1": {
        "Mozilla Public License 1.1 (MPL 1.1)",
    },
}
# Their metadata is silent; the licence file of the wheel was read by a person.
SILENT = {"pyrage", "resvg-py"}
# Files whose look says that they may be somebody else's.
FOREIGN_LOOK = re.compile(r"\.(woff2?|ttf|otf|csv|json|png|jpe?g|gif|ico|webp|pdf|zip|gz|bin)$")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_its_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert re.findall(r"--(?!hash=)[a-z-]+|^-[a-z]\b", text, re.MULTILINE) == []
    assert len(pins(lock)) > 10
    assert [pin.name for pin in pins(lock).values() if not pin.hashes] == []
    assert [pin.rest for pin in pins(lock).values() if pin.rest and pin.rest[0] != ";"] == []


def test_what_serves_is_printed_and_tested_with_in_the_same_files():
    for smaller, larger in [(SERVING, PRINTING), (PRINTING, TESTING)]:
        for name, pin in pins(smaller).items():
            assert pins(larger)[name][:3] == pin[:3]


def test_what_is_asked_for_is_locked():
    assert asked_for("serving") <= set(pins(SERVING))
    assert asked_for("pdf") <= set(pins(PRINTING))
    assert asked_for("dev") <= set(pins(TESTING))
    assert asked_for("peers") <= set(pins(PEERS))


def test_the_table_has_a_row_for_every_package_that_ships_and_no_other():
    assert sorted(packages()) == sorted(pins(PRINTING))
    direct = {name for name, package in packages().items() if package.reason}
    assert direct == asked_for("serving") | asked_for("pdf")
    assert direct == {name for name, package in packages().items() if not package.by}
    assert {by for package in packages().values() for by in package.by} <= set(packages())


def test_no_package_is_older_than_the_oldest_safe_version():
    known = {name: package for name, package in packages().items() if package.minimum}
    assert len(known) > 10
    for name, package in known.items():
        assert Version(pins(PRINTING)[name].version) >= Version(package.minimum), name
        assert re.search(r"CVE-\d{4}-\d{4,}|GHSA-[0-9a-z-]{14}|its change log", package.because), (
            name
        )
    assert not [name for name in packages() if packages()[name].because and name not in known]


@pytest.mark.parametrize("name", sorted(packages()))
def test_a_licence_is_allowed_and_is_what_the_package_says(name):
    stated = packages()[name].licence
    assert set(stated.split(" OR ")) & set(table()["allowed"])
    try:
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        # Named by the lock for another implementation of Python.
        assert "platform_python_implementation" in pins(PRINTING)[name].rest
        return
    words = {
        said.get("License-Expression"),
        said.get("License"),
        *(one.rpartition(" :: ")[2] for one in said.get_all("Classifier", []) if "License" in one),
    }
    if name in SILENT:
        assert not words - {None}
    else:
        assert words & {stated, *SAID_AS.get(stated, ())}


def test_what_others_made_in_the_repository_is_named_with_an_allowed_licence():
    others = table()["made-by-others"]
    assert {row["licence"] for row in others} <= set(table()["allowed"])
    for row in [*others, *table()["ours"]]:
        assert all(of([pattern]) for pattern in row["files"]), row["what"]
    named = {file for row in [*others, *table()["ours"]] for file in of(row["files"])}
    assert [file for file in tracked() if FOREIGN_LOOK.search(file) and file not in named] == []


def test_the_licence_of_the_program_names_the_others():
    text = (ROOT / "LICENSE").read_text("utf-8")
    for word in ["Vazirmatn", "Noto", "Natural Earth", "CLDR", "GeoNames", "twincities"]:
        assert word in text


@pytest.mark.parametrize("group", ["serving", "pdf", "dev", "peers"])
def test_each_package_that_we_ask_for_has_its_reason_in_a_decision(group):
    without = {
        name
        for name in asked_for(group)
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", RECORDS, re.IGNORECASE)
    }
    assert without == set()


def test_the_pages_say_what_the_locks_and_the_table_say():
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == licences()
    assert (ROOT / "docs" / "safe-versions.md").read_text("utf-8") == safe_versions()


def _schema(address: str) -> dict:
    """Return a schema as the library of CycloneDX ships it, so that nothing is fetched."""
    name = address.rpartition("/")[2].replace("bom-1.6.schema", "bom-1.6.SNAPSHOT.schema")
    return json.loads((files("cyclonedx.schema._res") / name).read_text("utf-8"))


def test_the_bill_of_materials_is_valid_and_complete():
    schema = jsonschema_rs.Draft7Validator(
        _schema("bom-1.6.schema.json"), retriever=_schema, validate_formats=True
    )
    content = json.loads(bill())
    assert [str(fault) for fault in schema.iter_errors(content)] == []
    assert not schema.is_valid({**content, "components": [{"name": "of no type"}]})
    read = Bom.from_json(content)
    assert read.validate(), "every part is reached from the program"
    parts = {part.name: part for part in read.components if part.purl}
    assert {name: part.version for name, part in parts.items()} == {
        name: pin.version for name, pin in pins(PRINTING).items()
    }
    assert all(part.licenses for part in read.components)
    (django,) = parts["django"].external_references
    assert {one.content for one in django.hashes} == set(pins(SERVING)["django"].hashes)


def test_the_bill_is_the_same_each_time_and_dated_only_when_told(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert bill() == bill()
    assert "timestamp" not in json.loads(bill())["metadata"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert json.loads(bill())["metadata"]["timestamp"] == "2026-09-21T14:13:20+00:00"


def test_the_command_needs_nothing_but_python():
    printed = subprocess.run(
        [sys.executable, "-I", "-S", "-c", "import runpy, sys; sys.path.insert(0, '.');"
         "sys.argv[1:] = ['sbom']; runpy.run_module('tests.supply', run_name='__main__')"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(printed.stdout)["bomFormat"] == "CycloneDX"
