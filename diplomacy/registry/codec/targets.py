"""The records that keys name: those being loaded and those here already."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from diplomacy.registry.models import Entry, FormerAddress, Step

from .reading import namespace
from .shape import model_of

Name = tuple[str, str]  # namespace and key


class Targets:
    """Finds what a reference names. Former keys lead to the record that had them."""

    def __init__(self) -> None:
        self._found: dict[Name, models.Model] = {}

    def add(self, noun: str, key: str, record: models.Model) -> None:
        self._found[namespace(noun), key] = record

    def __contains__(self, name: Name) -> bool:
        return name in self._found

    def resolve(self, noun: str, key: str) -> models.Model:
        """Return the record that a reference names. Raises KeyError if nothing was found."""
        return self._found[namespace(noun), key]

    def look_up(self, names: Iterable[Name]) -> None:
        """Find those not yet known in the database: two queries at most per namespace."""
        wanted = defaultdict(set)
        for noun, key in names:
            if (noun, key) not in self._found:
                wanted[noun].add(key)
        for noun, keys in wanted.items():
            self._found |= {(noun, key): record for key, record in stored(noun, keys).items()}


def stored(noun: str, keys: Iterable[str]) -> dict[str, models.Model]:
    """Return the records in the database by the keys of one namespace, former keys included."""
    if noun == "steps":
        return _stored_steps(keys)
    model = Entry if noun == "entries" else model_of(noun)
    keys = set(keys)
    found = model.objects.in_bulk(keys, field_name="key")
    former = former_keys(model, keys - found.keys())
    renamed = model.objects.in_bulk(former.values())
    return found | {key: renamed[pk] for key, pk in former.items() if pk in renamed}


def former_keys(model: type[models.Model], keys: set[str]) -> dict[str, int]:
    """Return the primary keys of the records that once had these keys."""
    if not keys:
        return {}
    noun = model.address_noun()
    known = FormerAddress.objects.filter(noun=noun).values_list("key", "record_id")
    return {key: pk for key, pk in known if key in keys}


def _stored_steps(keys: Iterable[str]) -> dict[str, Step]:
    procedures = {key.partition("/")[0] for key in keys}
    steps = Step.objects.filter(procedure__key__in=procedures).select_related("procedure")
    return {f"{step.procedure.key}/{step.key}": step for step in steps}
