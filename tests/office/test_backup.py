"""What was backed up comes back, every row and every file; the restore drill."""

import os
import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.utils import ConnectionHandler

from diplomacy.office.backup import Site, examine, make_backup, restore, verified

from .drill import AWKWARD, backup_of, destroy, everything, quiet


def restored(file: Path, site: Site, replace: bool = False) -> None:
    with verified(file) as archive:
        examine(site, archive.manifest, replace)
        restore(site, archive, quiet)


def test_a_lost_site_is_restored_elsewhere_with_every_row_and_file(site, place, tmp_path):
    before = everything(site)
    assert sum(map(len, before.rows.values())) > 500
    assert any(AWKWARD in row for row in before.rows["registry_entry"])
    assert len(before.files) == 5
    file = backup_of(site, tmp_path / "kept")
    destroy()
    restored(file, place)
    assert everything(place) == before


def test_a_damaged_site_is_restored_in_its_place_and_what_was_there_is_kept(
    site, place, tmp_path, capsys
):
    before = everything(site)
    file = backup_of(site, tmp_path / "kept")
    destroy()
    destroyed = everything(site)
    call_command("restore", file, "--yes", "--replace", "--to", tmp_path / "kept")
    assert everything(site) == before
    kept = [path for path in (tmp_path / "kept").iterdir() if path != file]
    assert len(kept) == 1
    assert str(kept[0]) in capsys.readouterr().out
    restored(kept[0], place)
    assert everything(place) == destroyed


def test_a_restored_site_is_backed_up_as_the_same_again(site, place, tmp_path):
    restored(backup_of(site, tmp_path / "kept"), place)
    first, second = (backup_of(each, tmp_path / "both") for each in (site, place))
    with verified(first) as one, verified(second) as other:
        assert one.manifest.tables == other.manifest.tables
        assert one.manifest.next_ids == other.manifest.next_ids
        assert one.manifest.documents == other.manifest.documents


def test_an_empty_site_is_backed_up_and_restored_too(place, tmp_path, settings):
    file = backup_of(place, tmp_path / "kept")
    before = everything(place)
    shutil.rmtree(place.documents)
    restored(file, place)
    assert everything(place) == before


def test_a_site_with_data_is_not_written_over_unasked(site, place, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    before = everything(site)
    with pytest.raises(CommandError, match=r"not empty.*--replace.*Nothing was changed"):
        call_command("restore", file, "--yes")
    assert everything(site) == before


def test_documents_alone_are_data_too(site, place, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    (place.documents / "somebody's.pdf").write_bytes(b"%PDF-")
    with pytest.raises(Exception, match="not empty"):
        restored(file, place)


@pytest.mark.parametrize("answer", ["", "no", "y", None])
def test_nothing_is_restored_without_a_yes(site, place, tmp_path, monkeypatch, answer):
    file = backup_of(site, tmp_path / "kept")
    before = everything(site)

    def asked(_question: str) -> str:
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", asked)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", file, "--replace")
    assert everything(site) == before


def test_a_document_that_is_lost_is_told_and_hinders_nothing(site, place, tmp_path):
    lost = next(path for path in site.documents.iterdir() if path.suffix == ".pdf")
    lost.unlink()
    said = []
    file, manifest = make_backup(site, tmp_path, said.append)
    assert manifest.missing == [lost.name]
    assert [lost.name in line for line in said].count(True) == 1
    restored(file, place)
    assert everything(place) == everything(site)


def test_a_restore_that_fails_half_way_leaves_everything_as_it_was(site, place, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    destroy()
    taken = site.documents / "folder" / "متن.txt"
    taken.unlink()
    taken.mkdir()
    (taken / "inside").touch()
    before = everything(site)
    with pytest.raises(CommandError, match="is a folder"):
        call_command("restore", file, "--yes", "--replace")
    assert everything(site) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_that_no_backup_takes_is_not_removed_either(site, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    stray = site.documents / "a:b.pdf"
    stray.write_bytes(b"laid here by hand")
    call_command("restore", file, "--yes", "--replace", to=tmp_path)
    assert stray.read_bytes() == b"laid here by hand"
    stray.unlink()


class Typing(threading.Thread):
    """Somebody who stores a document, its row and a count of both in each transaction."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self.folder, self.count, self.stopped = site.documents, 0, False
        table = site.columns()["registry_document"]
        same = ", ".join(f'"{name}"' for name in table if name not in ("id", "key", "file"))
        self.row = (
            f"INSERT INTO registry_document (key, file, {same})"
            f" SELECT %s, %s, {same} FROM registry_document ORDER BY id LIMIT 1"
        )
        self.described = site.connection.settings_dict

    def run(self) -> None:
        connection = ConnectionHandler({"default": self.described})["default"]
        begin = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"
        while not self.stopped:
            name = f"typed-{self.count}.pdf"
            (self.folder / name).write_bytes(b"%PDF-" + name.encode())
            with closing(connection.cursor()) as cursor:
                cursor.execute(begin)
                cursor.execute(self.row, [name, name])
                cursor.execute("UPDATE registry_dataversion SET number = number + 1")
                cursor.execute("COMMIT")
            self.count += 1
        connection.close()


def test_a_backup_taken_while_people_write_holds_one_moment(site, place, tmp_path):
    restored(backup_of(site, tmp_path / "kept"), place)
    before = everything(place)
    typing = Typing(place)
    typing.start()
    while typing.is_alive() and not typing.count:
        pass
    files = [backup_of(place, tmp_path / "kept") for _ in range(3)]
    typing.stopped = True
    typing.join()
    assert typing.count > 3
    counts = []
    for number, file in enumerate(files):
        destination = place._replace(documents=tmp_path / f"restored-{number}")
        with verified(file) as archive:
            assert archive.manifest.missing == []
            restore(destination, archive, quiet)
        after = everything(destination)
        documents = after.rows["registry_document"]
        grown = len(documents) - len(before.rows["registry_document"])
        [(_id, version)] = after.rows["registry_dataversion"]
        [(_id, version_before)] = before.rows["registry_dataversion"]
        assert grown == version - version_before
        counts.append(grown)
    assert counts == sorted(counts)
    assert counts[0] > 0


class Reading(threading.Thread):
    """Somebody who looks again and again at how many cities and entries there are."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self.described, self.seen, self.stopped = site.connection.settings_dict, [], False

    def run(self) -> None:
        connection = ConnectionHandler({"default": self.described})["default"]
        counts = [f"(SELECT count(*) FROM registry_{noun})" for noun in ("city", "entry")]
        while not self.stopped:
            with closing(connection.cursor()) as cursor:
                cursor.execute(f"SELECT {', '.join(counts)}")
                self.seen.append(tuple(cursor.fetchone()))
        connection.close()


def test_whoever_reads_meanwhile_sees_the_old_site_or_the_new_one(site, place, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    place.connection.ensure_connection()
    reading = Reading(place)
    reading.start()
    while reading.is_alive() and not reading.seen:
        pass
    restored(file, place)
    so_far = len(reading.seen)
    while reading.is_alive() and len(reading.seen) < so_far + 2:
        pass
    reading.stopped = True
    reading.join()
    rows = everything(site).rows
    new = (len(rows["registry_city"]), len(rows["registry_entry"]))
    assert reading.seen[0] == (0, 0)
    assert reading.seen[-1] == new
    assert set(reading.seen) == {(0, 0), new}
