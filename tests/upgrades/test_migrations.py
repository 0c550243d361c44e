"""Back to every earlier state of the tables and forward again, with all that a site can hold."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.office import drill

from .conftest import ran


@pytest.mark.slow
def test_every_migration_can_be_gone_back_over_and_forward_again(transactional_db, tmp_path: Path):
    with drill.empty_place(tmp_path) as place:
        place.connection.close()
        told = json.loads(ran(drill.environment(place), "-m", "tests.upgrades.stepping"))
    files = (settings.BASE_DIR / "diplomacy").glob("*/migrations/0*.py")
    later = {f"{file.parts[-3]}.{file.stem}" for file in files if not file.stem.startswith("0001")}
    assert told["back"].keys() == later
    assert {name: lost for name, lost in told["back"].items() if lost} == {}
    assert (told["other tables"], told["other columns"]) == ([], [])
    # What an older version has no place for is lost: name it here and in docs/upgrading.md.
    assert [c for c in told["forward"] if c.partition(".")[0] not in told["gone"]] == []
    assert told["answered before"] > 40
    assert told["answered after"] > 40
