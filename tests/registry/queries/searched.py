"""What a search finds on a day of its own, by key."""

from datetime import date

from diplomacy.registry.queries.search import find

ON = date(2026, 1, 1)


def found(query: str) -> dict[str, list[str]]:
    """Return the keys of what a query finds, noun by noun."""
    groups = find(query, ON).groups
    return {group.noun: [one.record.key for one in group.found] for group in groups}


def entry_keys(query: str) -> set[str]:
    return {key for noun, keys in found(query).items() if noun != "source" for key in keys}
