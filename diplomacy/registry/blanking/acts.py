"""The act itself."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from msgspec import Struct
from simple_history.models import HistoricalChanges

from diplomacy.registry.models import (
    DataVersion,
    Entry,
    FormerAddress,
    LoadedRecord,
    Merge,
    Participation,
    Person,
    PersonAlias,
    Term,
    search_index,
)
from diplomacy.registry.models.base import Keyed, new_key
from diplomacy.registry.models.derived import write_derived
from diplomacy.registry.models.words import columns
from diplomacy.registry.versions import signed

from .finding import ADDRESSES, holding, tables
from .frozen import Said, said_of, without
from .names import LABELS, Clearing, Name, names_of, numbers_of

REASON = "blanked"

_LABELLED = {f"name_{code}": label for code, label in LABELS.items()}
_SPELT = [*columns("sort_as"), *columns("pronunciation")]
_EMPTIED = dict.fromkeys(["own_name", "own_language", "contact", "staff_note", *_SPELT], "")
_SAID_OF_A_PART = dict.fromkeys([*columns("words"), *columns("office")], "") | {"name_shown": False}


class WrongKey(ValidationError):
    """The key that was typed to confirm is not that of the person."""


class Blanked(Struct, frozen=True):
    """The person as stored now, and the number of texts elsewhere that were rewritten."""

    person: Person
    texts: int


def blank(
    person: Person,
    by: AbstractBaseUser,
    typed_key: str,
    names: Collection[Name] | None = None,
) -> Blanked:
    """Take `person` out of the register for good, its history included, all or nothing.

    Names, spellings, contact, notes and terms go; that somebody took part remains, with side and
    role. What frozen reports and reviews say of their offices goes, and so do the PDFs that are
    kept: they are drawn anew. `names` are those for which a label is put in every text of every
    table; if not given, the distinct ones. Raises PermissionDenied, WrongKey. Reads every text of
    the database once, frozen data twice.
    """
    if not by.has_perm("registry.blank"):
        raise PermissionDenied(_("You may not blank a person."))
    with transaction.atomic():
        stored = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        # As whoever writes an entry does: first it, then the version of the data.
        took_part = Entry.objects.filter(participations__person=stored).values("pk")
        list(Entry.objects.locked().filter(pk__in=took_part).order_by("pk"))
        if typed_key != stored.key:
            raise WrongKey(_("This is not the person’s key. Nothing was changed."))
        if names is None:
            names = [name for name in names_of(stored) if name.distinct]
        numbers = numbers_of(stored)
        keys = set(Person.history.filter(id__in=numbers).values_list("key", flat=True))
        stored.key, former, said = new_key(), {stored.key, *keys}, said_of(numbers)
        _empty_merges(numbers, former, stored.key)
        _empty_rows(stored, numbers, by)
        _empty_person(stored, numbers, former, by)
        _clear_frozen(said, by)
        texts = _clear_texts(Clearing(names), by)
        search_index.forget(connection)
        DataVersion.bump()
        transaction.on_commit(_forget_papers, robust=True)
    return Blanked(stored, texts)


def _empty_rows(person: Person, numbers: set[int], by: AbstractBaseUser) -> None:
    for model in (PersonAlias, Term):
        for row in model._base_manager.filter(person=person):
            row.delete()
        model.history.filter(person_id__in=numbers).delete()
    for part in Participation.objects.filter(person=person):
        for name, value in _SAID_OF_A_PART.items():
            setattr(part, name, value)
        signed(part, by, REASON).save()
    Participation.history.filter(person_id__in=numbers).update(**_SAID_OF_A_PART)


def _empty_person(person: Person, numbers: set[int], keys: set[str], by: AbstractBaseUser) -> None:
    emptied = _LABELLED | _EMPTIED
    versions = Person.history.filter(id__in=numbers)
    versions.update(key=person.key, **emptied)
    for version in versions.filter(history_change_reason__contains=":"):
        # The note after the colon is somebody's words, or the keys of a merge.
        act = version.history_change_reason.partition(":")[0]
        versions.filter(pk=version.pk).update(history_change_reason=act)
    for name, value in emptied.items():
        setattr(person, name, value)
    signed(person, by, REASON).save()
    FormerAddress.objects.filter(
        Q(record_id__in=numbers) | Q(key__in=keys), noun=Person.address_noun()
    ).delete()
    LoadedRecord.objects.filter(noun="people", key__in=keys).delete()
    logged = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person),
        object_id__in=[str(number) for number in numbers],
    )
    logged.update(object_repr=LABELS["en"], change_message="")


def _empty_merges(numbers: set[int], keys: set[str], key: str) -> None:
    """Forget what merges put away: none of the person can be undone any more."""
    merges = Merge.objects.filter(noun="person")
    merges.filter(Q(kept_id__in=numbers) | Q(other_id__in=numbers)).update(data={})
    merges.filter(kept_key__in=keys).update(kept_key=key)
    merges.filter(other_key__in=keys).update(other_key=key)


def _clear_frozen(said: Said, by: AbstractBaseUser) -> None:
    """Take out of data that was frozen what it lists of the person's offices."""
    for model in tables() if said else ():
        columns = [one for one in model._meta.local_fields if isinstance(one, models.JSONField)]
        for column in columns:
            rows = model._base_manager.exclude(**{f"{column.name}__isnull": True})
            for pk, data in list(rows.values_list("pk", column.attname)):
                if (cleared := without(data, said)) != data:
                    _rewrite(model, pk, {column.attname: cleared}, by)


def _forget_papers() -> None:
    """Delete the PDFs of reports that are kept: the old ones may hold the name."""
    for paper in Path(settings.PAPERS_ROOT).glob("*"):
        paper.unlink(missing_ok=True)


def _clear_texts(clearing: Clearing, by: AbstractBaseUser) -> int:
    """Put labels in place of the names in all tables and return in how many texts."""
    texts = 0
    for model in tables():
        for pk, held in list(holding(model, clearing)):
            cleared = {
                column.attname: _fitting(column, clearing.cleared(value))
                for column, value in held.items()
                if column.name not in ADDRESSES
            }
            if cleared:
                _rewrite(model, pk, cleared, by)
                texts += len(cleared)
    for model in tables():
        if issubclass(model, Keyed) and model.__mro__[1] is not Entry:
            _refresh_search(model, clearing)
    return texts


def _fitting(column: models.Field, value: object) -> object:
    longest = getattr(column, "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def _rewrite(model: type[models.Model], pk: object, cleared: dict, by: AbstractBaseUser) -> None:
    """Write the texts of a row. One with a history gets a version that says who blanked."""
    rows = model._base_manager.filter(pk=pk)
    try:
        with transaction.atomic():
            rows.update(**cleared)
    except IntegrityError:  # two names of one record have become the same label
        rows.update(**{name: f"{value} {pk}" for name, value in cleared.items()})
    if not issubclass(model, HistoricalChanges) and (model is Entry or hasattr(model, "history")):
        row = rows.get()
        signed(row.leaf if isinstance(row, Entry) else row, by, REASON).save()


def _refresh_search(model: type[Keyed], clearing: Clearing) -> None:
    for pk, search in model._base_manager.values_list("pk", "search").iterator(chunk_size=2000):
        if clearing.holds(search):
            write_derived([model._base_manager.get(pk=pk)])
