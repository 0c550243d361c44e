"""A merge taken back: everything where it was, as far as nobody has changed it since."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from diplomacy.registry.list_words import listed
from diplomacy.registry.models import FormerAddress
from diplomacy.registry.models.merges import Merge, as_data, from_data
from diplomacy.registry.versions import signed

REASON = "merge undone"


class Faulty(ValidationError):
    """What the merge put away does not fit back into the register."""


def part(done: Merge, kept: models.Model, by: AbstractBaseUser) -> tuple[models.Model, list[str]]:
    """Put everything back and return the record that is back, and a sentence for all that stayed.

    `kept` is locked. Raises Faulty, to be rolled back.
    """
    return _Parting(done, kept, by).run()


class _Parting:
    def __init__(self, done: Merge, kept: models.Model, by: AbstractBaseUser) -> None:
        self.done, self.kept, self.by = done, kept, by
        self.reason = f"{REASON}: {done.other_key} ← {done.kept_key}"
        self.stayed: list[str] = []

    def run(self) -> tuple[models.Model, list[str]]:
        data = self.done.data
        other = from_data(data["other"])
        if type(other).objects.filter(key=other.key).exists():
            raise Faulty(_("Another record has the key “%(key)s” now.") % {"key": other.key})
        if gone := _gone(other):
            raise Faulty(_("What the record names is gone: %(nouns)s.") % {"nouns": gone})
        self._addresses(other, data["addresses"])
        # Both before any row moves back: the rows of a version are those that follow it.
        self._columns(data["kept_before"], data["kept_after"])
        signed(other, self.by, self.reason).save(force_insert=True)
        self._aliases(data["aliases"])
        self._rows(other, data["moved"], data["gave_way"])
        self._doubles(data["doubles"])
        for record in (self.kept, other):  # found by the aliases that each has now
            record.save_without_historical_record()
        return other, self.stayed

    def _addresses(self, other: models.Model, led: list[list]) -> None:
        former = FormerAddress.objects.filter(noun=other.address_noun())
        for key, record_id in led:
            address = former.filter(key=key, record_id=self.kept.pk).first()
            if address is None:
                continue
            if record_id is None:
                address.delete()
            else:
                address.record_id = record_id
                address.save()

    def _aliases(self, pks: list[int]) -> None:
        for pk in pks:
            if alias := self.kept.aliases.filter(pk=pk).first():
                signed(alias, self.by, self.reason).delete()

    def _rows(self, other: models.Model, moved: list[list], gave_way: list[list]) -> None:
        gave = {(label, pk): (name, value) for label, pk, name, value in gave_way}
        for label, pk, names in moved:
            row = _stored(label, pk)
            if row is None:
                self._report(label, _("deleted since"))
                continue
            turned = [name for name in names if getattr(row, f"{name}_id") == self.kept.pk]
            if not turned:
                self._report(label, _("changed since"), row)
                continue
            for name in turned:
                setattr(row, name, other)
            if (label, pk) in gave:
                setattr(row, *gave[label, pk])
            self._fits(row)
            signed(row, self.by, self.reason).save()

    def _doubles(self, doubles: list[dict]) -> None:
        for data in doubles:
            row = from_data(data)
            if _gone(row):
                self._report(data["model"], _("deleted since"))
                continue
            self._fits(row)
            signed(row, self.by, self.reason).save(force_insert=True)

    def _columns(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Give the kept record back what it said, where it still says what the merge wrote."""
        now = as_data(self.kept)
        for name, value in before.items():
            if now["fields"][name] == after[name]:
                now["fields"][name] = value
            else:
                label = self.kept._meta.get_field(name).verbose_name
                self._report(self.kept._meta.label, _("changed since"), capfirst(label))
        self.kept = from_data(now)
        self.kept._state.adding = False
        signed(self.kept, self.by, self.reason).save()

    def _fits(self, row: models.Model) -> None:
        try:
            row.validate_constraints()
        except ValidationError as fault:
            raise Faulty(f"{row}: {' '.join(fault.messages)}") from fault

    def _report(self, label: str, why: str, what: object = "") -> None:
        noun = capfirst(apps.get_model(label)._meta.verbose_name)
        self.stayed.append(f"{noun}: {what} ({why})" if what else f"{noun}: {why}")


def _stored(label: str, pk: int) -> models.Model | None:
    model = apps.get_model(label)
    parents = [link.name for link in model._meta.parents.values() if link]
    rows = model._base_manager.select_for_update(of=("self", *parents))
    return rows.filter(pk=pk).first()


def _gone(record: models.Model) -> str:
    """Return the nouns that `record` names and that are no longer there, empty if none."""
    missing = [
        str(column.verbose_name)
        for column in record._meta.concrete_fields
        if column.is_relation
        and (pk := getattr(record, column.attname)) is not None
        and not column.related_model._base_manager.filter(pk=pk).exists()
    ]
    return listed(missing)
