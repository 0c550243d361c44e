"""Django's backend for PostgreSQL, which in addition notices when a kept connection is frozen."""
