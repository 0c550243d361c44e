"""The doctor tells packages that are missing, or of another version than was tried."""

import importlib.metadata

import pytest

from diplomacy.office.doctor import Level, packages


@pytest.fixture
def locked(tmp_path, settings):
    """Return what writes a lock, by which the installed packages are judged."""
    settings.BASE_DIR = tmp_path

    def write(*lines: str) -> list[packages.Finding]:
        text = "".join(f"{line} \\\n    --hash=sha256:{'0' * 64}\n" for line in lines)
        (tmp_path / "requirements.txt").write_text(text, "utf-8")
        return list(packages.examine())

    return write


@pytest.fixture
def django() -> str:
    return f"django=={importlib.metadata.version('django')}"


def test_what_was_locked_is_installed_here():
    assert [one.level for one in packages.examine()] == [Level.OK]


def test_another_version_and_a_missing_package_are_told_with_what_to_do(locked, django):
    missing, other = locked(django, "gunicorn==1.2.3", "nobody-has-this==1.0")
    assert (missing.level, other.level) == (Level.FAIL, Level.WARN)
    assert "nobody-has-this" in missing.told
    assert "gunicorn" in other.told
    assert "(not 1.2.3)" in other.told
    assert "django" not in missing.told + other.told
    assert "--require-hashes" in missing.advice == other.advice


def test_what_the_lock_names_for_another_system_is_not_missed(locked, django):
    (only,) = locked(django, "nobody-has-this==1.0 ; sys_platform == 'amiga'")
    assert only.level is Level.OK


def test_without_a_lock_nothing_is_known(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (only,) = packages.examine()
    assert only.level is Level.WARN
    assert only.advice
