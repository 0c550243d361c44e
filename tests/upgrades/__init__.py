"""Migrations both ways, and the way from SQLite to PostgreSQL, over all that a site can hold."""
