"""Reads that cross nouns: dataclasses or querysets out, the cost in each docstring."""
