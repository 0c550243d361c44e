"""The drill of docs/backup.md: a backup, an empty machine, and the same public pages."""

import json
from pathlib import Path

import pytest

from tests.office import drill

from . import filling
from .asking import differing
from .conftest import asked, ran

PAGES = "import json; print(json.dumps(asking.answers(3)))"


@pytest.mark.slow
def test_a_site_restored_on_an_empty_machine_shows_the_same_pages(transactional_db, tmp_path: Path):
    with drill.empty_place(tmp_path, "old") as old, drill.empty_place(tmp_path, "new") as new:
        for place in (old, new):
            filling.note_migrations(place.connection)
            place.connection.close()
        before, after = drill.environment(old), drill.environment(new)
        asked(before, "filling.fill(with_register=False)")
        (tmp_path / "kept").mkdir()
        ran(before, "manage.py", "backup", "--to", str(tmp_path / "kept"))
        pages = json.loads(asked(before, PAGES))
        [file] = (tmp_path / "kept").iterdir()
        ran(after, "manage.py", "restore", str(file), "--yes")
        restored = json.loads(asked(after, PAGES))
    assert len(pages) > 80
    assert differing(pages, restored) == []
