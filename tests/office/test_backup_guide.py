"""The guide to backups names what the commands take, and nothing else."""

import re

import pytest
from django.conf import settings
from django.core.management import load_command_class

DOCS = settings.BASE_DIR / "docs"
# Of other programs: systemctl, docker and age.
FOREIGN = {"--now", "--rm", "--decrypt"}


def options(name: str) -> set[str]:
    """Return the options of our own in a command, not Django's."""
    command = load_command_class("diplomacy.office", name)
    actions = command.create_parser("manage.py", name)._actions
    taken = {option for action in actions for option in action.option_strings}
    return {option for option in taken if option in {*re.findall(r'"(--[a-z-]+)"', source(name))}}


def source(name: str) -> str:
    folder = settings.BASE_DIR / "diplomacy" / "office" / "management" / "commands"
    return (folder / f"{name}.py").read_text("utf-8")


def test_every_option_is_explained_and_none_else():
    named = set(re.findall(r"(?<!-)--[a-z][a-z-]*", (DOCS / "backup.md").read_text("utf-8")))
    assert named - FOREIGN == options("backup") | options("restore")


@pytest.mark.parametrize("name", ["backup.md", "backup.fa.md"])
def test_the_guide_shows_commands_that_exist(name):
    shown = re.findall(r"manage(?:\.py)? ([a-z]+)", (DOCS / name).read_text("utf-8"))
    assert {"backup", "restore", "migrate"} == set(shown)


def test_the_persian_guide_is_written_with_persian_letters():
    assert re.findall(r"[يكىة٠-٩]", (DOCS / "backup.fa.md").read_text("utf-8")) == []
