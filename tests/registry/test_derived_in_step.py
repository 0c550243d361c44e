"""Whatever is written in whatever order, what is derived from it is in step with it."""

from collections.abc import Callable
from contextlib import suppress
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from diplomacy.accounts.roles import Role
from diplomacy.ingest.models import Batch
from diplomacy.ingest.tables.undoing import NotUndone, undo
from diplomacy.registry import merging, publishing
from diplomacy.registry.models import (
    City,
    CityAlias,
    DataVersion,
    Document,
    EntryCity,
    Event,
    Merge,
)
from diplomacy.registry.models.bulk import insert_entries
from tests import builders
from tests.ingest.tables.sheets import imported
from tests.registry.admin.conftest import member

NAMES = st.sampled_from(["Aachen", "Xi’an", "شی‌راز", "测试城", "L'Aquila", "Ænd 12", "x"])
DAYS = st.sampled_from(["2020", "2021-03-05", "1399", "1400-02", "2022~", "[..2019-05]", "2023"])
WHICH = st.integers(0, 20)
REFUSED = (ValidationError, IntegrityError, NotUndone)


class _Broken(Exception):
    """A fault after a write and before the end of its transaction."""


class Register(RuleBasedStateMachine):
    """A register that people, tables, merges and faults change in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.chief = member(Role.ADMINISTRATOR)
        builders.home_city()
        builders.event(builders.city())
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
        self.write(lambda: builders.event(city, start=day, title_en=name, publication="draft"))

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
        city = self.one_of(City, which, is_home=False)
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
        rows = [EntryCity(entry=one, city=city) for one in made]
        self.write(lambda: insert_entries(made, rows))

    @rule(name=NAMES, which=WHICH)
    def break_off(self, name: str, which: int) -> None:
        """Let a fault come between a write and the end of its transaction."""
        before = DataVersion.current()
        with suppress(_Broken), transaction.atomic():
            self.rename_a_city(name, which, "en")
            self.change_a_day("2018-01-01", which)
            raise _Broken
        assert DataVersion.current() == before

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


@pytest.mark.django_db
def test_what_is_derived_is_in_step_after_any_writes():
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],  # a failing run is short enough as it is
            suppress_health_check=list(HealthCheck),
        ),
    )
