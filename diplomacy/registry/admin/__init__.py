"""The staff's screens: one file per noun, on the stock admin."""

from . import (
    agreements,
    areas,
    cities,
    commitments,
    delegations,
    differences,
    entries,
    events,
    identity,
    people,
    procedures,
    relationships,
    restrictions,
    sources,
)

__all__ = [
    "agreements",
    "areas",
    "cities",
    "commitments",
    "delegations",
    "differences",
    "entries",
    "events",
    "identity",
    "people",
    "procedures",
    "relationships",
    "restrictions",
    "sources",
]
