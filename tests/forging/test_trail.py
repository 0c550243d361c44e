"""Every write leaves one entry in the history, with who and when, and no address alters any."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.utils import timezone

from diplomacy.accounts.roles import Role
from diplomacy.registry import publishing
from diplomacy.registry.models import Delegation, Event
from tests import builders
from tests.forging.tables import changed, everything_stored
from tests.ingest.tables.sheets import imported
from tests.office import capturing
from tests.registry.admin.conftest import chief, member, recorder, signed_in
from tests.registry.admin.screens import MAKERS, address, change_page, sent
from tests.test_doors import PATTERNS

__all__ = ["chief", "recorder", "signed_in"]

pytestmark = pytest.mark.django_db

HISTORIES = [
    model for model in apps.get_models() if model._meta.model_name.startswith("historical")
]


def draft() -> Event:
    return builders.event(builders.city(), publication="draft")


def by_the_form(client, made: Event) -> None:
    form = sent(client.get(change_page(made)), staff_note="new")
    assert client.post(change_page(made), form).status_code == 302


def by_the_delete_page(client, made: Event) -> None:
    assert client.post(address("event", "delete", made.pk), {"post": "yes"}).status_code == 302


def by_the_action(client, made: Event) -> None:
    typed = {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"}
    assert client.post(address("event", "changelist"), typed).status_code == 302


def by_the_desk(client, made: Event) -> None:
    page = f"/en/desk/records/event/{made.key}/"
    assert client.post(page, {"act": "publish"}).status_code == 302


WAYS = {by_the_form: "~", by_the_delete_page: "-", by_the_action: "-", by_the_desk: "~"}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_write_leaves_one_entry_with_who_and_when(chief, way: Callable):
    made = draft()
    before = Event.history.count()
    began = timezone.now()
    way(chief, made)
    assert Event.history.count() == before + 1
    entry = Event.history.first()
    assert (entry.key, entry.history_type) == (made.key, WAYS[way])
    assert entry.history_user == member(Role.ADMINISTRATOR)
    assert began - timedelta(seconds=1) <= entry.history_date <= timezone.now()


def test_the_screens_and_tables_that_make_a_record_leave_one_entry_too(recorder):
    who = member(Role.RECORDER)
    capturing.record(recorder, **capturing.visit(builders.city()))
    assert [one.history_user for one in Delegation.history.all()] == [who]
    imported("delegations", ["title_en", "direction"], ["Brought in", "incoming"])
    assert Delegation.history.count() == 2
    assert Delegation.history.first().history_user is not None
    made = Delegation.objects.get(title_en="Brought in")
    publishing.submit(made, who, "")
    assert made.history.count() == 2
    assert made.history.first().history_user == who


def test_what_is_refused_or_rolled_back_leaves_none(recorder, chief, monkeypatch):
    made = draft()
    form = sent(recorder.get(change_page(made)), staff_note="mine")
    by_the_form(chief, made)
    before = everything_stored()
    assert recorder.post(change_page(made), form).status_code == 200  # over another's save
    assert recorder.post(change_page(made), form | {"start": "2020-02-31"}).status_code == 200
    assert recorder.post(address("event", "delete", made.pk), {"post": "yes"}).status_code == 403
    assert changed(before, everything_stored()) == []
    monkeypatch.setattr(admin.ModelAdmin, "log_change", broken)
    chief.raise_request_exception = False
    again = sent(chief.get(change_page(made)), staff_note="lost")
    assert chief.post(change_page(made), again).status_code == 500
    assert changed(before, everything_stored()) == []


def broken(*args: object, **kwargs: object) -> None:
    raise RuntimeError("after the record was written")


def test_no_screen_and_no_address_is_there_for_a_history():
    assert len(HISTORIES) > 20
    assert not [model for model in HISTORIES if model in admin.site._registry]
    for model in HISTORIES:
        assert not [name for name in PATTERNS if model._meta.model_name in name]


@pytest.mark.parametrize("noun", sorted(MAKERS))
def test_no_address_of_a_record_changes_or_deletes_its_history(chief, noun):
    made = MAKERS[noun]()
    before = everything_stored()
    forged = {"post": "yes", "history_user": "1", "history_date": "2001-01-01", "DELETE": "on"}
    for past in made.history.values_list("pk", flat=True):
        version = address(noun, "simple_history", made.pk, past)
        for place in (version, address(noun, "history", made.pk), f"{version}restore/"):
            for send in (chief.post, chief.put, chief.delete):
                assert send(place, forged).status_code < 500
    assert changed(before, everything_stored()) == []
    assert isinstance(made, models.Model)
