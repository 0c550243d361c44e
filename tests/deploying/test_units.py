"""The units of systemd run the same commands as the containers, shut in as they are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from diplomacy.office.daily import JOBS

from . import files

SERVICES = sorted(path.name for path in files.UNITS.glob("*.service"))
TIMERS = sorted(path.name for path in files.UNITS.glob("*.timer"))
PLACE = "/srv/register"


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not there")
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_units_and_containers_run_the_same():
    web = files.unit("register-web.service")["Service"]
    proxy = files.unit("register-proxy.service")["Service"]
    daily = files.unit("register-daily@.service")["Service"]
    assert web["ExecStart"].split() == [
        f"{PLACE}/.venv/bin/{files.command('web')[0]}",
        *files.command("web")[1:],
    ]
    assert proxy["ExecStart"] == files.command("proxy")[0].replace("/app/", f"{PLACE}/")
    assert daily["ExecStart"] == (f"{PLACE}/.venv/bin/{' '.join(files.command('worker'))} --now %i")


def test_there_is_a_timer_for_every_daily_job_at_its_hour():
    assert sorted(f"register-daily@{name}.timer" for name in JOBS) == TIMERS
    for name, job in JOBS.items():
        timer = files.unit(f"register-daily@{name}.timer")["Timer"]
        assert timer["OnCalendar"] == f"*-*-* {job.at:%H:%M:%S}"
        assert timer["Persistent"] == "yes"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(name):
    service = files.unit(name)["Service"]
    assert service["User"].startswith("register")
    assert service["Group"] == "register"
    for key in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices"):
        assert service[key] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] in ("", "CAP_NET_BIND_SERVICE")
    assert service["EnvironmentFile"] == "/etc/register/env"


@pytest.mark.parametrize("name", SERVICES)
def test_systemd_finds_a_service_well_shut_in(name):
    told = analyze("security", "--offline=yes", "--threshold=25", str(files.UNITS / name))
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr


def test_systemd_understands_every_unit(tmp_path: Path):
    for path in files.UNITS.iterdir():
        text = path.read_text("utf-8")
        # The programs are not at their place on this machine.
        text = re.sub(r"^(ExecStart=)\S+", r"\1/bin/true", text, flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text, "utf-8")
    told = analyze("verify", *map(str, sorted(tmp_path.iterdir())))
    lines = [line for line in told.stderr.splitlines() if line.startswith("register-")]
    assert (told.returncode, lines) == (0, []), told.stderr


def test_the_guide_sets_up_every_unit():
    guide = (files.ROOT / "docs" / "deploying.md").read_text("utf-8")
    for name in [*SERVICES, *TIMERS]:
        if not name.endswith("@.service"):  # which timers start
            assert name.removesuffix(".service") in guide
