"""Whatever is written in whatever order, what is derived from it is in step with it."""

import json
from collections.abc import Callable
from contextlib import suppress
from inspect import signature
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from diplomacy.accounts.roles import Role
from diplomacy.ingest.models import Batch
from diplomacy.ingest.tables.undoing import NotUndone, undo
from diplomacy.registry import merging, publishing
from diplomacy.registry.blanking import blank, names_of
from diplomacy.registry.codec import RegisterFaults
from diplomacy.registry.models import (
    City,
    CityAlias,
    DataVersion,
    Document,
    EntryCity,
    Event,
    Merge,
    Participation,
    Person,
    PersonAlias,
)
from diplomacy.registry.models.bulk import insert_entries
from diplomacy.registry.versions import NamesWhatIsGone, snapshot_at, write_over
from tests import builders
from tests.forging.tables import changed, everything_stored
from tests.ingest.tables.sheets import imported
from tests.registry.admin.conftest import member
from tests.registry.codec.files import load_text
from tests.repeatable import repeatable

NAMES = st.sampled_from(["Aachen", "Xi’an", "شی‌راز", "测试城", "L'Aquila", "Ænd 12", "x"])
DAYS = st.sampled_from(["2020", "2021-03-05", "1399", "1400-02", "2022~", "[..2019-05]", "2023"])
WHICH = st.integers(0, 20)
REFUSED = (ValidationError, IntegrityError, NotUndone, RegisterFaults, NamesWhatIsGone)


FILE = """
    countries:
      - key: tl
        name: {{en: Testland}}
    cities:
      - key: loaded-{which}
        name: {{en: {name}}}
        country: tl
        aliases:
          - text: {name}
    events:
      - key: loaded-event-{which}
        title: {{en: {name}}}
        type: meeting
        start: 2021-03
        publication: published
        cities: [loaded-{which}]
"""
# What is broken off at some statement.
BROKEN_OFF = [
    "rename_a_city", "give_another_name", "change_a_day", "add_a_paper", "publish", "withdraw",
    "merge", "part", "bring_in_a_table", "undo_a_table", "insert_many", "load_a_file",
    "restore_a_past_version", "change_what_is_published", "blank_a_person", "delete_all_drafts",
]  # fmt: skip


class _Broken(Exception):
    """A fault after a write and before the end of its transaction."""


def _failing_at(number: int) -> Callable:
    """Return what lets the write of this number fail, of those of a connection."""
    left = count(number, -1)

    def failing(execute: Callable, sql: str, *given) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(left) == 1:
            raise _Broken
        return execute(sql, *given)

    return failing


class Register(RuleBasedStateMachine):
    """A register that people, tables, merges and faults change in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.chief = member(Role.ADMINISTRATOR)
        builders.home_city()
        builders.area(builders.event(builders.city()))
        self.seen = DataVersion.current()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def one_of(self, model: type[models.Model], which: int, **wanted) -> models.Model | None:
        found = list(model.objects.filter(**wanted).order_by("pk"))
        return found[which % len(found)] if found else None

    def write(self, act: Callable[[], object]) -> None:
        """Do it, or be refused; what was refused has left nothing, not even a newer version."""
        before = DataVersion.current()
        try:
            with transaction.atomic():
                act()
        except REFUSED:
            assert DataVersion.current() == before

    @rule(name=NAMES, which=WHICH)
    def make_a_city(self, name: str, which: int) -> None:
        self.write(lambda: builders.city(name, key=f"city-{which}"))

    @rule(name=NAMES, which=WHICH, language=st.sampled_from(["fa", "en", "zh"]))
    def rename_a_city(self, name: str, which: int, language: str) -> None:
        city = self.one_of(City, which)
        setattr(city, f"name_{language}", name)
        self.write(city.save)

    @rule(name=NAMES, which=WHICH)
    def give_another_name(self, name: str, which: int) -> None:
        city = self.one_of(City, which)
        self.write(lambda: CityAlias.objects.create(city=city, text=name, language="en"))

    @rule(which=WHICH)
    def take_another_name_away(self, which: int) -> None:
        if alias := self.one_of(CityAlias, which):
            self.write(alias.delete)

    @rule(day=DAYS, name=NAMES, which=WHICH)
    def record_an_event(self, day: str, name: str, which: int) -> None:
        city = self.one_of(City, which, is_home=False)
        said = {"start": day, "title_en": name, "publication": "draft"}
        self.write(lambda: builders.area(builders.event(city, **said)))

    @rule(day=DAYS, which=WHICH)
    def change_a_day(self, day: str, which: int) -> None:
        if event := self.one_of(Event, which):
            event.start = day
            self.write(event.save)

    @rule(which=WHICH, name=NAMES)
    def add_a_paper(self, which: int, name: str) -> None:
        if event := self.one_of(Event, which):
            paper = {"kind": "report", "access": "public", "title_en": name}
            file = builders.upload(content=name.encode())
            self.write(lambda: Document.objects.create(entry=event.entry_ptr, file=file, **paper))

    @rule(which=WHICH)
    def close_a_paper(self, which: int) -> None:
        if paper := self.one_of(Document, which):
            paper.access = "restricted"
            self.write(paper.save)

    @rule(which=WHICH)
    def publish(self, which: int) -> None:
        if event := self.one_of(Event, which, publication="draft"):
            self.write(lambda: publishing.publish(event, self.chief))

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        if event := self.one_of(Event, which, publication="published"):
            self.write(lambda: publishing.withdraw(event, self.chief, {"en": "Wrong."}))

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        if event := self.one_of(Event, which, publication="draft"):
            self.write(event.delete)

    @rule(which=WHICH, other=WHICH)
    def merge(self, which: int, other: int) -> None:
        one, two = self.one_of(City, which), self.one_of(City, other)
        self.write(lambda: merging.merge(one, two, self.chief))

    @rule(which=WHICH)
    def part(self, which: int) -> None:
        if done := self.one_of(Merge, which, undone_at__isnull=True):
            self.write(lambda: merging.undo(done, self.chief))

    @rule(name=NAMES, which=WHICH)
    def bring_in_a_table(self, name: str, which: int) -> None:
        if city := self.one_of(City, which, is_home=False):  # others may be merged or deleted
            rows = ["title_en", "direction", "cities"], [f"{name} {which}", "incoming", city.key]
            self.write(lambda: imported("delegations", *rows, by=self.chief, doubtful=True))

    @rule(which=WHICH)
    def undo_a_table(self, which: int) -> None:
        wanted = {"imported_at__isnull": False, "undone_at__isnull": True}
        if batch := self.one_of(Batch, which, **wanted):
            self.write(lambda: undo(batch, self.chief))

    @rule(day=DAYS, which=WHICH)
    def insert_many(self, day: str, which: int) -> None:
        city = self.one_of(City, which)
        made = [Event(type="meeting", title_en=f"Many {day} {n}", start=day) for n in range(3)]
        rows = [row(entry=one, city=city) for one in made for row in (EntryCity, Participation)]
        self.write(lambda: insert_entries(made, rows))

    @rule(name=NAMES, which=WHICH)
    def load_a_file(self, name: str, which: int) -> None:
        text = FILE.format(name=json.dumps(name, ensure_ascii=False), which=which)
        with TemporaryDirectory() as folder:
            self.write(lambda: load_text(Path(folder), text, overwrite=which % 2 == 0))

    @rule(which=WHICH, other=WHICH)
    def restore_a_past_version(self, which: int, other: int) -> None:
        model = (City, Event)[other % 2]
        if record := self.one_of(model, which):
            past = list(record.history.order_by("history_id").values_list("pk", flat=True))
            said = snapshot_at(record, past[other % len(past)])
            self.write(lambda: write_over(record, said, self.chief, "restored"))

    @rule(name=NAMES, day=DAYS, which=WHICH)
    def change_what_is_published(self, name: str, day: str, which: int) -> None:
        if event := self.one_of(Event, which, publication="published"):
            self.write(lambda: self._accepted(event, name, day))

    def _accepted(self, event: Event, name: str, day: str) -> None:
        copy = publishing.revise(event, self.chief)
        copy.title_en, copy.start = name, day
        copy.save()
        publishing.publish(copy, self.chief)

    @rule(name=NAMES, which=WHICH)
    def record_who_took_part(self, name: str, which: int) -> None:
        event = self.one_of(Event, which)
        self.write(lambda: self._took_part(event, name))
        if (part := self.one_of(Participation, which)) and event:
            part.entry = event.entry_ptr
            self.write(part.save)

    def _took_part(self, event: Event | None, name: str) -> None:
        one = builders.person(**builders.three("name", name, name, name))
        PersonAlias.objects.create(person=one, text=f"{name} the Elder", language="en")
        if event:
            builders.took_part(event, person=one, name_shown=True)

    @rule(which=WHICH)
    def blank_a_person(self, which: int) -> None:
        if person := self.one_of(Person, which):
            self.write(lambda: blank(person, self.chief, person.key, names_of(person)))

    @rule()
    def delete_all_drafts(self) -> None:
        self.write(Event.objects.filter(publication="draft", revises__isnull=True).delete)

    @rule(act=st.sampled_from(BROKEN_OFF), which=WHICH, name=NAMES, day=DAYS, at=st.integers(1, 30))
    def break_off(self, act: str, which: int, name: str, day: str, at: int) -> None:
        """Let a fault come at one of the statements of an act, or at the end of its transaction."""
        given = {"which": which, "other": which // 2, "name": name, "day": day, "language": "en"}
        wanted = signature(getattr(self, act)).parameters
        before = everything_stored()
        with suppress(_Broken), transaction.atomic():
            with connection.execute_wrapper(_failing_at(at)):
                getattr(self, act)(**{one: given[one] for one in wanted})
            raise _Broken
        assert changed(before, everything_stored()) == []

    @invariant()
    def all_is_in_step(self) -> None:
        said = StringIO()
        call_command("verify_derived", stdout=said, stderr=StringIO())
        assert said.getvalue().startswith("Everything is in step.")
        call_command("check_register", stdout=said)

    @invariant()
    def the_version_never_goes_back(self) -> None:
        assert DataVersion.current() >= self.seen
        self.seen = DataVersion.current()


def run(examples: int, steps: int) -> None:
    few = settings(repeatable(examples), stateful_step_count=steps)
    run_state_machine_as_test(Register, settings=few)


@pytest.mark.django_db
def test_what_is_derived_is_in_step_after_any_writes():
    run(examples=4, steps=10)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_what_is_derived_is_in_step_after_many_writes():
    run(examples=8, steps=25)
