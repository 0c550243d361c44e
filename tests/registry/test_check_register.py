"""What no constraint can forbid is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diplomacy.registry.models import Event
from tests import builders

pytestmark = pytest.mark.django_db


def _check() -> str:
    out = StringIO()
    call_command("check_register", stdout=out)
    return out.getvalue()


def _refused() -> str:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_register", stdout=out)
    return f"{out.getvalue()}{caught.value}"


def test_a_register_of_whole_entries_has_nothing_to_tell():
    builders.agreement(builders.tie().partner)
    assert _check() == "Every entry is whole.\n"


def test_an_entry_without_a_row_of_its_kind_is_found():
    entry = builders.event()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Event._meta.db_table}")
    said = _refused()
    assert f"entry {entry.key}: recorded as event, has rows as nothing" in said
    assert "1 entries are torn" in said


def test_an_entry_of_two_kinds_is_found():
    entry = builders.agreement()
    columns = "entry_ptr_id, type, claimed_form, decides, offer, offer_url"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Event._meta.db_table} ({columns})"
            " VALUES (%s, 'meeting', '', '', '', '')",
            [entry.pk],
        )
    assert f"entry {entry.key}: recorded as agreement, has rows as agreement, event" in _refused()
