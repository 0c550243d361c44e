"""What every connection to PostgreSQL is told."""

from django.db import connection


def answer_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_days_are_told_as_in_iso_8601_whatever_the_server_writes(on_postgresql):
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET DateStyle TO 'German'")
    connection.close()
    try:
        assert answer_of("SELECT CAST(DATE '2020-01-31' AS text)") == "2020-01-31"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET DateStyle")
        connection.close()


def test_a_connection_asks_a_pooler_for_nothing_that_it_refuses(on_postgresql):
    # PgBouncer takes no options when connecting: none at all before 1.20, few since.
    assert "options" not in connection.get_connection_params()
    connection.close()
    assert answer_of("SHOW plan_cache_mode") == "force_generic_plan"
