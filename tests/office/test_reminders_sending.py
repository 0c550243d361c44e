"""`manage send_reminders`: whom it writes to, in which words, and that it never writes twice."""

import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from threading import Thread

import html5lib
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.office.models import SentReminder, Snooze
from diplomacy.office.reminders.digest import digest
from diplomacy.office.reminders.one_run import AlreadyRunning, one_run
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = "2026-11-25"
NAMES = {"fa": "تعهد", "en": "Promise", "zh-hans": "承诺"}


@pytest.fixture(autouse=True)
def mail_server(settings, tmp_path: Path) -> None:
    settings.EMAIL_HOST = "mail.test"
    settings.SITE_URL = "https://register.test"
    settings.VAR_DIR = tmp_path


def staff(name: str, **fields) -> User:
    given = {"email": f"{name}@office.test", "role": "recorder", "language": "en"}
    return User.objects.create_user(name, **(given | {"digest": "daily"} | fields))


def send(*arguments: str) -> str:
    """Run the command as of TODAY and return what it says."""
    out = StringIO()
    call_command("send_reminders", f"--on={TODAY}", *arguments, stdout=out, stderr=out)
    return out.getvalue()


class KilledAfterSending(EmailBackend):
    """Delivers, and does not live to say so."""

    def send_messages(self, messages) -> int:
        super().send_messages(messages)
        raise SystemExit


def test_a_second_run_sends_nothing_twice():
    staff("clerk")
    builders.commitment(builders.city(), due="2026-11-01")
    assert "1 sent" in send()
    assert "1 nothing new" in send()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("language", "subject", "heading", "year"),
    [
        ("fa", "میز کار پیوندها: ۲ مورد برای رسیدگی", "آنچه به توجه نیاز دارد", "۱۴۰۵"),
        ("en", "Desk of ties: 2 things to see to", "What needs attention", "1405"),
        ("zh-hans", "关系工作台：2项待处理", "需要关注的事项", "1405"),
    ],
)
def test_the_mail_is_in_the_language_of_the_person(language, subject, heading, year):
    staff("clerk", language=language)
    promise = builders.commitment(builders.city(), due="2026-11-01")
    builders.commitment(builders.city(), due="2026-11-02")
    send()
    sent = mail.outbox[0]
    html = sent.alternatives[0].content
    address = f"https://register.test/{language}/desk/records/commitment/{promise.key}/"
    assert (sent.subject, sent.to) == (subject, ["clerk@office.test"])
    for body in (sent.body, html):
        for words in (heading, NAMES[language], year, address):
            assert words in body
        assert not [name for code, name in NAMES.items() if code != language and name in body]
    assert sent.extra_headers["Content-Language"] == language
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_no_latin_digit_is_in_a_persian_mail_outside_of_addresses():
    staff("clerk", language="fa")
    builders.commitment(builders.city(), due="2026-11-01")
    builders.agreement(builders.city(), start="2017-01-01", expires="2027-01-31")
    send()
    text = re.sub(r"https?://\S+", "", mail.outbox[0].body)
    assert "۱۴۰۵" in text
    assert re.findall(r"[0-9]", text) == []


def test_the_mail_asks_nothing_of_anybody_else_and_takes_no_title_for_markup():
    staff("clerk")
    builders.commitment(
        builders.city(), due="2026-11-01", title_en="<img src=https://spy.test/x> & more"
    )
    send()
    sent = mail.outbox[0]
    html = sent.alternatives[0].content
    page = html5lib.HTMLParser(strict=True).parse(html)
    names = {element.tag.rpartition("}")[2] for element in page.iter()}
    assert not names & {"img", "script", "style", "link", "iframe", "object", "form"}
    targets = {element.get("href") for element in page.iter() if element.get("href")}
    assert targets
    assert all(target.startswith("https://register.test/en/desk/") for target in targets)
    assert "&lt;img src=https://spy.test/x&gt; &amp; more" in html
    assert "- <img src=https://spy.test/x> & more\n" in sent.body


def test_nothing_typed_begins_a_line_of_the_mail():
    staff("clerk")
    builders.commitment(builders.city(), due="2026-11-01", title_en="One\r\n\r\nhttps://spy.test")
    send()
    assert "\n- One https://spy.test\n" in mail.outbox[0].body


@pytest.mark.parametrize("role", ["viewer", "recorder", "reviewer", "administrator"])
def test_everyone_of_the_staff_who_wants_a_digest_gets_one(role):
    staff("clerk", role=role)
    builders.commitment(builders.city(), due="2026-11-01")
    send()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"digest": "never"}, "Nobody wants a digest"),
        ({"is_active": False}, "Nobody wants a digest"),
        ({"email": ""}, "1 no e-mail address"),
    ],
)
def test_whoever_left_wants_no_digest_or_has_no_address_gets_none(fields, said):
    staff("clerk", **fields)
    builders.commitment(builders.city(), due="2026-11-01")
    assert said in send()
    assert mail.outbox == []
    assert not SentReminder.objects.exists()


def test_nobody_is_written_to_when_there_is_nothing_to_say():
    staff("clerk")
    assert "1 nothing new" in send()
    assert mail.outbox == []


def test_a_snoozed_line_is_not_sent():
    clerk = staff("clerk")
    builders.commitment(builders.city(), due="2026-11-01")
    line = digest(clerk, date(2026, 11, 25)).lines[0]
    Snooze.objects.create(user=clerk, line=line.id, until=date(2026, 11, 26))
    assert "1 nothing new" in send()


@pytest.mark.parametrize(("days", "comes"), [(0, False), (6, False), (7, True), (30, True)])
def test_a_weekly_digest_comes_when_the_last_one_is_a_week_old(days, comes):
    clerk = staff("clerk", digest="weekly")
    builders.commitment(builders.city(), due="2026-11-01")
    call_command("send_reminders", stdout=StringIO())
    assert len(mail.outbox) == 1
    SentReminder.objects.update(sent_at=timezone.now() - timedelta(days=days))
    builders.commitment(builders.city(), due="2026-11-02")
    call_command("send_reminders", stdout=StringIO())
    assert (len(mail.outbox) == 2) is comes
    assert clerk.reminders.count() == len(mail.outbox)


def test_a_dry_run_says_what_it_would_send_and_sends_and_keeps_nothing(settings):
    settings.EMAIL_HOST = ""
    staff("clerk")
    builders.commitment(builders.city(), due="2026-11-01")
    said = send("--dry-run")
    assert "clerk: 1 line\n" in said
    assert "1 would be sent" in said
    assert mail.outbox == []
    assert not SentReminder.objects.exists()


def test_without_a_mail_server_the_command_says_so_and_the_digest_waits(settings):
    settings.EMAIL_HOST = ""
    staff("clerk")
    builders.commitment(builders.city(), due="2026-11-01")
    said = send()
    assert "No mail server is set up (EMAIL_URL)" in said
    assert "https://register.test/fa/desk/reminders/" in said
    assert not SentReminder.objects.exists()


def test_a_mail_server_that_does_not_answer_fails_the_run_and_the_next_one_tells_it(settings):
    staff("clerk")
    staff("other")
    builders.commitment(builders.city(), due="2026-11-01")
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    with pytest.raises(CommandError, match="2 of 2 digests were not sent"):
        send()
    assert not SentReminder.objects.exists()
    settings.EMAIL_BACKEND = backend
    assert "2 sent" in send()


def test_an_address_that_no_mail_can_have_does_not_keep_the_others_waiting():
    staff("a-broken", email="a\nBcc: everybody@office.test")
    staff("b-sound")
    builders.commitment(builders.city(), due="2026-11-01")
    with pytest.raises(CommandError, match="1 of 2 digests were not sent"):
        send()
    assert [sent.to for sent in mail.outbox] == [["b-sound@office.test"]]
    assert set(SentReminder.objects.values_list("user__username", flat=True)) == {"b-sound"}


def test_a_run_killed_after_sending_repeats_one_mail_by_the_same_name(settings):
    staff("a-first")
    staff("b-second")
    builders.commitment(builders.city(), due="2026-11-01")
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.KilledAfterSending"
    with pytest.raises(SystemExit):
        send()
    settings.EMAIL_BACKEND = backend
    assert "2 sent" in send()
    receivers = [sent.to[0].partition("@")[0] for sent in mail.outbox]
    assert receivers == ["a-first", "a-first", "b-second"]
    names = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert names[0] == names[1] != names[2]
    assert re.fullmatch(r"<digest\.[0-9a-f]{32}@register\.test>", names[0])


def test_the_second_of_two_runs_at_once_sends_nothing():
    staff("clerk")
    builders.commitment(builders.city(), due="2026-11-01")
    met = []

    def second_run() -> None:
        try:
            send()
        except CommandError as error:
            met.append(str(error))
        finally:
            connection.close()

    with one_run():
        thread = Thread(target=second_run)
        thread.start()
        thread.join()
    assert met == ["Another run has not ended yet. This one sent nothing."]
    assert mail.outbox == []
    assert "1 sent" in send()


def test_a_run_that_fails_keeps_no_later_one_out():
    with pytest.raises(ZeroDivisionError), one_run():
        raise ZeroDivisionError
    with one_run():
        pass
    assert issubclass(AlreadyRunning, Exception)


@pytest.mark.parametrize("day", ["2026-11", "1405-13-01", "tomorrow", "0000-00-00", "2026-11-25~"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(CommandError, match="--on"):
        call_command("send_reminders", f"--on={day}", stdout=StringIO())


def test_the_day_may_be_given_in_the_solar_hijri_calendar():
    staff("clerk")
    builders.commitment(builders.city(), due="2026-11-24")
    out = StringIO()
    call_command("send_reminders", "--on=1405-09-03", stdout=out)
    call_command("send_reminders", "--on=1405-09-04", stdout=out)
    subjects = [sent.body.count("late") for sent in mail.outbox]
    assert subjects == [0, 1]


@pytest.mark.parametrize("people", [2, 6])
def test_a_run_costs_so_much_for_each_person(django_assert_max_num_queries, people):
    for number in range(people):
        staff(f"clerk-{number}")
    for _number in range(5):
        builders.commitment(builders.city(), due="2026-11-01")
    with django_assert_max_num_queries(3 + 14 * people):
        send()
    assert len(mail.outbox) == people


def test_sqlite_knows_how_its_tables_are_filled_afterwards(on_sqlite):
    builders.event(start="2020")
    call_command("send_reminders", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'registry_entry'")
        assert cursor.fetchone()[0] > 0
