"""One record and its rows as plain data, and back."""
