"""What every test starts from: one language, no files of the real register, quick hashing."""

import gc
import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from diplomacy.paper import can_print

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests, and only them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, and what the engine at hand cannot show.

    Nothing of either is missing, so neither is a skip.
    """
    wanted = config.getoption("--slow")
    left_out = [item for item in items if bool(item.get_closest_marker("slow")) != wanted]
    database = config.getoption("--database")
    unfit = {"on_postgresql", "on_sqlite"} - {f"on_{database}"}
    left_out += [item for item in items if unfit & {*item.fixturenames}]
    if database == "postgresql":
        left_out += [item for item in items if _is_the_same_on_both(item)]
    if left_out:
        config.hook.pytest_deselected(items=list(dict.fromkeys(left_out)))
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays for the run: it took a sixth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _is_the_same_on_both(item: pytest.Item) -> bool:
    """Tell whether the run on SQLite has said it: it is marked so, or asks for no database."""
    asks = item.get_closest_marker("django_db") or DATABASE & {*item.fixturenames}
    return not asks or item.get_closest_marker("once") is not None


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped although REQUIRE_ALL is set: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    documents = tmp_path_factory.mktemp("documents")
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DOCUMENTS_ROOT=documents,
        PAPERS_ROOT=tmp_path_factory.mktemp("papers"),
        OPEN_DATA_ROOT=tmp_path_factory.mktemp("open-data"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        # All tests ask from one address; those of a limit set it.
        API_PER_MINUTE=0,
        DOWNLOADS_PER_HOUR=0,
        DOWNLOADS_AT_ONCE=0,
        STORAGES={
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": documents, "base_url": None},
            },
            # Names without hashes need no collectstatic.
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Let a fixture of a module write what all its tests read; it is undone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_postgresql(transactional_db) -> None:
    """Only a server can be away, or be moved to."""


@pytest.fixture
def on_sqlite(transactional_db) -> None:
    """Only SQLite writes for one at a time, into a file of ours."""


@pytest.fixture
def printing() -> None:
    """Skip where no PDF can be made, or none can be read: `.ci/run` names what that needs."""
    if not can_print("zh-hans") or not shutil.which("pdftotext"):
        pytest.skip("Pango, a Chinese font or poppler-utils is missing")


@pytest.fixture(autouse=True)
def _one_language(settings) -> Iterator[None]:
    """A request leaves its language active on the thread; start each test in the same one."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.deactivate()
