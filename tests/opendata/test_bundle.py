"""The bundle is a valid Data Package of what readers may see, whole or not at all."""

import csv
import hashlib
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import jsonschema_rs
import pytest
from django.core.management import CommandError, call_command

from diplomacy.opendata.bundle import describing, making
from diplomacy.opendata.bundle.tables import tables
from diplomacy.registry.codec import NOUNS
from diplomacy.registry.models import Relationship
from tests import builders
from tests.canaries import canaries, register  # noqa: F401

from .test_identical_site import add_what_stands_beside

pytestmark = pytest.mark.django_db

PROFILE = json.loads((Path(__file__).parent / "datapackage-2.0.json").read_text())
READ = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def made(folder: Path) -> dict[str, bytes]:
    """Return the files of a new bundle by their paths."""
    bundle = making.make_bundle(folder)
    data = (folder / bundle.name).read_bytes()
    assert (bundle.size, bundle.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


KEPT: dict[str, dict[str, bytes] | set[str]] = {}


@pytest.fixture
def files(request, tmp_path):
    """The files of a register with hidden neighbours, made once: no test changes them."""
    if not KEPT:
        request.getfixturevalue("register")
        add_what_stands_beside()
        tie = Relationship.objects.published().get()
        tie.citations.create(about="aim", source=builders.source())
        builders.step_record(tie, builders.procedure("letter").steps.get())
        KEPT["files"] = made(tmp_path)
        KEPT["words"] = request.getfixturevalue("canaries").words
    return KEPT["files"]


@pytest.fixture
def package(files):
    return json.loads(files["datapackage.json"])


def rows(files, resource) -> list[dict[str, str]]:
    return table(files, resource["name"])


def table(files, name: str) -> list[dict[str, str]]:
    text = files[f"data/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_it_is_valid_by_the_profile_of_data_package(package):
    jsonschema_rs.meta.validate(PROFILE)
    faults = jsonschema_rs.Draft7Validator(PROFILE).iter_errors(package)
    assert [fault.message for fault in faults] == []
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    broken = package | {"resources": [{"name": "a"}]}
    assert not jsonschema_rs.Draft7Validator(PROFILE).is_valid(broken)


def test_it_holds_the_tables_that_it_describes_and_says_how_to_read_them(files, package):
    paths = {resource["path"] for resource in package["resources"]}
    beside = {"datapackage.json", "LICENCE.txt", "README.md"}
    rest = {name for name in files if name not in paths | beside}
    assert all(re.fullmatch(r"register/[a-z_]+\.yaml", name) for name in rest)
    assert {f"register/{noun}.yaml" for noun in ("ties", "events", "sources")} < rest
    assert paths < files.keys()
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert resource["path"] in files["README.md"].decode()
        for field in resource["schema"]["fields"]:
            assert len(field["description"]) > 5, (resource["name"], field["name"])


def test_every_noun_has_a_table_and_every_table_has_rows_here(files, package):
    names = {resource["name"]: resource for resource in package["resources"]}
    assert names.keys() > NOUNS.keys()
    empty = {name for name, resource in names.items() if not rows(files, resource)}
    assert empty <= {"identity", "city-aliases", "person-aliases", "procedure-step-links"}


def test_every_cell_is_of_the_type_that_is_said(files, package):
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        header = files[resource["path"]].decode("utf-8-sig").splitlines()[0]
        assert [field["name"] for field in fields] == header.split(",")
        for row in rows(files, resource):
            for field in fields:
                cell, limits = row[field["name"]], field.get("constraints", {})
                assert cell or not limits.get("required"), (resource["name"], field["name"], row)
                if cell:
                    READ[field["type"]](cell)
                    assert cell in limits.get("enum", [cell])


def test_keys_tell_rows_apart_and_join_the_tables(files, package):
    found = {one["name"]: rows(files, one) for one in package["resources"]}
    for resource in package["resources"]:
        name, schema = resource["name"], resource["schema"]
        keys = [tuple(row[field] for field in schema["primaryKey"]) for row in found[name]]
        assert len(set(keys)) == len(keys), name
        for link in schema.get("foreignKeys", ()):
            other = link["reference"].get("resource", name)
            there = {tuple(row[one] for one in link["reference"]["fields"]) for row in found[other]}
            here = {tuple(row[one] for one in link["fields"]) for row in found[name]}
            assert {key for key in here if all(key)} <= there, (name, link)


def test_no_hidden_word_stands_in_any_file(files):
    assert len(KEPT["words"]) > 200
    for name, data in files.items():
        shown = {word for word in KEPT["words"] if word.encode() in data}
        assert not shown, f"{name} holds {shown}"
    everything = b"".join(files.values())
    assert b"private@test.test" not in everything
    assert b"mirror.example" not in everything
    assert b"a clerk" in everything


def test_only_what_has_a_page_has_an_address(client, settings, tmp_path):
    venue, tie = builders.city("Venue Port"), builders.tie()
    entry = builders.event(tie.partner, place=venue)
    files = made(tmp_path)
    for name, key in (("ties", tie.key), ("cities", tie.partner.key), ("events", entry.key)):
        (row,) = (row for row in table(files, name) if row["key"] == key)
        assert client.get(row["address"].removeprefix(settings.SITE_URL)).status_code == 303
    (row,) = (row for row in table(files, "cities") if row["key"] == venue.key)
    assert (row["address"], row["name_en"]) == ("", "Venue Port")


def test_no_cell_is_taken_for_a_formula(tmp_path):
    place = builders.tie().partner
    builders.event(place, title_en="=1+1", reference="@SUM(A1)")
    files = made(tmp_path)
    (row,) = table(files, "events")
    assert (row["title_en"], row["reference"]) == ("'=1+1", "'@SUM(A1)")


def test_equal_data_of_one_day_give_equal_bytes(register, tmp_path):  # noqa: F811
    assert made(tmp_path / "one") == made(tmp_path / "two")
    one, two = (next((tmp_path / name).glob("*.zip")) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_an_empty_register_makes_a_bundle_too(tmp_path):
    files = made(tmp_path)
    assert files["data/entries.csv"].decode("utf-8-sig").startswith("key,kind,")
    assert jsonschema_rs.Draft7Validator(PROFILE).is_valid(json.loads(files["datapackage.json"]))


@pytest.mark.parametrize(("publisher", "said"), [("An office", "An office"), ("", "not recorded")])
def test_a_publisher_who_is_not_recorded_is_not_made_up(publisher, said):
    here = describing.Register("Ties of Testabad", publisher, "ties")
    day = date(2024, 9, 25)
    assert f"Publisher: {said}\n" in describing.licence(here, day)
    assert ("Published by" in describing.readme(here, day, ())) is bool(publisher)
    assert ("contributors" in json.loads(describing.datapackage(here, day, ()))) is bool(publisher)


def test_a_bundle_that_fails_leaves_the_one_before(tmp_path, monkeypatch):
    builders.event()
    made(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def torn(progress):
        yield from ()
        raise LookupError("A public record names what is hidden")

    monkeypatch.setattr(making, "readers_register", torn)
    with pytest.raises(CommandError, match="the one before stays"):
        call_command("make_bundle", to=tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_new_bundle_takes_the_place_of_the_old_one(tmp_path):
    builders.event()
    old = making.make_bundle(tmp_path)
    (tmp_path / old.name).rename(tmp_path / old.name.replace(str(old.day), "2020-01-01"))
    (tmp_path / "notes-2020.zip").write_bytes(b"of somebody else")
    new = making.make_bundle(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {new.name, "bundle.json", "notes-2020.zip"}


def test_of_two_at_once_the_second_is_refused_and_a_killed_one_leaves_nothing(
    tmp_path, monkeypatch
):
    pytest.importorskip("fcntl")
    tell, refused = making.readme, []

    def and_once_more(*found):
        with pytest.raises(CommandError, match="Another one is just being made"):
            call_command("make_bundle", to=tmp_path)
        refused.append(found)
        return tell(*found)

    (tmp_path / ".making-killed" / "bundle").mkdir(parents=True)
    monkeypatch.setattr(making, "readme", and_once_more)
    new = making.make_bundle(tmp_path)
    assert len(refused) == 1
    assert {path.name for path in tmp_path.iterdir()} == {new.name, "bundle.json"}


def test_the_tables_have_as_many_columns_as_their_rows(files):
    for one in tables().values():
        lines = csv.reader(io.StringIO(files[one.path].decode("utf-8-sig"), newline=""))
        assert {len(line) for line in lines} == {len(one.columns)}
