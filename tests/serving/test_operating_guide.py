"""The guide for operators names what there is."""

import re

from django.conf import settings
from django.core.management import load_command_class

from diplomacy.office.doctor.files import OLDEST_BACKUP
from diplomacy.serving.health import ADDRESSES
from diplomacy.serving.outages import RETRY_AFTER

GUIDE = (settings.BASE_DIR / "docs" / "operating.md").read_text("utf-8")
# Of gunicorn and of Django.
FOREIGN = {"--access-logfile", "--deploy", "--fake"}


def test_every_option_of_the_doctor_is_explained_and_none_else():
    parser = load_command_class("diplomacy.office", "doctor").create_parser("manage.py", "doctor")
    own = {"--json", "--ask", "--backups"}
    assert own <= {option for action in parser._actions for option in action.option_strings}
    assert set(re.findall(r"(?<!-)--[a-z][a-z-]*", GUIDE)) - FOREIGN == own


def test_what_it_says_in_numbers_and_names_is_true():
    assert set(re.findall(r"/[a-z]+z\b", GUIDE)) >= ADDRESSES
    assert f"Retry-After: {RETRY_AFTER}" in GUIDE
    assert f"older than {OLDEST_BACKUP.total_seconds() / 3600:.0f} hours" in GUIDE
    named = set(re.findall(r"`((?:DATABASE|LOG)_[A-Z_]+)[`=]", GUIDE))
    example = (settings.BASE_DIR / ".env.example").read_text("utf-8")
    assert named
    assert all(f"# {name}=" in example for name in named)
