"""Do what is to be done every day: reminders, backup, the bundle of open data."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from diplomacy.office.daily import JOBS, Worker, own_diary


class Command(BaseCommand):
    help = (
        "Stay, and do what is to be done every day at its hour (docs/deploying.md). What failed is "
        "tried again an hour later; a restart does nothing twice. SIGTERM lets the job at hand end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--once", action="store_true", help="do what is due, and end")
        one.add_argument("--now", choices=sorted(JOBS), help="do one job, due or not, and end")
        one.add_argument("--list", action="store_true", help="say when each was last done")

    @no_translations
    def handle(self, *, once: bool, now: str | None, **options: Any) -> None:
        worker = Worker(own_diary())
        if options["list"]:
            for job in JOBS.values():
                last = worker.diary.last(job)
                told = f"{timezone.localtime(last):%Y-%m-%d %H:%M}" if last else "never"
                self.stdout.write(f"{job.name}: at {job.at:%H:%M}, last done: {told}")
            return
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: worker.told_to_end.set())
        if now or once:
            if not (worker.do(JOBS[now]) if now else worker.do_what_is_due()):
                raise CommandError("Not everything was done; the log says what.")
            return
        worker.work()
