"""What the site needs from around it: a mail server, what makes PDFs, the right time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone

from diplomacy.office.daily import JOBS, Diary, own_folder
from diplomacy.paper import can_print

from .findings import Finding, failing, good, warning

# The site was written later: a clock that says less has lost the time.
AFTER = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
OVERDUE = timedelta(hours=36)


def mail() -> Iterator[Finding]:
    if not settings.MAIL_SERVER:
        yield warning(
            "mail",
            "No mail is sent: administrators hand invitations and new passwords over themselves.",
            "Set EMAIL_URL, if there is a mail server.",
        )
        return
    host = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    server = get_connection()
    try:
        server.open()
        server.close()
    except (OSError, SMTPException) as error:
        yield failing(
            "mail",
            f"{host} does not take mail from us: {type(error).__name__}.",
            "Mend EMAIL_URL and EMAIL_PASSWORD_FILE, or ask who runs the mail server.",
        )
        return
    yield good("mail", f"{host} answers; mail comes from {settings.DEFAULT_FROM_EMAIL}.")


def printing() -> Iterator[Finding]:
    if not can_print("fa"):
        yield warning(
            "PDF",
            "None are offered; pages can be printed all the same.",
            "Install requirements-pdf.txt and Pango (docs/decisions/0030).",
        )
    elif not can_print("zh-hans"):
        yield warning("PDF", "None in Chinese: no font has its letters.", "Install fonts-noto-cjk.")
    else:
        yield good("PDF", "They are offered in all languages.")


def daily_jobs() -> Iterator[Finding]:
    """Look whether each was done within the last day and a half, where `manage daily` does them."""
    diary = Diary(own_folder())
    if not diary.folder.is_dir():
        return  # by cron, say, which keeps no diary
    for job in JOBS.values():
        last = diary.last(job)
        told = f"{job.name}: last done {timezone.localtime(last):%Y-%m-%d %H:%M}." if last else ""
        if not last or timezone.now() - last > OVERDUE:
            yield warning(
                "daily jobs",
                told or f"{job.name}: never done.",
                f"Do it by `manage daily --now {job.name}`, and look at what the log says; see"
                " whether the worker or the timers run (docs/deploying.md).",
            )
        else:
            yield good("daily jobs", told)


def clock() -> Iterator[Finding]:
    now = timezone.localtime()
    if time.time() < AFTER:
        yield failing(
            "clock", f"It is said to be {now:%Y-%m-%d}.", "Have the machine take the time."
        )
    else:
        yield good("clock", f"It is {now:%Y-%m-%d %H:%M} in {settings.TIME_ZONE}.")
