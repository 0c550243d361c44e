"""What is to be done every day is done once a day, whatever fails, and however often one starts."""

import logging
import signal
import sys
import time as clock
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import (
    CommandError,
    call_command,
    get_commands,
    load_command_class,
)
from django.utils import timezone

from diplomacy.office.daily import JOBS, RETRY, Diary, Job, Worker, is_due, own_diary
from diplomacy.office.doctor import Level, around
from tests.serving.test_commands import run

NIGHT = Job("night", time(1, 30), ("no-such-command",))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(2026, 3, day, hour, minute))


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, at(5, 0), True),
        (at(5, 1, 30), at(5, 1, 31), False),
        (at(5, 1, 30), at(6, 1, 29), False),
        (at(5, 1, 30), at(6, 1, 30), True),
        (at(5, 14), at(6, 1, 29), False),
        (at(5, 14), at(6, 1, 30), True),
        (at(3, 1, 30), at(5, 0, 5), True),  # the night before was missed
        (at(6, 1, 30), at(5, 12), False),  # somebody set the clock back
    ],
)
def test_a_job_is_due_once_after_its_hour(last, now, due):
    assert is_due(NIGHT, last, now) is due


def test_the_hour_is_that_of_the_house(settings):
    settings.TIME_ZONE = "Asia/Tehran"
    with timezone.override("Asia/Tehran"):
        now = timezone.localtime(datetime(2026, 3, 5, 22, 1, tzinfo=UTC))  # 01:31 there
        assert is_due(NIGHT, datetime(2026, 3, 5, 21, 59, tzinfo=UTC), now)
        assert not is_due(NIGHT, datetime(2026, 3, 5, 22, 0, tzinfo=UTC), now)


class Counted(Worker):
    """A worker that notes which commands it would run; those in `failing` fail."""

    def __init__(self, diary: Diary, now: datetime, *jobs: Job) -> None:
        super().__init__(diary, lambda: self.now, {job.name: job for job in jobs})
        self.now, self.ran, self.failing = now, [], set()

    def _run(self, command: list[str]) -> int:
        self.ran.append(command[2])
        return 1 if command[2] in self.failing else 0


FIRST, SECOND = Job("first", time(1), ("one",)), Job("second", time(2), ("two",))


def test_after_a_restart_nothing_is_done_twice(tmp_path):
    for _start in range(3):
        worker = Counted(Diary(tmp_path), at(5, 3), FIRST, SECOND)
        assert worker.do_what_is_due()
        assert worker.do_what_is_due()
    assert worker.ran == []
    later = Counted(Diary(tmp_path), at(6, 1, 30), FIRST, SECOND)
    later.do_what_is_due()
    assert later.ran == ["one"]


def test_what_fails_hinders_nothing_else_and_is_tried_again_in_an_hour(tmp_path, caplog):
    worker = Counted(Diary(tmp_path), at(5, 3), FIRST, SECOND)
    worker.failing = {"one"}
    assert not worker.do_what_is_due()
    worker.now += RETRY - timedelta(seconds=1)
    assert worker.do_what_is_due()
    assert worker.ran == ["one", "two"]
    worker.now += timedelta(seconds=1)
    worker.failing = set()
    assert worker.do_what_is_due()
    assert worker.ran == ["one", "two", "one"]
    assert [one.levelno for one in caplog.records if "failed" in one.message] == [logging.ERROR]


@pytest.mark.parametrize("written", ["", "yesterday", "2026-03-05", "\x00"])
def test_a_spoilt_note_means_that_it_is_not_known(tmp_path, written):
    (tmp_path / "first").write_text(written)
    assert Diary(tmp_path).last(FIRST) is None


def test_where_nothing_can_be_noted_a_job_is_not_repeated_without_end(tmp_path):
    worker = Counted(Diary(tmp_path / "is-not-there"), at(5, 3), FIRST)
    worker.do_what_is_due()
    worker.do_what_is_due()
    worker.diary.beat()
    assert worker.ran == ["one"]


def test_the_list_says_when_each_was_last_done(settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    own_diary().note(JOBS["backup"], at(5, 1, 30))
    call_command("daily", "--list")
    assert capsys.readouterr().out.splitlines()[:2] == [
        "backup: at 01:30, last done: 2026-03-05 01:30",
        "bundle: at 02:30, last done: never",
    ]
    assert (tmp_path / "daily").stat().st_mode & 0o077 == 0


def test_every_job_is_a_command_with_options_that_it_knows():
    for job in JOBS.values():
        name, *options = job.command
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        assert parser.parse_args(options)


def test_one_job_that_fails_ends_the_command_with_one(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(JOBS, "backup", Job("backup", time(1), ("no-such-command",)))
    before = [signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)]
    try:
        with pytest.raises(CommandError, match="Not everything was done"):
            call_command("daily", "--now", "backup")
    finally:
        for sign, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(sign, handler)
    assert own_diary().last(JOBS["backup"]) is None


def test_the_doctor_tells_of_a_job_that_was_left_out_and_makes_nothing(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert list(around.daily_jobs()) == []  # done by cron, say
    assert list(tmp_path.iterdir()) == []
    own_diary().note(JOBS["backup"], timezone.now() - timedelta(hours=35))
    own_diary().note(JOBS["bundle"], timezone.now() - timedelta(hours=37))
    found = {one.told.partition(":")[0]: one for one in around.daily_jobs()}
    assert [name for name, one in found.items() if one.level is Level.OK] == ["backup"]
    assert "never done" in found["reminders"].told
    assert "manage daily --now bundle" in found["bundle"].advice


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_it_stays_and_ends_at_once_when_told_to(tmp_path):
    diary = Diary(tmp_path / "daily")
    diary.folder.mkdir()
    for job in JOBS.values():
        diary.note(job, timezone.now())
    process = run(tmp_path, "daily", wait=False)
    end = clock.monotonic() + 30
    while not (diary.folder / "beat").exists():
        assert clock.monotonic() < end
        clock.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    said, fault = process.communicate(timeout=10)
    assert (process.returncode, said) == (0, "")
    assert "Traceback" not in fault
