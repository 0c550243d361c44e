"""A difference between sources is settled with a reason; who and when is noted by the program."""

import pytest
from django.utils import timezone

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


def test_settling_needs_a_reason(recorder):
    made = builders.difference(builders.home_city())
    answer = save(recorder, made, state="settled")
    assert "Say why before you settle it." in answer.content.decode()
    assert made.state == "open"


def test_who_settled_it_and_when_is_noted_and_kept_in_history(recorder):
    made = builders.difference(builders.home_city())
    typed = {"state": "settled", "why_en": "The paper itself says so.", "settled_on": "1999-01-01"}
    assert save(recorder, made, **typed).status_code == 302
    assert (made.settled_on, made.settled_by) == (timezone.localdate(), member("recorder"))
    newest = made.history.first()
    assert (newest.state, newest.history_user) == ("settled", member("recorder"))


def test_one_opened_again_is_settled_by_nobody(recorder):
    made = builders.difference(builders.home_city())
    save(recorder, made, state="settled", why_en="So it seemed.")
    save(recorder, made, state="open")
    assert (made.settled_on, made.settled_by) == (None, None)


def test_a_later_edit_leaves_the_day_of_settling_alone(recorder, signed_in):
    made = builders.difference(builders.home_city())
    save(recorder, made, state="settled", why_en="So it seems.")
    save(signed_in("reviewer"), made, why_en="So it is.")
    assert made.settled_by == member("recorder")
