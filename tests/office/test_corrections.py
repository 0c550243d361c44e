"""What readers say is wrong, at the desk: who reads it, who decides, and what is forgotten."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomacy.accounts.roles import MATRIX, Nouns, Role, allowed
from diplomacy.office.corrections import DecidedMeanwhile, decide, erase_senders, state_of
from diplomacy.office.models import Snooze
from diplomacy.registry.models import Correction
from diplomacy.registry.queries.attention import Group, attention
from diplomacy.registry.queries.paging import PAGE_SIZE
from tests import builders
from tests.public.pages import addresses, parse, words_in
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

LIST = "/en/desk/corrections/"
SENDER = "reader@example.org"


def at_desk(role: str = "reviewer") -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def page_of(one: Correction, language: str = "en") -> str:
    return f"/{language}/desk/corrections/{one.pk}/"


def text(page) -> str:
    return page.content.decode()


def decision(one: Correction, **typed) -> dict[str, str]:
    return {"act": "decide", "decision": "mended", "comment": "", "seen": state_of(one)} | typed


def decided(days_ago: int = 0, **fields) -> Correction:
    at = timezone.now() - timedelta(days=days_ago)
    made = {"decision": "kept", "decided_by": member("reviewer"), "decided_at": at}
    return builders.correction(**(made | fields))


# --- who may ---


@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_matrix_holds_at_the_desk(role):
    one = builders.correction(sender=SENDER)
    client = at_desk(role)
    may = {action: allowed(role, action, Nouns.CORRECTIONS, "") for action in MATRIX["corrections"]}
    for path in (LIST, page_of(one)):
        assert (client.get(path).status_code == 200) == may["view"]
    assert (SENDER in text(client.get(page_of(one)))) == may["decide"]
    for act in ("erase", "decide"):
        sent = client.post(page_of(one), decision(one, act=act))
        assert (sent.status_code == 302) == may["decide"]
        assert may["decide"] or sent.status_code == 403
    one.refresh_from_db()
    assert (one.decision == "mended") == (one.sender == "") == may["decide"]


def test_a_visitor_is_sent_to_sign_in(client):
    assert "sign-in" in client.get(LIST)["Location"]


# --- the list ---


def test_the_list_shows_the_open_ones_newest_first_and_others_on_demand():
    first, second = builders.correction(words="First"), builders.correction(words="Second")
    done = decided(words="Done with")
    page = text(at_desk().get(LIST))
    assert page.index(second.words) < page.index(first.words)
    assert done.words not in page
    page = text(at_desk().get(f"{LIST}?show=decided"))
    assert done.words in page
    assert first.words not in page
    page = text(at_desk().get(f"{LIST}?show=all"))
    assert done.words in page
    assert first.words in page


def test_a_long_list_is_turned_page_by_page(django_assert_max_num_queries):
    for _ in range(PAGE_SIZE + 1):
        builders.correction()
    client = at_desk()
    with django_assert_max_num_queries(5):
        first = client.get(LIST)
    (after,) = {one for one in addresses(first) if one.startswith("?show=open&after=")}
    second = client.get(LIST + after)
    assert text(first).count('<li class="box">') == PAGE_SIZE
    assert text(second).count('<li class="box">') == 1


@pytest.mark.parametrize("query", [
    "show=x", "show=%00", "after=x", "noun=event&key=%00", "noun=user&key=1", "noun=city&key=none",
    "key=x",
])  # fmt: skip
def test_an_odd_address_shows_the_open_ones(query):
    one = builders.correction()
    page = at_desk().get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert one.words in text(page)


def test_corrections_about_one_record_are_found_under_its_former_key_too():
    entry = builders.event(builders.city(), key="old-key")
    one = builders.correction(noun="event", key="old-key", words="About this")
    builders.correction(noun="commitment", key="old-key", words="About that")
    entry.key = "new-key"
    entry.save()
    page = text(at_desk().get(f"{LIST}?noun=event&key=new-key"))
    assert one.words in page
    assert "About that" not in page


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30])
def test_a_number_of_no_correction_is_not_there(number):
    assert at_desk().get(f"{LIST}{number}/").status_code == 404
    assert at_desk().post(f"{LIST}{number}/", {"act": "erase"}).status_code == 404


# --- one of them ---


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_a_page_is_valid_and_says_everything_in_the_language_of_its_reader(language):
    tie = builders.tie()
    one = builders.correction(
        tie.partner, words="\u202e<b>x</b>", found_where="A paper", sender=SENDER
    )
    other = builders.correction(tie.partner)
    done = decided(words="y", comment="Read again.")
    for path in (page_of(one, language), page_of(done, language), f"/{language}/desk/corrections/"):
        page = at_desk().get(path)
        assert page.status_code == 200
        assert parse(page).find(".//h1") is not None
        if language == "fa":
            assert not words_in(page, "[0-9]", "fa")
    page = at_desk().get(page_of(one, language))
    found = addresses(page)
    assert f"/{language}/cities/{tie.partner.key}/" in found
    assert f"/{language}/desk/records/tie/{tie.key}/" in found
    assert page_of(other, language) in found
    assert "&lt;b&gt;x&lt;/b&gt;" in text(page)
    assert "<b>x</b>" not in text(page)


@pytest.mark.parametrize("noun", ["event", "organisation", "source", "city"])
def test_it_leads_to_its_record_at_the_desk(noun):
    entry = builders.event(builders.city(), key="an-entry")
    records = {
        "event": (entry, reverse("desk:record", args=["event", entry.key])),
        "source": (source := entry.citations.get().source,
                   reverse("admin:registry_source_change", args=[source.pk])),
        "organisation": (body := builders.organisation(),
                         reverse("admin:registry_organisation_change", args=[body.pk])),
        "city": (place := builders.city(),
                 reverse("admin:registry_city_change", args=[place.pk])),
    }  # fmt: skip
    record, address = records[noun]
    one = builders.correction(noun=noun, key=record.key)
    assert address in addresses(at_desk().get(page_of(one)))


def test_it_says_when_readers_no_longer_see_the_record_or_nobody_does():
    entry = builders.event(builders.city(), publication="withdrawn")
    for key in (entry.key, "gone"):
        page = at_desk().get(page_of(builders.correction(noun="event", key=key)))
        assert "Readers do not see this record any more." in text(page)


def test_a_page_costs_the_same_however_much_was_sent(django_assert_max_num_queries):
    place = builders.tie().partner
    for _ in range(40):
        one = builders.correction(place)
    client = at_desk()
    with django_assert_max_num_queries(9):
        client.get(page_of(one))


def test_the_page_of_a_record_at_the_desk_counts_what_is_open_about_it():
    tie = builders.tie()
    builders.correction(tie.partner)
    builders.correction(tie.partner)
    decided(noun="city", key=tie.partner.key)
    path = f"/en/desk/records/tie/{tie.key}/"
    page = at_desk("recorder").get(path)
    assert "2 open corrections from readers" in text(page)
    assert f"{LIST}?noun=city&key={tie.partner.key}" in addresses(page)
    assert "open corrections" not in text(at_desk("viewer").get(path))


# --- deciding ---


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
