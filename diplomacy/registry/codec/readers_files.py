"""The readers' register as register files, which `load_register` reads into an empty install.

What readers may see of each record, with what else those records name, as far as pages print it;
and since when the public could read each entry and tie, in the order in which they were recorded.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Literal

from django.db.models import Model, QuerySet
from msgspec import Struct

from diplomacy.registry.models import City, Entry, Publication, Relationship
from diplomacy.registry.models.words import LANGUAGES

from .parts import Record, Words
from .readers import named_part, readers_part, readers_records, with_readers_rows
from .reading import FIRST_PUBLISHED, namespace
from .records import references
from .shape import model_of, struct_of
from .structs import NOUNS
from .writing import write_mapping, write_record

AT_ONCE = 500  # records in memory
LARGEST = 8 * 1024 * 1024  # letters of a file, well below what a file may have

Progress = Callable[[str], None]
Name = tuple[str, str]  # namespace and key


class Told(Struct, frozen=True):
    """A record for readers: a public one, one that those name, or a tie that was withdrawn."""

    noun: str
    struct: Record
    why: Literal["public", "named", "withdrawn"] = "public"


def readers_register(progress: Progress = lambda line: None) -> Iterator[Told]:
    """Yield what readers may have: public records by noun, then those that they name.

    Keeps all keys in memory, and some hundred records. A fixed number of queries for each five
    hundred records. Raises LookupError where a public record names a hidden entry or tie.
    """
    known: set[Name] = set()
    wanted: set[Name] = set()
    for noun in NOUNS:
        progress(f"reading {noun}")
        records = readers_records(noun)
        for record in _as_recorded(records, with_readers_rows(records)):
            struct = readers_part(record)
            known.add((namespace(noun), struct.key))
            wanted.update(name for name in _named_by(struct) if name not in known)
            yield Told(noun, struct)
    withdrawn = list(_withdrawn_ties())
    wanted.update(chain(*map(_named_by, withdrawn)))
    yield from (Told("ties", struct, "withdrawn") for struct in withdrawn)
    yield from _named(wanted, known)


def first_published() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield of published ties and entries by key when that was, "" where it is not known.

    A few hundred at a time, each under the name of its keys, in the order in which they were
    recorded, that of entries of all kinds.
    """
    for noun, model in FIRST_PUBLISHED.items():
        rows = model.objects.published().order_by("pk").values_list("key", "published_at")
        every = iter(rows.iterator(chunk_size=AT_ONCE))
        while some := list(islice(every, AT_ONCE)):
            yield noun, {key: at.isoformat() if at else "" for key, at in some}


class ReadersFiles:
    """Writes the readers' register into a folder, file by file as the records come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: Counter[str] = Counter()
        self._file: IO[str] | None = None
        self._place = ("", "")  # the file's name and the noun that is being written
        self._size = 0

    def add(self, told: Told) -> None:
        """Write one record, to the file of its noun or to that of why it is here."""
        name = told.noun if told.why == "public" else told.why
        if name != self._place[0] or self._size > LARGEST:
            self._begin(name)
        if (name, told.noun) != self._place:
            self._write(f"{told.noun}:\n")
            self._place = name, told.noun
        self._write(write_record(told.noun, told.struct))

    def close(self) -> None:
        """Write since when entries and ties are public, and end the last file."""
        for noun, moments in first_published():
            heading, below, text = write_mapping({"first_published": {noun: moments}}).split(
                "\n", 2
            )
            if heading != self._place[1]:
                self._begin("first_published")
                self._write(f"{heading}\n")
            if self._place != (below, heading):
                self._write(f"{below}\n")
            self._place = below, heading
            self._write(text)
        if self._file:
            self._file.close()

    def _begin(self, name: str) -> None:
        if self._file:
            self._file.close()
        self.parts[name] += 1
        number = f"_{self.parts[name]:02}" if self.parts[name] > 1 else ""
        file = self.folder / f"{name}{number}.yaml"
        self._file = file.open("w", encoding="utf-8", newline="\n")
        self._place, self._size = (name, ""), 0

    def _write(self, text: str) -> None:
        self._size += self._file.write(text)


def _as_recorded(found: QuerySet, with_all: QuerySet) -> Iterator[Model]:
    """Yield the records in the order in which they were recorded, with all their rows."""
    numbers = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        records = with_all.order_by().in_bulk(some)
        yield from (records[number] for number in some)


def _named_by(struct: Record) -> Iterator[Name]:
    for _, noun, key in references(struct, struct.key):
        yield ("procedures", key.partition("/")[0]) if noun == "steps" else (namespace(noun), key)


def _withdrawn_ties() -> Iterator[Record]:
    """Yield of withdrawn ties what the page of the city says: when and why."""
    shown = City.objects.published()
    ties = Relationship.objects.filter(publication=Publication.WITHDRAWN, partner__in=shown)
    for tie in ties.select_related("home_end", "partner").order_by("key"):
        reason = {code: getattr(tie, f"withdrawn_reason_{code}") for code in LANGUAGES}
        yield struct_of("ties")(
            key=tie.key,
            home_end=tie.home_end.key,
            partner=tie.partner.key,
            publication=Publication.WITHDRAWN,
            withdrawn_on=tie.withdrawn_on,
            withdrawn_reason=Words(**reason),
        )


def _named(wanted: set[Name], public: set[Name]) -> Iterator[Told]:
    """Yield what public records name, and what that names, by noun and key."""
    found: dict[Name, Record] = {}
    while left := wanted - public - found.keys():
        for noun in {noun for noun, _ in left}:
            keys = {key for wanted_noun, key in left if wanted_noun == noun}
            for struct in _only_named(noun, keys):
                found[noun, struct.key] = struct
                wanted |= set(_named_by(struct))
        if lost := left - found.keys():
            raise LookupError(f"A public record names what is hidden: {sorted(lost)}")
    for noun in NOUNS:
        structs = (struct for (found_noun, _), struct in found.items() if found_noun == noun)
        yield from (Told(noun, one, "named") for one in sorted(structs, key=lambda one: one.key))


def _only_named(noun: str, keys: Iterable[str]) -> Iterator[Record]:
    if noun not in NOUNS or issubclass(model_of(noun), Entry | Relationship):
        return  # never only named
    records = model_of(noun).objects.filter(key__in=keys)
    references_ = [field.name for field in records.model._meta.fields if field.many_to_one]
    yield from map(named_part, records.select_related(*references_).iterator())
