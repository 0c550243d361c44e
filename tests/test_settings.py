"""The environment is read with care, and the databases are set up as promised."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from diplomacy import env

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("somewhere/db.sqlite3")


def load_settings(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with these variables and no others that settings.py reads."""
    return subprocess.run(
        [sys.executable, "manage.py", *(arguments or ("check",))],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("word", ["1", "true", "Yes", " on "])
def test_a_flag_understands_yes(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    assert env.flag("SWITCH") is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off"])
def test_a_flag_understands_no(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    assert env.flag("SWITCH", default=True) is False


def test_a_flag_that_is_set_to_nothing_is_not_set(monkeypatch):
    monkeypatch.setenv("SWITCH", " ")
    assert env.flag("SWITCH", default=True) is True


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (env.flag, "perhaps"),
        (lambda name: env.number(name, 1), "-1"),
        (lambda name: env.number(name, 1, most=3650), "3651"),
        (lambda name: env.number(name, 1), "9" * 5000),
        (lambda name: env.number(name, 1), "۱۲"),
        (lambda name: env.choice(name, ["fa", "en"], "fa"), "de"),
        (lambda name: env.time_zone(name, "UTC"), "Asia/Nowhere"),
        (lambda name: env.time_zone(name, "UTC"), "../../etc/passwd"),
        (lambda name: env.site_url(name, ""), "example.org"),
        (lambda name: env.site_url(name, ""), "ftp://example.org"),
        (lambda name: env.site_url(name, ""), "https://example.org/register"),
        (lambda name: env.site_url(name, ""), "https://user@example.org"),
        (lambda name: env.site_url(name, ""), "https://:word@example.org"),
        (lambda name: env.site_url(name, ""), "https://example.org:port"),
        (lambda name: env.site_url(name, ""), "https://example.org:99999"),
        (lambda name: env.site_url(name, ""), "https://[::1"),
        (lambda name: env.database(name, FILE), "postgresql://[::1/name"),
        (env.mail_server, "smtp://[::1"),
        (lambda name: env.database(name, FILE), "postgresql://host/name?nonsense=1"),
        (lambda name: env.database(name, FILE), "postgresql://host/name?connect_timeout=abc"),
        (env.public_keys, "age1" + "q" * 58),  # its sum is wrong
        (lambda name: env.number(name, 5, least=1), "0"),
        (lambda name: env.database(name, FILE), "mysql://host/name"),
        (lambda name: env.database(name, FILE), "postgresql://host"),
        (lambda name: env.database(name, FILE), "postgresql://host:port/name"),
        (lambda name: env.database(name, FILE), "sqlite://host/file"),
        (env.mail_server, "mail.example.org"),
        (env.mail_server, "http://mail.example.org"),
        (env.mail_server, "smtp://"),
        (env.mail_server, "smtp://mail.example.org:port"),
        (env.mail_server, "smtp://mail.example.org/folder"),
        (lambda name: env.mail_address(name, ""), "register"),
        (lambda name: env.mail_address(name, ""), "@example.org"),
        (lambda name: env.mail_address(name, ""), "a b@example.org"),
        (lambda name: env.mail_address(name, ""), "Name\nBcc: <a@example.org>"),
        (lambda name: env.mail_address(name, ""), "a@b@example.org"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_variable(monkeypatch, reader, value):
    monkeypatch.setenv("THE_VARIABLE", value)
    with pytest.raises(ImproperlyConfigured, match="THE_VARIABLE"):
        reader("THE_VARIABLE")


def test_a_secret_comes_from_the_variable_before_the_file(monkeypatch, tmp_path):
    kept = tmp_path / "key"
    kept.write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("KEY_FILE", str(kept))
    assert env.secret("KEY") == "from the file"
    monkeypatch.setenv("KEY", "from the variable")
    assert env.secret("KEY") == "from the variable"


def test_a_secret_is_empty_when_there_is_none(tmp_path):
    assert env.secret("NO_SUCH_KEY", default_file=tmp_path / "absent") == ""


def test_a_secret_file_that_is_named_must_be_there(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE"):
        env.secret("KEY")


def test_a_secret_file_that_is_no_text_is_refused(monkeypatch, tmp_path):
    (tmp_path / "key").write_bytes(b"\xb0\xff")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE"):
        env.secret("KEY")


def test_a_choice_may_be_written_small(monkeypatch):
    monkeypatch.setenv("LEVEL", "debug")
    assert env.choice("LEVEL", ["DEBUG", "INFO"], "INFO") == "DEBUG"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LOG_LEVEL", "LOUD"),  # logging itself would end in a traceback
        ("SESSION_IDLE_MINUTES", "0"),  # by which nobody could work
        ("SESSION_HOURS", "0"),
        ("SIGN_INS_PER_MINUTE", "0"),
        ("UPLOAD_MAX_MB", "0"),
        ("ACTIVITY_QUIET_MONTHS", "1000000"),  # by which no day could be reckoned
        ("ACTIVITY_DORMANT_MONTHS", "1000000"),
        ("PROMISE_REVIEW_MONTHS", "1000000"),
    ],
)
def test_a_value_by_which_nothing_would_work_is_refused(variable, value):
    done = load_settings(**{variable: value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"{variable} must be ")
    assert done.stderr.count("\n") == 1


def test_without_an_address_the_database_is_a_file(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database("DATABASE_URL", FILE) == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FILE,
    }


def test_a_postgresql_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://us%40er:p%2Fw@db.example:5433/register?sslmode=require"
    )
    assert env.database("DATABASE_URL", FILE) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "register",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_and_a_separate_password_are_understood(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@/register?host=/run/postgresql")
    described = env.database("DATABASE_URL", FILE, password="apart")
    assert (described["HOST"], described["PASSWORD"]) == ("/run/postgresql", "apart")
    assert described["OPTIONS"] == {}


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+starttls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org/", 465, False, True),
        ("smtps://mail.example.org:1465", 1465, False, True),
    ],
)
def test_the_scheme_of_a_mail_server_says_how_it_is_spoken_to(monkeypatch, address, port, tls, ssl):
    monkeypatch.setenv("MAIL", address)
    server = env.mail_server("MAIL")
    assert (server["EMAIL_HOST"], server["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (server["EMAIL_USE_TLS"], server["EMAIL_USE_SSL"]) == (tls, ssl)


def test_name_and_password_of_a_mail_server_may_hold_any_sign(monkeypatch):
    monkeypatch.setenv("MAIL", "smtps://us%40er:p%2Fw@mail.example.org")
    server = env.mail_server("MAIL", password="apart")
    assert (server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"]) == ("us@er", "p/w")
    monkeypatch.setenv("MAIL", "smtps://user@mail.example.org")
    assert env.mail_server("MAIL", password="apart")["EMAIL_HOST_PASSWORD"] == "apart"


def test_without_a_mail_server_there_is_no_mail(monkeypatch):
    monkeypatch.delenv("MAIL", raising=False)
    assert env.mail_server("MAIL") == {}


def test_a_sender_may_have_a_name(monkeypatch):
    monkeypatch.setenv("SENDER", "Register of ties <register@example.org>")
    assert env.mail_address("SENDER", "") == "Register of ties <register@example.org>"


def test_every_variable_that_is_read_is_explained_and_none_else():
    source = (ROOT / "diplomacy" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.(?!secret)\w+\(\s*"([A-Z_]+)"', source))
    for name in re.findall(r'env\.secret\(\s*"([A-Z_]+)"', source):
        read |= {name, f"{name}_FILE"}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) == read


def test_variables_are_read_by_the_settings_alone():
    by_name = re.compile(r"os\.(?:environ(?:\.get\(|\[)|getenv)|\benv\.(?!known)\w+\(")
    files = (ROOT / "diplomacy").rglob("*.py")
    reading = {file.name for file in files if by_name.search(file.read_text(encoding="utf-8"))}
    # The doctor looks at the files that are named, and for misspelt variables.
    assert reading == {"env.py", "set_up.py", "settings.py"}


def test_the_tests_run_on_the_database_that_was_asked_for(request):
    assert connection.vendor == request.config.getoption("--database")


PRAGMAS = """
from django.db import connection
with connection.cursor() as cursor:
    for pragma in ["journal_mode", "foreign_keys", "synchronous", "busy_timeout"]:
        print(pragma, cursor.execute(f"PRAGMA {pragma}").fetchone()[0])
print(connection.transaction_mode)
"""


def test_sqlite_waits_for_other_writers_and_keeps_what_it_acknowledged(tmp_path):
    address = f"sqlite:///{tmp_path.as_posix()}/live.sqlite3"
    shown = load_settings("shell", "-v0", "-c", PRAGMAS, DATABASE_URL=address)
    assert shown.stdout.splitlines() == [
        "journal_mode wal",
        "foreign_keys 1",
        "synchronous 2",  # FULL
        "busy_timeout 10000",
        "IMMEDIATE",
    ]
