"""Deciding on what readers say is wrong, whom it reminds, and what is forgotten."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from diplomacy.accounts.roles import Nouns, Role, allowed
from diplomacy.office.corrections import DecidedMeanwhile, decide, erase_senders, state_of
from diplomacy.office.models import Snooze
from diplomacy.registry.models import Correction
from diplomacy.registry.queries.attention import Group, attention
from tests import builders
from tests.office.correcting import SENDER, at_desk, decided, decision, page_of, text
from tests.public.pages import addresses, parse
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db


def test_a_decision_is_kept_with_who_when_and_why_and_can_be_changed():
    one = builders.correction()
    client = at_desk()
    assert client.post(page_of(one), decision(one, comment="Mended.")).status_code == 302
    one.refresh_from_db()
    assert (one.decision, one.comment, one.decided_by) == (
        "mended", "Mended.", member("reviewer"),
    )  # fmt: skip
    assert one.decided_at
    client.post(page_of(one), decision(one, decision="kept", comment="It was right."))
    one.refresh_from_db()
    assert (one.decision, one.comment) == ("kept", "It was right.")
    client.post(page_of(one), decision(one, decision="", comment="Look once more."))
    one.refresh_from_db()
    assert one.is_open
    assert (one.decided_by, one.decided_at, one.comment) == (None, None, "Look once more.")


@pytest.mark.parametrize("typed", [
    {"decision": ""}, {"decision": "other"}, {"decision": "\0"}, {"comment": "x" * 1001},
    {"comment": "\0"}, {"seen": "\0"},
])  # fmt: skip
def test_a_decision_that_is_none_is_refused_beside_its_field(typed):
    one = builders.correction()
    page = at_desk().post(page_of(one), decision(one) | typed)
    assert page.status_code == 422
    assert "errorlist" in text(page)
    one.refresh_from_db()
    assert one.is_open


def test_who_comes_second_sees_the_first_decision_and_keeps_what_they_typed():
    one = builders.correction()
    stale = decision(one, decision="kept", comment="My reason")
    decide(one, member("administrator"), "useless", "Spam", seen=state_of(one))
    client = at_desk()
    page = client.post(page_of(one), stale)
    assert page.status_code == 409
    assert "My reason" in text(page)
    assert "Spam" in text(page)
    one.refresh_from_db()
    assert one.decision == "useless"
    (seen,) = (e.get("value") for e in parse(page).iter() if e.get("name") == "seen")
    assert client.post(page_of(one), stale | {"seen": seen}).status_code == 302


def test_a_decision_over_another_is_refused():
    one = builders.correction()
    seen = state_of(one)
    decide(one, member("reviewer"), "kept", "", seen=seen)
    with pytest.raises(DecidedMeanwhile):
        decide(one, member("administrator"), "mended", "", seen=seen)


# --- what needs attention ---


def test_an_open_correction_needs_the_attention_of_who_decides_and_tells_no_words_of_it():
    builders.correction(builders.city(en="Testville"), words="zqsecret", sender=SENDER)
    today = timezone.localdate()
    for role in Role:
        found = attention(member(role), today, groups=[Group.CORRECTIONS])
        assert bool(found) == allowed(role, "decide", Nouns.CORRECTIONS, "")
    (line,) = attention(member("reviewer"), today, groups=[Group.CORRECTIONS])[0].lines
    assert (line.title, line.why) == ("Testville", "a reader wrote, today")
    assert "zqsecret" not in repr(line)
    assert SENDER not in repr(line)
    desk = at_desk().get("/en/desk/")
    assert page_of(Correction.objects.get()) in addresses(desk)
    assert "zqsecret" not in text(at_desk().get("/en/desk/reminders/"))
    assert "Testville" in text(at_desk().get("/en/desk/reminders/"))


def test_the_line_goes_with_the_decision_and_can_be_put_off():
    one = builders.correction()
    today = timezone.localdate()
    found = attention(member("reviewer"), today, groups=[Group.CORRECTIONS])
    Snooze.objects.create(
        user=member("reviewer"),
        line=found[0].lines[0].id,
        until=today + timedelta(days=7),
    )
    assert page_of(one) not in addresses(at_desk().get("/en/desk/"))
    decide(one, member("reviewer"), "kept", "", seen=state_of(one))
    assert not attention(member("administrator"), today, groups=[Group.CORRECTIONS])


# --- what is forgotten ---


@pytest.mark.parametrize(("days", "kept"), [(89, True), (90, False), (400, False)])
def test_an_address_is_erased_some_days_after_the_decision(settings, days, kept):
    settings.CORRECTION_SENDER_DAYS = 90
    one, waiting = decided(days, sender=SENDER), builders.correction(sender=SENDER)
    assert erase_senders() == (0 if kept else 1)
    one.refresh_from_db()
    waiting.refresh_from_db()
    assert bool(one.sender) is kept
    assert waiting.sender == SENDER


def test_the_daily_command_erases_where_there_is_no_mail_too(settings):
    settings.EMAIL_HOST = ""
    decided(400, sender=SENDER)
    call_command("send_reminders", "--dry-run", stdout=StringIO())
    assert Correction.objects.exclude(sender="").exists()
    said = StringIO()
    call_command("send_reminders", stdout=said)
    assert "mail addresses of readers erased: 1" in said.getvalue()
    assert not Correction.objects.exclude(sender="").exists()


def test_the_address_is_erased_at_once_by_a_button():
    one = builders.correction(sender=SENDER)
    client = at_desk()
    assert f"mailto:{SENDER}" in addresses(client.get(page_of(one)))
    client.post(page_of(one), {"act": "erase"})
    assert SENDER not in text(client.get(page_of(one)))
    one.refresh_from_db()
    assert one.is_open
