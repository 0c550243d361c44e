"""From SQLite to PostgreSQL: all of it and the same, or nothing and the reason."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from diplomacy.office.backup import BackupFault, crossing, examine, move, restore, verified
from tests.office.drill import AWKWARD, everything, quiet

from .conftest import ran, run, variables


def changed(file: Path, *statements: str) -> Path:
    """Change the database behind the back of the site."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            assert database.execute(statement).rowcount != 0, statement
    return file


def rows_of(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


def test_every_row_goes_over_and_the_file_stays_as_it_was(old, new, said, say):
    file = old / "db.sqlite3"
    bytes_before = file.read_bytes()
    sums = move(file, new, say)
    assert file.read_bytes() == bytes_before
    after = everything(new)
    assert sums.keys() == after.rows.keys()
    assert {name: found.rows for name, found in sums.items()} == {
        name: len(rows) for name, rows in after.rows.items()
    }
    assert any(AWKWARD in row for row in after.rows["registry_entry"])
    assert any("all fit" in line for line in said)
    assert any(re.match(r"registry_city: \d+ rows, checksum \w{16} on both sides", w) for w in said)


def test_no_number_is_given_twice(old, new):
    file = old / "db.sqlite3"
    move(file, new, quiet)
    with closing(sqlite3.connect(file)) as database:
        given = dict(database.execute("SELECT name, seq FROM sqlite_sequence"))
    numbers = dict(everything(new).next_ids)
    assert given["registry_entry"] > rows_of(file, "registry_entry"), "one was removed"
    for table, last in given.items():
        [following] = [
            n for name, n in numbers.items() if re.match(rf"{table}_(history_)?id_seq$", name)
        ]
        assert following == last + 1, table


FAULTS = {
    "accounts_user, row 1, email: has 300 signs; there is room for 254": (
        "UPDATE accounts_user SET email = printf('%.300d', 0) WHERE id = 1"
    ),
    "accounts_user, row 1, is_active: is neither yes nor no": (
        "UPDATE accounts_user SET is_active = 2 WHERE id = 1"
    ),
    "office_snooze, row 1, until: is no day": "UPDATE office_snooze SET until = 'soon'",
    "office_tiereview, row 1, facts: holds the sign NUL": (
        """UPDATE office_tiereview SET facts = '{"a": "\\u0000"}'"""
    ),
    "registry_country, row 1, name_en: holds the sign NUL": (
        "UPDATE registry_country SET name_en = 'a' || char(0) WHERE id = 1"
    ),
    "registry_country, row 1, name_fa: holds what is not Unicode": (
        "UPDATE registry_country SET name_fa = CAST(x'61ff' AS TEXT) WHERE id = 1"
    ),
    "ingest_batchrecord, row 1: names a row of ingest_batch that is not there": (
        "UPDATE ingest_batchrecord SET batch_id = 999"
    ),
}


def test_what_postgresql_would_not_take_is_told_by_its_place_before_anything_is_written(old, new):
    before = everything(new)
    file = changed(old / "db.sqlite3", *FAULTS.values())
    with pytest.raises(BackupFault) as refused:
        move(file, new, quiet)
    for told in FAULTS:
        assert told in str(refused.value)
    assert "printf" not in str(refused.value)
    assert everything(new) == before


def test_many_faults_are_told_in_few_lines(old, new):
    file = changed(old / "db.sqlite3", "UPDATE registry_entry SET staff_note = char(0)")
    with pytest.raises(BackupFault) as refused:
        move(file, new, quiet)
    assert len(str(refused.value).splitlines()) <= crossing.FAULTS_TOLD + 2


def test_a_file_whose_own_rules_are_broken_is_refused(old, new):
    itself = "UPDATE registry_relationship SET partner_id = home_end_id"
    first = "WHERE id = (SELECT min(id) FROM registry_relationship)"
    file = changed(old / "db.sqlite3", f"{itself} {first}")
    with pytest.raises(BackupFault, match="damaged: CHECK constraint failed in registry_relation"):
        move(file, new, quiet)


def test_what_only_the_server_can_tell_leaves_nothing_behind(old, new):
    with new.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_term ADD CONSTRAINT never CHECK (false)")
    before = everything(new)
    with pytest.raises(psycopg.errors.CheckViolation):
        move(old / "db.sqlite3", new, quiet)
    assert everything(new) == before


def test_a_value_that_the_server_changes_is_found_and_nothing_stays(old, new):
    with new.connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN NEW.name_en = upper(NEW.name_en); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER shouts BEFORE INSERT ON registry_city"
            " FOR EACH ROW EXECUTE FUNCTION shout()"
        )
    before = everything(new)
    with pytest.raises(BackupFault, match="registry_city is not the same on both sides"):
        move(old / "db.sqlite3", new, quiet)
    assert everything(new) == before


def test_nobody_writes_to_the_file_meanwhile_and_readers_read_on(old, new):
    file = old / "db.sqlite3"
    tried = []

    def try_to_write(_line: str) -> None:
        with closing(sqlite3.connect(file, timeout=0)) as other:
            assert other.execute("SELECT count(*) FROM registry_city").fetchone()[0]
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("UPDATE registry_city SET name_en = 'late'")
        tried.append(file)

    move(file, new, try_to_write)
    assert tried


def test_a_file_to_which_somebody_writes_is_refused(old, new, monkeypatch):
    monkeypatch.setattr(crossing, "PATIENCE", 0.1)
    with closing(sqlite3.connect(old / "db.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BackupFault, match=r"Somebody writes to .*db\.sqlite3\. Stop the site"):
            move(old / "db.sqlite3", new, quiet)


def test_a_database_that_holds_anything_is_refused(old, new):
    move(old / "db.sqlite3", new, quiet)
    before = everything(new)
    with pytest.raises(BackupFault, match="is not empty"):
        move(old / "db.sqlite3", new, quiet)
    assert everything(new) == before


def test_other_migrations_are_refused(old, new):
    file = old / "db.sqlite3"
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('office', '9999_x', '')"
    with pytest.raises(BackupFault, match=r"The file has migrations .*lacks: office\.9999_x\."):
        move(changed(file, later), new, quiet)
    gone = "DELETE FROM django_migrations WHERE app = 'office'"
    with pytest.raises(BackupFault, match=r"has migrations that the file lacks: office\.0001"):
        move(changed(file, gone), new, quiet)


def test_what_is_no_register_is_refused(new, tmp_path):
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE a (b)")
    (tmp_path / "text").write_text("This is a text. " * 100)
    for name, reason in {
        "absent": "There is no file",
        "text": "not a database",
        "other.sqlite3": "is no database of this program",
    }.items():
        with pytest.raises(BackupFault, match=reason):
            move(tmp_path / name, new, quiet)


def test_a_look_beforehand_writes_nothing(old, new):
    before = everything(new)
    assert move(old / "db.sqlite3", new, quiet, only_look=True)["registry_city"].rows
    assert everything(new) == before


def test_documents_that_are_not_there_are_told(old, new, said, say):
    move(old / "db.sqlite3", new, say)
    assert sum("which is not in" in line for line in said) == 3


def test_a_backup_of_sqlite_is_restored_on_postgresql_with_its_documents(old, new, tmp_path):
    (tmp_path / "kept").mkdir()
    ran(variables(old), "manage.py", "backup", "--to", str(tmp_path / "kept"))
    [file] = (tmp_path / "kept").iterdir()
    with verified(file) as archive:
        examine(new, archive.manifest, replace=False)
        restore(new, archive, quiet)
    after = everything(new)
    stated = {name: table.rows for name, table in archive.manifest.tables.items()}
    assert {name: len(rows) for name, rows in after.rows.items()} == stated
    assert after.files == {
        path.relative_to(old / "documents").as_posix(): path.read_bytes()
        for path in (old / "documents").rglob("*")
        if path.is_file()
    }


@pytest.mark.usefixtures("on_sqlite")
def test_it_leads_to_postgresql_alone(tmp_path):
    done = run(variables(tmp_path), "manage.py", "move_database", "db.sqlite3")
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: DATABASE_URL leads to sqlite.")
    assert "Traceback" not in done.stderr
