"""Reads that cross nouns: Structs or querysets out, the cost in each docstring."""
