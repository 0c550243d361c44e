"""What no constraint can forbid is found, and mended where that is safe."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diplomacy.registry.models import City, EntryCity, Event, Relationship
from tests import builders

pytestmark = pytest.mark.django_db


def _check(**options) -> str:
    out = StringIO()
    call_command("check_register", stdout=out, **options)
    return out.getvalue()


def _refused(**options) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_register", stdout=out, **options)
    return f"{out.getvalue()}{caught.value}"


def test_a_register_in_step_has_nothing_to_tell():
    builders.agreement(builders.tie().partner)
    assert _check() == "Everything is in step.\n"


@pytest.mark.parametrize("stale", [{"day": "1999-01-01"}, {"kind": "event"}, {"public": False}])
def test_a_stale_copy_beside_a_city_s_entry_is_found_and_mended(stale):
    city = builders.tie().partner
    entry = builders.agreement(city)
    EntryCity.objects.update(**stale)
    said = _refused()
    assert f"city {city.key} of {entry.key}: the copy is stale" in said
    assert "Run again with --mend" in said
    assert "1 mended." in _check(mend=True)
    assert _check() == "Everything is in step.\n"


def test_a_draft_shown_by_its_copy_is_found():
    entry = builders.agreement(builders.tie().partner, publication="draft")
    EntryCity.objects.update(public=True)
    assert f"of {entry.key}: the copy is stale" in _refused()


def test_a_stale_search_text_is_found_and_mended():
    tie = builders.tie()
    City.objects.filter(pk=tie.partner.pk).update(name_en="Port Partnerville")
    said = _refused()
    assert f"cities {tie.partner.key}: search text or sort keys are stale" in said
    _check(mend=True)
    assert Relationship.objects.search("port partner").get() == tie
    assert _check() == "Everything is in step.\n"


def test_an_entry_without_a_row_of_its_kind_is_found_and_stays_so():
    entry = builders.event()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Event._meta.db_table}")
    assert f"entry {entry.key}: recorded as event, has rows as nothing" in _refused()
    assert "1 entries are torn" in _refused(mend=True)


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
