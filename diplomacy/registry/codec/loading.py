"""Register files into the database: all or nothing, and over nobody's edit."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from msgspec import Struct, field

from diplomacy.registry.models import DataVersion, Entry, LoadedRecord, Procedure

from .building import Built, build
from .nodes import Fault, RegisterFaults
from .reading import Placed, Register, namespace
from .records import digest, references, to_struct, with_rows
from .saving import save
from .shape import ENTRY_NOUNS, model_of, struct_of
from .structs import NOUNS
from .targets import Targets, former_keys
from .validation import repeated

REASON = "loaded from a register file"

Progress = Callable[[str], None]


class Stamp(Struct, frozen=True):
    """What the history says of a load: why it was made and by whom, where somebody made it."""

    reason: str = REASON
    by: AbstractBaseUser | None = None

    def mark(self, built: Built) -> None:
        """Tell the record and its rows what their history is to say."""
        for record in (built.record, *(one.row for one in built.rows), *built.gone):
            record._change_reason = self.reason
            if self.by is not None:
                record._history_user = self.by


class Outcome(Struct):
    """What a load did with the records of one noun."""

    new: list[Placed] = field(default_factory=list)
    changed: list[Placed] = field(default_factory=list)
    same: list[Placed] = field(default_factory=list)
    left: list[Placed] = field(default_factory=list)


def load(
    register: Register,
    *,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda line: None,
    stamp: Stamp | None = None,
) -> dict[str, Outcome]:
    """Load what was read and return what became of it, by noun.

    A record that somebody edited here since it was loaded is left as it is, unless `overwrite`.
    Records that the files do not hold are not touched. Raises RegisterFaults, and then nothing
    has changed; neither has it after a `dry_run`. With a `stamp` it is somebody's edit, which a
    register file does not write over later.

    That constraints hold is left to the database. Only where it refuses something all is looked at
    again, by a query for each constraint of each record, to tell every fault in words.
    """
    for trusting in (True, False):
        try:
            with transaction.atomic():
                loading = _Loading(register, overwrite, progress, stamp or Stamp(), trusting)
                loading.run()
                if stamp is None:
                    loading.remember()
                if dry_run:
                    transaction.set_rollback(True)
            return loading.outcomes
        except (RegisterFaults, IntegrityError):
            if not trusting:
                raise
            progress("something is wrong: looking for all that is")
    raise AssertionError("The second time tells what is wrong, or nothing is.")


class _Loading:
    def __init__(
        self,
        register: Register,
        overwrite: bool,
        progress: Progress,
        stamp: Stamp,
        trusting: bool,
    ) -> None:
        self.register = register
        self.stamp = stamp
        self.trusting = trusting  # the database to refuse what breaks a constraint
        self.overwrite = overwrite
        self.progress = progress
        self.targets = Targets()
        self.outcomes = {noun: Outcome() for noun, found in register.records.items() if found}
        self.writable: list[tuple[Placed, models.Model]] = []
        self.undated: list[models.Model] = []

    def run(self) -> None:
        for noun, placed in self.register.records.items():
            if placed:
                self.progress(f"comparing {len(placed)} {noun}")
                self._compare(noun, placed)
        self._refuse(self._dangling())
        self._sort()
        built = [build(placed, record, self.targets) for placed, record in self.writable]
        self.progress(f"checking {len(built)} records")
        found = chain.from_iterable(one.faults(constraints=not self.trusting) for one in built)
        self._refuse(chain(found, _collisions(built)))
        self.progress(f"writing {len(built)} records")
        for one in built:
            self.stamp.mark(one)
        save(built, one_by_one=not self.trusting)
        DataVersion.bump()
        for record in self.undated:  # of which the files say that the day is not known
            type(record).objects.filter(pk=record.pk).update(published_at=None)

    def _compare(self, noun: str, placed: list[Placed]) -> None:
        """Sort the records of one noun by what is to become of them."""
        here = records_here(noun, [one.struct.key for one in placed])
        digests = dict(LoadedRecord.objects.filter(noun=noun).values_list("key", "digest"))
        outcome = self.outcomes[noun]
        for one in placed:
            key = one.struct.key
            record = here.get(key)
            if record is None:
                record = model_of(noun)(key=key)
                if one.name in (moments := self.register.first_published):
                    record.published_at = moments[one.name]
                    self.undated += [record] if record.published_at is None else []
                outcome.new.append(one)
                self.writable.append((one, record))
            else:
                digest_here = digest(to_struct(record))
                if digest_here == digest(one.struct):
                    outcome.same.append(one)
                elif self.overwrite or digests.get(key) == digest_here:
                    outcome.changed.append(one)
                    self.writable.append((one, record))
                else:
                    outcome.left.append(one)
            self.targets.add(noun, key, record)

    def _sort(self) -> None:
        """Put entries and ties as they were recorded, if that is said: pages tell by it in which
        order two of one day stand. The nouns stay in theirs.
        """
        ranks = {noun: rank for rank, noun in reversed(list(enumerate(map(namespace, NOUNS))))}
        recorded = {name: place for place, name in enumerate(self.register.first_published)}

        def place(one: tuple[Placed, models.Model]) -> tuple[int, int]:
            name = one[0].name
            return ranks[name[0]], recorded.get(name, len(recorded))

        self.writable.sort(key=place)

    def _dangling(self) -> Iterator[Fault]:
        """Yield references to nothing, and keys that stand for another kind of entry."""
        for one, record in self.writable:
            if isinstance(record, Procedure):
                for step in one.struct.steps:  # built before anything that names them
                    self.targets.add("steps", f"{one.struct.key}/{step.key}", record)
        found = [
            (one, path, (namespace(noun), key))
            for one in self.register
            for path, noun, key in references(one.struct, one.struct.key)
        ]
        self.targets.look_up(name for _, _, name in found)
        for one, path, name in found:
            if name not in self.targets:
                noun, key = name
                yield one.fault(path, f"There is no “{key}” among {noun}. Add it or name another.")
        yield from self._other_kinds()

    def _other_kinds(self) -> Iterator[Fault]:
        new = {
            one.struct.key: one
            for noun in ENTRY_NOUNS
            if noun in self.outcomes
            for one in self.outcomes[noun].new
        }
        for key, entry in Entry.objects.in_bulk(new, field_name="key").items():
            kind = entry.get_kind_display()
            reason = f"The key stands here for another kind, {kind}. Change the key or the kind."
            yield new[key].fault(("key",), reason)

    def _refuse(self, faults: Iterable[Fault]) -> None:
        if found := list(faults):
            raise RegisterFaults(found)

    def remember(self) -> None:
        """Note what was loaded, to tell an edit from it."""
        loaded = [
            LoadedRecord(noun=noun, key=one.struct.key, digest=digest(one.struct))
            for noun, outcome in self.outcomes.items()
            for one in chain(outcome.new, outcome.changed, outcome.same)
        ]
        LoadedRecord.objects.bulk_create(
            loaded,
            update_conflicts=True,
            unique_fields=["noun", "key"],
            update_fields=["digest"],
            batch_size=1000,
        )


def records_here(noun: str, keys: list[str], lock: bool = True) -> dict[str, models.Model]:
    """Return the records in the database by key, with their rows; former keys lead to them.

    They are locked, so that nobody's edit comes between the comparison and the write.
    """
    model = model_of(noun)
    queryset = with_rows(model.objects.locked() if lock else model.objects.all(), struct_of(noun))
    found = queryset.in_bulk(keys, field_name="key")
    former = former_keys(model, set(keys) - found.keys())
    renamed = queryset.in_bulk(former.values())
    return found | {key: renamed[pk] for key, pk in former.items() if pk in renamed}


def _collisions(built: list[Built]) -> Iterator[Fault]:
    """Yield records of the files that exclude one another, such as two ties of the same ends."""
    for noun in NOUNS:
        placed = {id(one.record): one.placed for one in built if one.placed.noun == noun}
        records = [one.record for one in built if id(one.record) in placed]
        for record, reason in repeated(records):
            yield placed[id(record)].fault((), reason)
