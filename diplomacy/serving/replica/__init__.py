"""A copy of the database that answers readers who are not signed in (record 52)."""
