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
