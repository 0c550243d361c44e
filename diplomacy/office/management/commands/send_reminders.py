"""Send every member of staff the digest of what needs their attention."""

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from diplomacy.accounts.letters import can_mail
from diplomacy.accounts.sign_ins import forget_old
from diplomacy.calendars import DateError, read
from diplomacy.office.corrections import erase_senders
from diplomacy.office.reminders.one_run import AlreadyRunning, one_run
from diplomacy.office.reminders.sending import Result, Sending, send_digests
from diplomacy.registry.models.statistics import count_tables_anew

_AT_ONCE = 500  # rows


class Command(BaseCommand):
    help = (
        "Send each person a digest of what needs their attention and was not told yet, by e-mail "
        "in their language. Meant to run once a day; a second run tells nothing twice. Erases the "
        "mail addresses of readers whose corrections were decided long ago, and forgets old "
        "sign-ins and sessions. Lets SQLite count its tables anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent, send and keep nothing"
        )
        parser.add_argument(
            "--on",
            type=_day,
            metavar="DAY",
            help="as if it were this day: 2026-11-25 or 1405-09-04",
        )

    @no_translations
    def handle(self, *, dry_run: bool, on: date | None, **options: Any) -> None:
        if not can_mail() and not dry_run:
            self._forget()
            self.stdout.write(
                "No mail server is set up (EMAIL_URL), so nothing is sent. What the digests would "
                f"say stands on the desk: {settings.SITE_URL}/{settings.HOME_LANGUAGE}"
                "/desk/reminders/"
            )
            return
        try:
            with one_run():
                if not dry_run:
                    self._forget()
                sendings = self._send(on or timezone.localdate(), dry_run)
        except AlreadyRunning as error:
            raise CommandError("Another run has not ended yet. This one sent nothing.") from error
        self._sum_up(sendings, dry_run)

    def _forget(self) -> None:
        if erased := erase_senders():
            self.stdout.write(f"mail addresses of readers erased: {erased}")
        while forget_old(_AT_ONCE):
            pass
        SessionStore.clear_expired()
        count_tables_anew()

    def _send(self, on: date, dry_run: bool) -> list[Sending]:
        sendings = []
        for sending in send_digests(on, dry_run=dry_run):
            sendings.append(sending)
            if sending.result == Result.FAILED:
                self.stderr.write(f"{sending.user}: {sending.fault}")
            elif dry_run and sending.lines:
                lines = "line" if sending.lines == 1 else "lines"
                self.stdout.write(f"{sending.user}: {sending.lines} {lines}")
        return sendings

    def _sum_up(self, sendings: list[Sending], dry_run: bool) -> None:
        counted = Counter(sending.result for sending in sendings)
        for result, count in counted.items():
            words = "would be sent" if dry_run and result == Result.SENT else result.value
            self.stdout.write(f"{count} {words}")
        if not sendings:
            self.stdout.write("Nobody wants a digest.")
        if failed := counted[Result.FAILED]:
            raise CommandError(
                f"{failed} of {len(sendings)} digests were not sent. The next run tries them again."
            )


def _day(text: str) -> date:
    """Return the day in either calendar. Raises ArgumentTypeError."""
    try:
        day = read(text)
    except DateError as error:
        raise ArgumentTypeError(str(error)) from error
    if not day.is_day:
        raise ArgumentTypeError(f"{text!r} is not one day; write it like 2026-11-25")
    return day.first
