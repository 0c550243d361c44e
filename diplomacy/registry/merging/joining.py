"""A merge as planned, carried out."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from diplomacy.registry.models import FormerAddress, Publication
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.models.merges import Merge, as_data
from diplomacy.registry.versions import signed

from .plan import Plan

REASON = "merged"


def join(found: Plan, by: AbstractBaseUser) -> Merge:
    """Carry out what was planned under a lock, and return the record of it.

    Every write goes through the record's own `save` or `delete`, so that its history tells it.
    """
    kept, other = found.kept, found.other
    reason = f"{REASON}: {other.key} → {kept.key}"
    done = Merge(noun=kept._meta.model_name, by=by, data=_as_it_was(found))
    done.kept_id, done.kept_key = kept.pk, kept.key
    done.other_id, done.other_key = other.pk, other.key
    # Both before any row moves: the rows of their past versions are those before this one.
    signed(other, by, reason).save()
    for name, value in (found.filled | found.joined).items():
        setattr(kept, name, value)
    signed(kept, by, reason).save()
    done.data["kept_after"] = as_data(kept)["fields"]
    for one in found.doubles:
        signed(one.row, by, reason).delete()
    for one, name, value in found.gives_way:
        setattr(one.row, name, value)
    for one in found.moved:
        one.turn_to(kept)
        signed(one.row, by, reason).save()
    done.data["addresses"] = _lead_on(other, kept)
    _delete(other, by, reason)
    done.data["aliases"] = [
        _add_alias(kept, text, code, by, reason) for text, code in found.aliases
    ]
    done.save()
    return done


def _as_it_was(found: Plan) -> dict[str, Any]:
    kept = as_data(found.kept)["fields"]
    changed = {
        column.name
        for column in found.kept._meta.concrete_fields
        if column.attname in found.filled | found.joined
    }
    return {
        "other": as_data(found.other),
        "doubles": [as_data(one.row) for one in found.doubles],
        "moved": [[*one.place, [key.name for key in one.by]] for one in found.moved],
        "gave_way": [
            [*one.place, name, getattr(one.row, name)] for one, name, _ in found.gives_way
        ],
        "kept_before": {name: kept[name] for name in sorted(changed)},
    }


def _lead_on(other: models.Model, kept: models.Model) -> list[list]:
    """Let the addresses of the other lead to the kept record; return where each led before.

    An address that nothing led from yet stands there with None.
    """
    former = FormerAddress.objects.filter(noun=other.address_noun())
    led = [[address.key, address.record_id] for address in former.filter(record_id=other.pk)]
    own = former.filter(key=other.key).first()
    led.append([other.key, own.record_id if own else None])
    for key, _record in led:
        FormerAddress.objects.update_or_create(
            noun=other.address_noun(), key=key, defaults={"record_id": kept.pk}
        )
    return led


def _delete(other: models.Model, by: AbstractBaseUser, reason: str) -> None:
    if isinstance(other, Publishable) and other.publication != Publication.DRAFT:
        other.publication = Publication.DRAFT  # only a draft can be deleted
        signed(other, by, reason).save()
    signed(other, by, reason).delete()


def _add_alias(
    kept: models.Model, text: str, language: str, by: AbstractBaseUser, reason: str
) -> int:
    alias = kept.aliases.model(text=text, language=language)
    setattr(alias, kept.aliases.field.name, kept)
    signed(alias, by, reason).save()
    return alias.pk
