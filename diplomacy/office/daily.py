"""What is done every day, at which hour, and whether it was: for a worker, a timer, or by hand."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from threading import Event

from django.conf import settings
from django.utils import timezone
from msgspec import Struct

log = logging.getLogger(__name__)

RETRY = timedelta(hours=1)  # after which what failed is tried again
LOOK = 20.0  # seconds between two looks at the clock
GRACE = 20.0  # seconds that a job may go on when the worker is told to end
BEAT = "beat"  # touched as long as the worker lives


class Job(Struct, frozen=True):
    """A command of `manage`, for every day at one hour of the house."""

    name: str
    at: time
    command: tuple[str, ...]


# The timers in deploy/systemd/ name the same hours. Each command may be killed and begun again:
# nothing is told twice, and no half file is left under the name of a whole one.
JOBS = {
    job.name: job
    for job in [
        Job("backup", time(1, 30), ("backup", "--keep", "30")),
        Job("bundle", time(2, 30), ("make_bundle",)),
        # Also erases old addresses of senders, forgets old sign-ins and sessions, and lets SQLite
        # count its tables anew.
        Job("reminders", time(7, 15), ("send_reminders",)),
    ]
}


class Diary:
    """When each job was last done, in a folder of small files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, datetime] = {}  # where the disk is full, it holds in memory

    def last(self, job: Job) -> datetime | None:
        """Return when the job was last done; None if that is not known."""
        try:
            written = datetime.fromisoformat((self.folder / job.name).read_text("ascii").strip())
        except (OSError, ValueError):
            written = None
        known = [one for one in (written, self._known.get(job.name)) if one and one.tzinfo]
        return max(known, default=None)

    def note(self, job: Job, now: datetime) -> None:
        self._known[job.name] = now
        half = self.folder / f"{job.name}.new"
        try:
            half.write_text(f"{now.astimezone(UTC).isoformat()}\n", "ascii")
            half.replace(self.folder / job.name)
        except OSError as error:
            log.error("It cannot be noted that %s was done (%s).", job.name, error.strerror)

    def beat(self) -> None:
        try:
            (self.folder / BEAT).touch()
        except OSError as error:
            log.error("The worker cannot write to its folder (%s).", error.strerror)


def own_folder() -> Path:
    """Return where the diary is, beside the other data."""
    return Path(settings.VAR_DIR) / "daily"


def own_diary() -> Diary:
    """Return the diary of this site, made if need be."""
    own_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return Diary(own_folder())


def is_due(job: Job, last: datetime | None, now: datetime) -> bool:
    """Return whether the hour of the job has come since it was last done.

    What was missed while nothing ran is due at once, but once; so is what was never done.
    """
    hour = now.replace(hour=job.at.hour, minute=job.at.minute, second=0, microsecond=0)
    if hour > now:
        hour -= timedelta(days=1)
    return last is None or last < hour


class Worker:
    """Does the jobs, one after the other, until it is told to end."""

    def __init__(
        self, diary: Diary, now: Callable[[], datetime] = timezone.localtime, jobs: dict = JOBS
    ) -> None:
        self.diary, self._now, self._jobs = diary, now, jobs
        self._failed: dict[str, datetime] = {}
        self.told_to_end = Event()

    def work(self) -> None:
        """Look at the clock now and then; return when told to end."""
        while not self.told_to_end.is_set():
            self.diary.beat()
            self.do_what_is_due()
            self.told_to_end.wait(LOOK)

    def do_what_is_due(self) -> bool:
        """Do each job that is due, whatever becomes of the others; return whether all went well."""
        well = True
        for job in self._jobs.values():
            now = self._now()
            tried = self._failed.get(job.name)
            waits = tried is not None and now < tried + RETRY
            if self.told_to_end.is_set() or waits or not is_due(job, self.diary.last(job), now):
                continue
            well = self.do(job) and well
        return well

    def do(self, job: Job) -> bool:
        """Do one job; return whether it went well."""
        began = self._now()
        log.info("%s begins.", job.name)
        code = self._run([sys.executable, str(settings.BASE_DIR / "manage.py"), *job.command])
        seconds = (self._now() - began).total_seconds()
        if code == 0:
            self._failed.pop(job.name, None)
            self.diary.note(job, began)
            log.info("%s is done, in %.0f s.", job.name, seconds)
        elif self.told_to_end.is_set():
            log.warning("%s was stopped with the worker; it is due again.", job.name)
        else:
            self._failed[job.name] = began
            log.error("%s failed with %s, after %.0f s.", job.name, code, seconds)
        return code == 0

    def _run(self, command: list[str]) -> int:
        """Run the command in a process of its own: what it takes or breaks ends with it."""
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env={**os.environ})
        except OSError as error:
            log.error("No process can be started (%s).", error.strerror)
            return 1
        left = GRACE
        while True:
            try:
                return process.wait(1)
            except subprocess.TimeoutExpired:
                self.diary.beat()
            if self.told_to_end.is_set():
                left -= 1
                if left == 0:
                    process.terminate()
                elif left < -GRACE / 4:
                    process.kill()
