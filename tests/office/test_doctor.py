"""The doctor finds what is wrong with a site, says what to do, and changes nothing."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as own
from django.core.management import call_command
from django.db import connection

from diplomacy.office.doctor import (
    Finding,
    Level,
    around,
    asking,
    database,
    examined,
    files,
    running,
    set_up,
)
from diplomacy.registry.models import Document
from tests import builders

KEY = "age1" + "q" * 58


def found(check) -> dict[Level, list[Finding]]:
    """Return what the check finds, by how much it matters; each fault with what to do."""
    findings = list(check())
    assert all(bool(one.advice) == (one.level is not Level.OK) for one in findings)
    return {level: [one for one in findings if one.level is level] for level in Level}


def told(findings: list[Finding]) -> str:
    return "\n".join(f"{one.told} → {one.advice}" for one in findings)


@pytest.fixture
def public(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://register.example", ["register.example"]
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = True, 1
    return settings


def test_a_site_of_this_machine_alone_is_well(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]
    seen = found(set_up.examine)
    assert "only this machine is served" in told(seen[Level.OK])
    assert (seen[Level.FAIL], seen[Level.WARN]) == ([], [])


def test_a_name_under_which_nothing_is_answered_is_told(public):
    public.ALLOWED_HOSTS = ["other.example"]
    assert "Add register.example to ALLOWED_HOSTS" in told(found(set_up.examine)[Level.FAIL])


def test_https_without_a_proxy_that_is_believed_is_told(public):
    public.BEHIND_PROXY = False
    assert "BEHIND_PROXY=yes" in told(found(set_up.examine)[Level.FAIL])


def test_a_public_site_in_the_clear_or_in_debug_mode_is_told(public):
    public.SITE_URL, public.DEBUG = "http://register.example", True
    warned = told(found(set_up.examine)[Level.WARN])
    assert "in the clear" in warned
    assert "DEBUG is on" in warned


def test_variables_that_look_misspelt_are_told(monkeypatch):
    monkeypatch.setattr(
        set_up.os, "environ", {"PATH": "/bin", "LANG": "C", "SITE_URL": "https://x"}
    )
    assert found(set_up.misspelt)[Level.WARN] == []
    wrong = {
        "ALLOWED_HOST": "a.example",
        "DJANGO_DEBUG": "no",
        "site_url": "https://x",
        "HOME": "/",
    }
    monkeypatch.setattr(set_up.os, "environ", wrong)
    assert told(found(set_up.misspelt)[Level.WARN]).splitlines() == [
        "Nothing reads the variable ALLOWED_HOST. → Perhaps ALLOWED_HOSTS is meant.",
        "Nothing reads the variable DJANGO_DEBUG. → Perhaps DEBUG is meant.",
        "Nothing reads the variable site_url. → Perhaps SITE_URL is meant.",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
def test_secrets_that_others_can_read_are_told(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = settings.BASE_DIR = tmp_path
    monkeypatch.setattr(set_up.os, "environ", {"EMAIL_PASSWORD_FILE": str(tmp_path / "mail")})
    for name, mode in [("secret-key", 0o604), ("mail", 0o640), (".env", 0o600)]:
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(mode)
    seen = found(set_up.secrets)
    assert [one.advice for one in seen[Level.FAIL]] == [f"chmod 600 {tmp_path / 'secret-key'}"]
    assert [one.advice for one in seen[Level.WARN]] == [f"chmod 600 {tmp_path / 'mail'}"]


@pytest.mark.django_db
def test_a_database_that_answers_is_well():
    seen = found(database.examine)
    assert any(one.told.startswith(("PostgreSQL 1", "SQLite 3.")) for one in seen[Level.OK])
    # That of the tests is made to be quick, not to last: the doctor notices.
    wanted = {"postgresql": ["fsync is off", "full_page_writes is off"], "sqlite": ["memory"]}
    assert all(word in told(seen[Level.FAIL]) for word in wanted[connection.vendor])


@pytest.mark.django_db
def test_without_limits_one_page_can_hold_up_all(settings):
    settings.DATABASE_READ_SECONDS = 0
    assert "DATABASE_READ_SECONDS" in told(list(database._limits()))


@pytest.mark.django_db
def test_migrations_that_are_missing_or_too_new_are_told(monkeypatch):
    known = frozenset([("registry", "0001_first"), ("registry", "0002_second")])
    monkeypatch.setattr(database, "known_migrations", lambda: known)
    monkeypatch.setattr(
        database.Site, "migrations", lambda _site: ["registry.0001_first", "registry.0003_third"]
    )
    seen = found(database.migrations)
    assert "1 are not applied: registry.0002_second" in told(seen[Level.FAIL])
    assert "does not know: registry.0003_third" in told(seen[Level.WARN])


def test_a_file_system_of_another_machine_is_known(tmp_path):
    mounts = tmp_path / "mounts"
    shared = tmp_path / "with space"
    (shared / "deep").mkdir(parents=True)
    place = str(shared).replace(" ", "\\040")
    mounts.write_text(f"/dev/x / ext4 rw 0 0\nhost:/x {place} nfs4 rw 0 0\n")
    assert database.system_of(shared / "deep" / "db", mounts) in database.UNFIT_SYSTEMS
    assert database.system_of(tmp_path / "db", mounts) == "ext4"
    assert database.system_of(tmp_path, tmp_path / "absent") == ""


@pytest.mark.django_db
def test_lost_documents_and_files_of_nobody_are_told(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path
    entry, file = builders.agreement().entry_ptr, builders.upload(content=builders.PDF)
    name = Document.objects.create(entry=entry, kind="report", file=file).file.name
    (tmp_path / name).unlink()
    (tmp_path / "nobody's.pdf").write_bytes(b"%PDF-")
    seen = found(files.documents)
    assert "1 that records name are not in" in told(seen[Level.FAIL])
    assert name in told(seen[Level.FAIL])
    assert "belong to no record: nobody's.pdf" in told(seen[Level.WARN])
    (tmp_path / "nobody's.pdf").unlink()
    (tmp_path / name).write_bytes(b"%PDF-")
    seen = found(files.documents)
    assert (seen[Level.FAIL], seen[Level.WARN]) == ([], [])


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_told(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "absent"
    assert "Make it, or mount it" in told(found(files.documents)[Level.FAIL])
    assert not settings.DOCUMENTS_ROOT.exists()


def test_static_files_that_are_not_collected_are_told(settings, tmp_path, monkeypatch):
    kept = files.ManifestFilesMixin.__new__(files.ManifestFilesMixin)
    monkeypatch.setattr(files, "staticfiles_storage", kept)
    settings.STATIC_ROOT = tmp_path
    assert "collectstatic" in told(found(files.static_files)[Level.FAIL])
    names = [path for finder in files.get_finders() for path, _ in finder.list([])]
    paths = {name.replace("\\", "/"): "one.css" for name in names}
    (tmp_path / "one.css").touch()
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    assert found(files.static_files)[Level.FAIL] == []
    del paths["public/base.css"]
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    assert "1 are not collected: public/base.css" in told(found(files.static_files)[Level.FAIL])


@pytest.mark.parametrize(
    ("hours", "level"), [(None, Level.FAIL), (2, Level.OK), (35, Level.OK), (37, Level.WARN)]
)
def test_the_age_of_the_newest_backup_is_told(settings, tmp_path, hours, level):
    settings.BACKUP_PUBLIC_KEYS = [KEY]
    settings.VAR_DIR = tmp_path
    (tmp_path / "register-20990101T000000Z.zip.part").touch()
    (tmp_path / "register-20200101T000000Z.zip").touch()
    if hours is None:
        (tmp_path / "register-20200101T000000Z.zip").unlink()
    else:
        moment = datetime.now(UTC) - timedelta(hours=hours)
        (tmp_path / f"register-{moment:%Y%m%dT%H%M%SZ}.zip.age").touch()
    first, *_others = files.kept_backups(tmp_path)
    assert first.level is level


def test_backups_that_anybody_reads_or_that_die_with_the_site_are_told(settings, tmp_path):
    settings.VAR_DIR, settings.BACKUP_PUBLIC_KEYS = tmp_path, []
    (tmp_path / "register-20200101T000000Z.zip").touch()
    warned = told(found(lambda: files.kept_backups(tmp_path))[Level.WARN])
    assert "on the disk of the site" in warned
    assert "BACKUP_PUBLIC_KEYS" in warned


def test_a_disk_that_is_nearly_full_is_told(settings, tmp_path, monkeypatch):
    settings.DOCUMENTS_ROOT = settings.VAR_DIR = tmp_path
    usage = files.shutil.disk_usage(tmp_path)
    for free, level in [(0, Level.FAIL), (10**9, Level.WARN), (10**12, Level.OK)]:
        monkeypatch.setattr(files.shutil, "disk_usage", lambda _p, f=free: usage._replace(free=f))
        assert found(files.room)[level]


def test_a_mail_server_that_does_not_answer_is_told(settings):
    assert "EMAIL_URL" in told(found(around.mail)[Level.WARN])
    settings.MAIL_SERVER = {"EMAIL_HOST": "127.0.0.1"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    assert "does not take mail" in told(found(around.mail)[Level.FAIL])


class Headers(dict):
    """Enough of the headers of an answer."""


HSTS = {"Strict-Transport-Security": "max-age=1"}
TO_HTTPS = asking.Answer(301, Headers({"Location": "https://register.example/"}))


@pytest.mark.parametrize(
    ("answers", "level", "word"),
    [
        ({}, Level.OK, "whatever they claim"),
        ({"page": asking.Answer(200, Headers())}, Level.WARN, "Strict-Transport-Security"),
        ({"page": TO_HTTPS}, Level.FAIL, "leads to itself"),
        ({"page": asking.Answer(503, Headers())}, Level.FAIL, "look at the database"),
        ({"plain": asking.Answer(200, Headers())}, Level.FAIL, "X-Forwarded-Proto itself"),
        ({"probe": asking.Answer(404, Headers())}, Level.WARN, "/healthz is answered by 404"),
        ({"page": OSError("refused")}, Level.FAIL, "cannot be reached"),
    ],
)
def test_the_site_is_asked_as_readers_ask_it(public, monkeypatch, answers, level, word):
    public.HOME_LANGUAGE = "fa"
    given = {
        "page": asking.Answer(200, Headers(HSTS)),
        "plain": TO_HTTPS,
        "probe": asking.Answer(200, Headers()),
    } | answers

    def ask(address: str, headers: dict | None = None) -> asking.Answer:
        kinds = {"http://register.example/": "plain", "https://register.example/fa/": "page"}
        answer = given[kinds.get(address, "probe")]
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(asking, "_ask", ask)
    assert word in told(found(asking.examine)[level])


def test_a_check_that_fails_hides_no_other(monkeypatch, tmp_path):
    monkeypatch.setattr(running.around, "mail", lambda: 1 / 0)
    seen = list(examined(tmp_path, ask=False))
    assert "could not be looked at: ZeroDivisionError" in told(seen)
    assert seen[-1].about == "clock"


@pytest.mark.django_db
def test_programs_get_an_array_and_an_exit_code(capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", "--backups", tmp_path)
    assert ended.value.code == 1
    array = json.loads(capsys.readouterr().out)
    assert {tuple(one) for one in array} == {("level", "about", "told", "advice")}
    assert {one["level"] for one in array} <= {"OK", "WARN", "FAIL"}


@pytest.mark.slow
@pytest.mark.once
def test_a_site_whose_database_is_away_is_told_about_the_rest(tmp_path):
    process = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=own.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.office.drill_settings",
            "DRILL": str(tmp_path),
            "DATABASE_URL": "postgresql://[::1]:1/no",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = process.stdout.splitlines()
    assert (process.returncode, process.stderr) == (1, "")
    assert any(line.startswith("FAIL  database      It cannot be reached") for line in lines)
    assert any(line.startswith("OK    clock ") for line in lines)
    assert "migrations" not in process.stdout
    assert "Traceback" not in process.stdout
