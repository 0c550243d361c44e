"""What somebody saves in the very moment in which another takes away what it names."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from diplomacy.accounts.roles import Role
from diplomacy.registry.merging import merge
from diplomacy.registry.models import City, Event
from tests import builders

from .conftest import member
from .screens import address, sent

pytestmark = pytest.mark.django_db(transaction=True)


def sent_while(done, client: Client, path: str, form: dict[str, str]) -> HttpResponse:
    """Return the answer to a form whose saving waits for `done`, as far as it ever waits."""
    answers: list[HttpResponse] = []

    def send() -> None:
        try:
            answers.append(client.post(path, form))
        finally:
            connection.close()

    thread = Thread(target=send)
    with transaction.atomic():
        done()
        thread.start()
        while connection.vendor == "postgresql" and thread.is_alive() and not somebody_waits():
            thread.join(0.05)
    thread.join()
    return answers[0]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_a_row_that_names_a_city_just_merged_away_is_refused_beside_its_field(recorder):
    kept, other = builders.city("kept"), builders.city("other")
    form = recorder.get(address("event", "add"))
    typed = {
        "title_en": "Typed at length",
        "type": "meeting",
        "start": "2024-09-25",
        "city_rows-TOTAL_FORMS": "1",
        "city_rows-0-city": str(other.pk),
    }
    chief = member(Role.ADMINISTRATOR)
    answer = sent_while(
        lambda: merge(kept, other, chief), recorder, address("event", "add"), sent(form, **typed)
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "That choice is not one of the available choices" in page
    assert "Typed at length" in page
    assert "was added successfully" not in page
    assert not Event.objects.exists()


def test_a_city_that_somebody_names_in_this_moment_is_not_deleted(chief, recorder):
    place = builders.city("named")
    path = address("city", "delete", place.pk)
    answer = sent_while(lambda: builders.event(place), chief, path, {"post": "yes"})
    assert answer.status_code in (200, 403)
    assert City.objects.filter(pk=place.pk).exists()
