"""A difference between sources is settled with a reason; who and when is noted by the program."""

import pytest
from django.test import Client
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.registry.models import Difference
from tests import builders

from .conftest import member
from .screens import change_page, sent

pytestmark = pytest.mark.django_db


def save(client, made: Difference, **typed):
    page = client.get(change_page(made))
    answer = client.post(change_page(made), sent(page, **typed))
    made.refresh_from_db()
    return answer


def test_settling_needs_a_reason(chief):
    made = builders.difference(builders.home_city())
    answer = save(chief, made, state="settled")
    assert "Say why before you settle it." in answer.content.decode()
    assert made.state == "open"


def test_who_settled_it_and_when_is_noted_and_kept_in_history(chief):
    made = builders.difference(builders.home_city())
    typed = {"state": "settled", "why_en": "The paper itself says so.", "settled_on": "1999-01-01"}
    assert save(chief, made, **typed).status_code == 302
    assert (made.settled_on, made.settled_by) == (timezone.localdate(), member("administrator"))
    newest = made.history.first()
    assert (newest.state, newest.history_user) == ("settled", member("administrator"))


def test_one_opened_again_is_settled_by_nobody(chief):
    made = builders.difference(builders.home_city())
    save(chief, made, state="settled", why_en="So it seemed.")
    save(chief, made, state="open")
    assert (made.settled_on, made.settled_by) == (None, None)


def test_a_later_edit_leaves_the_day_of_settling_alone(chief):
    made = builders.difference(builders.home_city())
    save(chief, made, state="settled", why_en="So it seems.")
    second = Client()
    second.force_login(User.objects.create_superuser("second"))
    save(second, made, why_en="So it is.")
    assert (made.why_en, made.settled_by) == ("So it is.", member("administrator"))
