"""The migrations until 28 November 2026, for which one or two of each app stand (record 76)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

FORMER = frozenset(
    {
        ("accounts", "0001_staff_have_accounts"),
        ("accounts", "0002_staff_choose_how_often_they_hear"),
        ("accounts", "0003_what_is_done_too_often_is_counted"),
        ("accounts", "0004_a_second_factor_and_what_happens_at_the_door_are_kept"),
        ("office", "0001_the_desk_keeps_lines_reminders_and_typed_forms"),
        ("office", "0002_ties_are_reviewed"),
        ("registry", "0001_the_register_has_its_nouns"),
        ("registry", "0002_drafts_are_reviewed_and_changes_noted"),
        ("registry", "0003_merges_can_be_undone"),
        ("registry", "0004_readers_send_corrections"),
        ("registry", "0005_identity_sets_the_direction_of_time"),
        ("registry", "0006_names_are_sorted_by_stored_keys"),
        ("registry", "0007_standing_names_have_their_sort_keys"),
        ("registry", "0008_search_texts_tell_names_from_texts"),
        ("registry", "0009_results_are_measured_and_years_reported"),
        ("registry", "0011_entries_hold_by_what_lists_narrow_them"),
        ("registry", "0012_rows_of_cities_hold_what_an_entry_bears"),
        ("registry", "0013_entries_of_a_kind_are_sorted_by_day"),
        ("registry", "0014_what_entries_bear_is_copied"),
        ("registry", "0015_search_texts_hold_what_is_short"),
        ("registry", "0016_entries_are_found_by_an_index"),
        ("registry", "0017_by_what_lists_narrow_entries_is_copied"),
        ("registry", "0018_the_index_of_sqlite_keeps_step"),
        ("registry", "0019_rows_of_cities_hold_which_ground_an_entry_is"),
        ("registry", "0021_which_ground_entries_are_is_copied"),
        ("registry", "0022_pairs_of_cities_and_areas_have_a_table"),
        ("registry", "0023_areas_that_cities_touch_are_paired"),
        ("registry", "0024_rows_of_areas_are_counted_in_an_index"),
        ("registry", "0025_what_lies_ahead_and_who_speaks_is_indexed"),
        ("registry", "0026_bodies_that_took_part_are_found_by_entry"),
    }
)
LAST = dict(sorted(FORMER))  # of each app
HALFWAY = (
    "The database has only some of the migrations of before 28 November 2026:"
    " docs/upgrading.md says by which version it goes on"
)


def halfway(applied: Iterable[tuple[str, str]]) -> set[str]:
    """Return the apps of which some former migrations are noted and the last is not."""
    noted = set(applied)
    return {app for app, _name in FORMER & noted if (app, LAST[app]) not in noted}


@register(Tags.database)  # which `migrate` asks before it does anything
def refuse_halfway(databases: Sequence[str] | None, **_asked: Any) -> list[Error]:
    """Say what to do where the tables are neither those of before nor to be made."""
    recorders = (MigrationRecorder(connections[name]) for name in databases or ())
    apps = sorted({app for one in recorders for app in halfway(one.applied_migrations())})
    return [Error(f"{HALFWAY} ({', '.join(apps)}).", id="register.E001")] if apps else []
