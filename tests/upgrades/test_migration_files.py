"""Migrations are written so that they can be read, undone and run on a large register."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import migrations

FILES = sorted((settings.BASE_DIR / "diplomacy").glob("*/migrations/0*.py"))
DATA = (migrations.RunPython, migrations.RunSQL)
GUIDE = (settings.BASE_DIR / "docs" / "upgrading.md").read_text("utf-8")
# Of other programs: createdb, git and Django's own.
FOREIGN = {"--template", "--encoding", "--locale", "--always", "--plan"}


def migration_of(file: Path) -> type[migrations.Migration]:
    name = ".".join(file.relative_to(settings.BASE_DIR).with_suffix("").parts)
    return importlib.import_module(name).Migration


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}.{file.stem}")
def test_each_can_be_undone_says_what_becomes_true_and_keeps_data_apart(file):
    found = migration_of(file)
    assert all(operation.reversible for operation in found.operations)
    assert found.atomic, "stored whole or not at all"
    assert re.fullmatch(r"\d{4}(_[a-z]+){3,}", file.stem)
    assert "auto" not in file.stem
    kinds = {isinstance(operation, DATA) for operation in found.operations}
    assert len(kinds) == 1, "either data or tables"


def test_they_are_found():
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("diplomacy")}
    assert {file.parts[-3] for file in FILES} <= ours
    assert len(FILES) >= 5


def test_the_guide_names_commands_options_and_migrations_that_exist():
    commands = set(re.findall(r"`?manage ([a-z_]+)", GUIDE))
    assert {"migrate", "move_database", "backup", "restore", "doctor"} <= commands
    assert commands <= get_commands().keys()
    parser = load_command_class("diplomacy.office", "move_database").create_parser("", "")
    options = {option for action in parser._actions for option in action.option_strings}
    named = set(re.findall(r"(?<!-)--[a-z][a-z-]*", GUIDE)) - FOREIGN
    assert named == {"--check"} <= options
    known = {f"{file.parts[-3]}.{file.stem[:4]}" for file in FILES}
    assert set(re.findall(r"\b[a-z]+\.0\d{3}\b", GUIDE)) <= known
