"""Two cities have one tie, whichever of them stands first and however many record it at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Relationship
from tests import builders
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import address, sent


@pytest.mark.django_db
def test_a_pair_has_one_tie_from_either_end():
    made = builders.tie()
    again = Relationship(key="again", home_end=made.home_end, partner=made.partner)
    turned = Relationship(key="again", home_end=made.partner, partner=made.home_end)
    for one in (again, turned):
        with pytest.raises(ValidationError, match="have a tie already"):
            one.full_clean(exclude=["revises"])  # as the form of the admin does
    itself = Relationship(key="again", home_end=made.partner, partner=made.partner)
    with pytest.raises(ValidationError, match="no tie with itself"):
        itself.full_clean()
    for one in (again, itself):
        with pytest.raises(IntegrityError), transaction.atomic():
            one.save()
    assert Relationship.objects.get() == made


@pytest.mark.django_db
def test_a_draft_copy_of_a_tie_names_the_same_ends():
    made = builders.tie()
    copy = {"home_end": made.home_end, "partner": made.partner, "revises": made}
    Relationship.objects.create(key="copy", publication="draft", **copy)
    assert Relationship.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_record_the_same_pair_at_once_one_does():
    one, other, path = builders.home_city(), builders.city(), address("relationship", "add")
    clients = []
    for _ in range(8):
        client = Client()
        client.force_login(member(Role.RECORDER))
        typed = {"home_end": str(one.pk), "partner": str(other.pk)}
        clients.append((client, sent(client.get(path), **typed)))

    def save(each: tuple[Client, dict]) -> int:
        try:
            return each[0].post(path, each[1]).status_code
        finally:
            connection.close()

    # SQLite in memory does not wait for another writer; in a file it does.
    workers = 8 if connection.vendor == "postgresql" else 1
    with ThreadPoolExecutor(workers) as pool:
        statuses = sorted(pool.map(save, clients))
    assert statuses == [200] * 7 + [302]
    assert Relationship.objects.count() == 1
