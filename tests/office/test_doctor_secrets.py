"""What the doctor advises on files with secrets leaves them readable by the site."""

import os
import sys

import pytest

from diplomacy.office.doctor import set_up

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")


@pytest.mark.parametrize("ours", [True, False])
def test_a_file_of_somebody_else_is_given_to_us_before_its_group_is_kept_out(
    settings, tmp_path, monkeypatch, ours
):
    settings.VAR_DIR = settings.BASE_DIR = tmp_path
    key = tmp_path / "secret-key"
    key.write_text("x")
    key.chmod(0o640)
    account = os.geteuid() if ours else os.geteuid() + 1
    monkeypatch.setattr(set_up.os, "geteuid", lambda: account)
    before = "" if ours else f"chown {account} {key} && "
    assert [one.advice for one in set_up.secrets()] == [f"{before}chmod 600 {key}"]
