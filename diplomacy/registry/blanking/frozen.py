"""What reports and reviews that are frozen say of a person without a name: office and words."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from diplomacy.registry.models import Entry, FormerAddress, Participation
from diplomacy.registry.models.words import LANGUAGES

# Key of an entry → what was said of the person there, each as data: {"en": "Mayor"}.
Said = Mapping[str, list[dict[str, str]]]


def said_of(numbers: Collection[int]) -> Said:
    """Return what was said of the person of these numbers wherever they took part.

    By the present and the past keys of the entries. Four queries.
    """
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for rows in (Participation.objects, Participation.history):
        for part in rows.filter(person_id__in=numbers):
            for field in ("office", "words"):
                texts = {code: getattr(part, f"{field}_{code}") for code in LANGUAGES}
                if said := {code: text for code, text in texts.items() if text}:
                    found[part.entry_id].append(said)
    keys = dict(Entry.objects.filter(pk__in=found).values_list("key", "pk"))
    former = FormerAddress.objects.filter(noun=Entry.address_noun(), record_id__in=found)
    keys |= dict(former.values_list("key", "record_id"))
    return {key: found[pk] for key, pk in keys.items()}


def without(data: Any, said: Said) -> Any:
    """Return the data of a report or a review without what it lists of the person's offices."""
    if isinstance(data, list):
        return [without(one, said) for one in data]
    if not isinstance(data, dict):
        return data
    gone = said.get(data.get("key"), ())
    return {
        name: without(
            [one for one in value if one not in gone] if isinstance(value, list) else value, said
        )
        for name, value in data.items()
    }
