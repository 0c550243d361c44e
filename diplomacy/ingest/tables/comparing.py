"""What a table would do to the register, row by row; the same function serves the deed."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _

from diplomacy.calendars import digits
from diplomacy.registry import publishing
from diplomacy.registry.codec import (
    ENTRY_NOUNS,
    Targets,
    build,
    digest,
    model_of,
    records_here,
    references,
    repeated,
    to_struct,
)
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import Publishable

from .cells import in_words
from .columns import columns_of, settable
from .likeness import Likeness, names_in
from .lines import Change, Comparison, Line, State, mark_of
from .names import Names
from .reading import Table
from .rows import Given, laid_over, read_row

Path = tuple[str | int, ...]


def compare(
    noun: str, table: Table, names: list[str], by: AbstractBaseUser, writes: bool = False
) -> Comparison:
    """Return what the rows of a table would do; nothing is written.

    `names` are those of the columns, header by header, "" for what is not read. Costs a fixed
    number of queries, and one for each constraint of each new or changed row. Before somebody
    `writes`, in a transaction, what is compared is locked, and constraints are left to the codec.
    """
    return _Comparing(noun, by, writes).run(table, names)


class _Comparing:
    def __init__(self, noun: str, by: AbstractBaseUser, writes: bool) -> None:
        self.noun, self.by, self.writes = noun, by, writes
        self.model = model_of(noun)
        self.namespace = "entries" if noun in ENTRY_NOUNS else noun
        self.names = Names()

    def run(self, table: Table, names: list[str]) -> Comparison:
        known = settable(self.noun)
        columns = [known.get(name) for name in names]
        if "key" in names:
            at = names.index("key")
            self.names.add(self.namespace, _keys(table, at))
        found = (read_row(number, cells, columns, self.names) for number, cells in table.rows)
        rows = [given for given in found if given]
        self._refuse_repeated(rows)
        here = records_here(self.noun, [row.key for row in rows if row.key], self.writes)
        lines = [self._line(row, here.get(row.key)) for row in rows]
        self._refuse_other_kinds(lines)
        self._mark_twins(lines)
        self._refuse_rights(lines)
        mark = mark_of(lines)
        if not self.writes:
            self._check([line for line in lines if line.choosable])
        return Comparison(self.noun, lines, mark)

    def _line(self, given: Given, record: models.Model | None) -> Line:
        before = to_struct(record) if record else None
        name = next(iter(given.names()), "") or (str(record) if record else given.key)
        line = Line(given, State.ERROR, name, before, record=record)
        if not given.faults:
            self._lay(line, before)
        return line

    def _lay(self, line: Line, before: Any) -> None:
        line.after = laid_over(self.noun, line.given, before)
        if line.after is None:
            line.state = State.ERROR
        elif before is None:
            line.state = State.NEW
        else:
            same = digest(before) == digest(line.after)
            line.state = State.SAME if same else State.CHANGED
        if line.after is not None:
            line.changes = list(_changes(self.noun, before, line.after))

    def _refuse_repeated(self, rows: list[Given]) -> None:
        first: dict[str, int] = {}
        for row in rows:
            if row.key and first.setdefault(row.key, row.number) != row.number:
                reason = _("This key stands in a row above already. Keep one of them.")
                row.fault("key", reason, settable(self.noun)["key"].label)

    def _refuse_other_kinds(self, lines: list[Line]) -> None:
        if self.noun not in ENTRY_NOUNS:
            return
        new = {line.given.key: line for line in lines if line.given.key and not line.record}
        for key, entry in Entry.objects.in_bulk(new, field_name="key").items():
            kind = {"kind": entry.get_kind_display()}
            new[key].given.fault("key", _("The key stands for another kind: %(kind)s.") % kind)
            new[key].state = State.ERROR

    def _mark_twins(self, lines: list[Line]) -> None:
        """Find what new rows may be a second record of; those that add nothing are the same."""
        new = [line for line in lines if line.state == State.NEW]
        likeness = Likeness(self.noun, self.names)
        twins = {line.number: likeness.of(line.after, line.given.names()) for line in new}
        keys = sorted(set(chain.from_iterable(twins.values())))
        here = records_here(self.noun, keys, self.writes)
        structs = {key: to_struct(record) for key, record in here.items()}
        above: dict[str, int] = {}
        for line in new:
            found = [key for key in sorted(twins[line.number]) if key in here]
            for key in found if not line.given.key else ():
                if self._adds_nothing(line.given, structs[key]):
                    line.state, line.after, line.before = State.SAME, structs[key], structs[key]
                    line.record = here[key]
                    break
            if line.state != State.NEW:
                continue
            line.twins = [here[key] for key in found]
            called = [above[name] for name in names_in(line.after) if name in above]
            line.twin_rows = sorted(set(called))
            above |= {name: line.number for name in names_in(line.after) if name not in above}
            if line.twins or line.twin_rows:
                line.state = State.DOUBTFUL

    def _adds_nothing(self, given: Given, struct: Any) -> bool:
        probe = Given(given.number, given.values)
        after = laid_over(self.noun, probe, struct)
        return after is not None and digest(after) == digest(struct)

    def _refuse_rights(self, lines: list[Line]) -> None:
        named = f"{self.model._meta.app_label}.%s_{self.model._meta.model_name}"
        may_add = self.by.has_perm(named % "add")
        touched = [line for line in lines if line.state == State.CHANGED]
        public = self._public([line.record.pk for line in touched])
        for line in lines:
            if line.state in (State.NEW, State.DOUBTFUL) and not may_add:
                line.given.fault("", _("You may not add records of this kind."))
            elif line.state == State.CHANGED and not self._may_change(line.record, public):
                line.given.fault("", _why_not(line.record))
            if line.given.faults:
                line.state = State.ERROR

    def _may_change(self, record: models.Model, public: set[int]) -> bool:
        if isinstance(record, Publishable):
            return publishing.may_change(self.by, record)
        right = f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"
        allowed = self.by.has_perm(right)
        return allowed and (record.pk not in public or publishing.may_publish(self.by))

    def _public(self, pks: list[int]) -> set[int]:
        """Return those that readers see. One query."""
        shown = self.model.objects.published().filter(pk__in=pks)
        return set(shown.values_list("pk", flat=True))

    def _check(self, lines: list[Line]) -> None:
        """Mark the rows that models and constraints refuse."""
        targets = Targets()
        for line in lines:
            line.record = line.record or self.model(key=line.after.key)
            targets.add(self.noun, line.after.key, line.record)
        wanted = (references(line.after, line.after.key) for line in lines)
        targets.look_up({(noun, key) for _path, noun, key in chain.from_iterable(wanted)})
        labels = {column.name: column.label for column in columns_of(self.noun)}
        labels |= {one.roll.rows: one.label for one in columns_of(self.noun) if one.roll}
        for line in lines:
            for path, reason in self._problems(line, targets):
                name = _column_at(path, labels)
                # Django's own sentences count in Latin digits.
                said = digits(reason, active_language())
                line.given.fault(name, said, labels.get(name, ""))
        by_record = {id(line.record): line for line in lines if not line.faults}
        for record, reason in repeated(line.record for line in lines if not line.faults):
            by_record[id(record)].given.fault("", reason)
        for line in lines:
            if line.faults:
                line.state = State.ERROR

    def _problems(self, line: Line, targets: Targets) -> Iterator[tuple[Path, str]]:
        gone = [
            path
            for path, noun, key in references(line.after, line.after.key)
            if (noun, key) not in targets
        ]
        if gone:
            reason = _("It names a row of this table that is not in order. Mend that row first.")
            yield from ((path, reason) for path in gone)
        else:
            yield from build(line.placed, line.record, targets).problems()


def _keys(table: Table, at: int) -> Iterator[str]:
    """Return the keys that the rows give themselves, so that they may name one another."""
    return (cells[at] for _number, cells in table.rows if at < len(cells) and cells[at])


def _changes(noun: str, before: Any, after: Any) -> Iterator[Change]:
    for column in columns_of(noun):
        new = column.text_of(after)
        old = column.text_of(before) if before is not None else ""
        if new != old and (before is not None or column.settable) and column.name != "key":
            yield Change(column.label, in_words(column.slot, old), in_words(column.slot, new))


def _column_at(path: Path, labels: dict[str, str]) -> str:
    """Return the name of the column that a path of the codec lies in, or of its first step."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in path]
    for size in range(len(steps), 0, -1):
        if (name := "_".join(steps[:size])) in labels:
            return name
    return ""


def _why_not(record: models.Model) -> str:
    state = getattr(record, "publication", "")
    if state == "in_review":
        return _("This is in review. Change it on its page once it is decided.")
    return _("Readers see this. Change it on its page, where somebody reviews the change.")
