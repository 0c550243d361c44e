"""Back to every earlier state of the tables and forward again, with all that a site can hold."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.office import drill

from .conftest import ran

CODES = ("fa", "en", "zh")
# What the older version has no place for: it is lost on the way back, as docs/upgrading.md says.
COLUMNS = {
    "accounts_user.digest",
    "accounts_user.sessions_ended",
    *(
        f"registry_{table}agreement.text_why_{code}"
        for table in ("", "historical")
        for code in CODES
    ),
    "registry_entry.revises_id",
    "registry_historicaldelegation.revises_id",
    "registry_city.pronunciation_en",
    "registry_historicalcity.pronunciation_en",
    "registry_event.offer",
    "registry_event.offer_url",
    "registry_historicalevent.offer",
    "registry_historicalevent.offer_url",
}
# Sort keys and search texts are made anew, and are what they were; a name's own key is not.
SORTED_BY = {
    "registry_city.sort_as_en",
    "registry_historicalcity.sort_as_en",
    "registry_city.order_en",
}


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
    elsewhere = {c for c in told["forward"] if c.partition(".")[0] not in told["gone"]}
    assert elsewhere == COLUMNS | SORTED_BY
    assert told["answered before"] > 40
    assert told["answered after"] > 40
