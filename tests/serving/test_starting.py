"""What a process of the site loads to answer a reader, and what it leaves for later."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from diplomacy.later import Package

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
LATER = {"openpyxl", "icalendar", "yaml", "segno", "psycopg", "pyrage", "pypinyin", "weasyprint"}
ASKED = """
import gc, json, sys
from django.core.management import call_command
from diplomacy.wsgi import application
assert gc.isenabled() and gc.get_freeze_count() > 100_000, "what was loaded is looked through"
assert "diplomacy.urls" in sys.modules, "the first reader waits for the views"
call_command("check")
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""


def test_starting_and_checking_load_no_package_that_only_few_requests_need():
    run = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "sqlite:////dev/null",
            "SECRET_KEY": "k" * 60,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(run.stdout.splitlines()[-1]))
    assert "django" in loaded
    assert not LATER & loaded


def test_a_package_is_loaded_with_the_first_name_asked_of_it():
    package = Package("this.is.none")
    with pytest.raises(ModuleNotFoundError):
        package.anything  # noqa: B018 asking is the test
    assert Package("json").dumps is json.dumps
    with pytest.raises(AttributeError):
        Package("json").nothing  # noqa: B018


def test_every_package_that_waits_is_there():
    ours = [vars(module) for name, module in sys.modules.items() if name.startswith("diplomacy")]
    # By `type`, since `isinstance` wakes what else waits for its first use.
    waiting = {one._name for names in ours for one in names.values() if type(one) is Package}
    assert waiting
    for name in waiting:
        assert Package(name).__file__
