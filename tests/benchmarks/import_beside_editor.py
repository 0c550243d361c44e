"""How long somebody waits who saves while the longest table comes in (DUR-08).

    python3 run.py test --sqlite tests/benchmarks/import_beside_editor.py -s -n0
    python3 run.py test --postgresql tests/benchmarks/import_beside_editor.py -s -n0

prints how long the table takes to be written, and how long the slowest of the saves beside it took.
"""

import time
from statistics import median

import pytest

from diplomacy.ingest.tables.reading import MAX_ROWS
from tests.serving.conftest import register
from tests.serving.live import Live
from tests.serving.test_killed import BRING_IN, ROWS, command

__all__ = ["register"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_saves_beside_the_longest_table_waits_for_it(register):
    with Live(register).served() as live:
        tokens = live.forms(60)
        alone = [live.correct(token).seconds for token in tokens[:10]]
        script = BRING_IN.replace(f"range({ROWS})", f"range({MAX_ROWS})")
        process = command(register, "-c", script)
        assert "begins" in process.stdout.readline()
        began, beside = time.monotonic(), []
        for token in tokens[10:]:
            if process.poll() is not None:
                break
            beside.append(live.correct(token))
            time.sleep(0.2)
        assert "ends" in process.communicate()[0]
        took = time.monotonic() - began
    waited = [answer.seconds for answer in beside]
    refused = [answer.status for answer in beside if answer.status != 303]
    print(  # noqa: T201
        f"\n{MAX_ROWS} rows: {took:.1f} s; a save alone: {median(alone):.2f} s; beside it:"
        f" {len(beside)} saves, median {median(waited):.2f} s, slowest {max(waited):.1f} s,"
        f" {len(refused)} told to come back ({sorted(set(refused))})"
    )
    assert set(refused) <= {503}
