"""Eight people do the same, or cross one another, in the same moment: one outcome, no fault."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry.merging import CannotMerge, merge
from diplomacy.registry.models import City, Delegation
from tests import builders
from tests.ingest.tables.sheets import looked_at, opened
from tests.office import capturing
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import change_page, sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Iterable[Callable[[], object]]) -> list:
    """Do all of it in the same moment; on SQLite, which in memory waits for nobody, in turn."""
    acts = list(acts)

    def alone(act: Callable[[], object]) -> object:
        try:
            return act()
        finally:
            connection.close()

    if connection.vendor != "postgresql":
        return [act() for act in acts]
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def signed_in(role: Role, number: int = 0) -> Client:
    client = Client()
    client.force_login(User.objects.get_or_create(username=f"n{number}", role=role)[0])
    return client


def test_a_table_that_is_brought_in_eight_times_at_once_comes_in_once():
    partner, recorder = builders.city(), member(Role.RECORDER)
    rows = ["title_en", "direction", "cities"], ["A journey", "outgoing", partner.key]
    batch = opened("delegations", *rows, by=recorder)
    form = {"mark": looked_at(batch).mark, "rows": ["2"]}
    path = reverse("ingest:rows", args=[batch.key])
    clients = [Client() for _ in range(8)]
    for client in clients:
        client.force_login(recorder)
    statuses = at_once(lambda one=client: one.post(path, form).status_code for client in clients)
    assert max(statuses) < 500
    assert Delegation.objects.count() == 1


def test_a_draft_that_is_published_eight_times_at_once_is_published_once():
    made = builders.event(builders.city(), publication="draft")
    path = reverse("desk:record", args=["event", made.key])
    clients = [signed_in(Role.ADMINISTRATOR, number) for number in range(8)]
    statuses = at_once(
        lambda one=client: one.post(path, {"act": "publish"}).status_code for client in clients
    )
    assert max(statuses) < 500
    assert statuses.count(302) >= 1
    made.refresh_from_db()
    assert made.publication == "published"
    told = [one.publication for one in made.history.order_by("history_id")]
    assert told.count("published") == 1


def test_of_eight_who_save_the_same_form_at_once_one_does_and_seven_see_it():
    made = builders.event(builders.city(), publication="draft")
    path = change_page(made)
    clients = [signed_in(Role.RECORDER, number) for number in range(8)]
    forms = [
        sent(client.get(path), reference=f"N-{number}") for number, client in enumerate(clients)
    ]
    answers = at_once(
        lambda one=client, typed=form: one.post(path, typed)
        for client, form in zip(clients, forms, strict=True)
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [302]
    made.refresh_from_db()
    for number, answer in enumerate(answers):
        if answer.status_code == 302:
            assert made.reference == f"N-{number}"
        else:
            assert "changed after you opened it" in answer.content.decode()
            assert f"N-{number}" in answer.content.decode()  # nothing typed is lost


def test_eight_who_merge_and_edit_across_one_another_meet_no_fault():
    """Each order of locks is met: PostgreSQL ends a deadlock by ending one, which begins anew."""
    one, two, three, four = (builders.city() for _ in range(4))
    events = [
        builders.event(*pair) for pair in ((one, two), (two, one), (three, four), (four, two))
    ]
    chief = member(Role.ADMINISTRATOR)
    clients = [signed_in(Role.ADMINISTRATOR, number) for number in range(4)]
    forms = [
        (client, change_page(event), sent(client.get(change_page(event)), reference="N-1"))
        for client, event in zip(clients, events, strict=True)
    ]

    def joined(kept: City, other: City) -> int:
        try:
            merge(kept, other, chief)
        except (CannotMerge, City.DoesNotExist):
            return 0
        return 1

    pairs = [(one, two), (two, one), (three, four), (two, three)]
    done = at_once(
        [
            *(lambda pair=pair: joined(*pair) for pair in pairs),
            *(
                lambda client=client, path=path, form=form: client.post(path, form).status_code
                for client, path, form in forms
            ),
        ]
    )
    merged, statuses = done[:4], done[4:]
    assert set(statuses) <= {200, 302, 409}
    assert sum(merged) == 4 - City.objects.count() > 0
    said = StringIO()
    call_command("verify_derived", stdout=said, stderr=StringIO())
    assert said.getvalue().startswith("Everything is in step.")


def test_a_visit_that_is_sent_eight_times_at_once_is_recorded_once():
    recorder, clients = member(Role.RECORDER), [Client() for _ in range(8)]
    for client in clients:
        client.force_login(recorder)
    token = clients[0].get(capturing.address()).context["token"]
    typed = capturing.visit(builders.city(), kept=token)
    statuses = at_once(
        lambda one=client: one.post(capturing.address(), typed).status_code for client in clients
    )
    assert sorted(statuses) == [302] + [409] * 7
    assert Delegation.objects.count() == 1
