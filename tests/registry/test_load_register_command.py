"""What the command says and to whom, and what its options do."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from diplomacy.registry.models import City, DataVersion

from .codec.files import SMALL, load_text, write

pytestmark = pytest.mark.django_db


def _run(*arguments: str, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_an_edit_made_here_is_left_and_named(tmp_path):
    load_text(tmp_path, SMALL)
    city = City.objects.get(key="partnerville")
    city.name_en = "Port Partnerville"
    city.save()
    path = write(tmp_path, SMALL.replace("{en: Partnerville}", "{en: Partnertown}"))
    out, _ = _run("load_register", str(path))
    assert "cities: 0 new, 0 changed, 1 same, 1 edited here and left (partnerville)" in out
    city.refresh_from_db()
    assert city.name_en == "Port Partnerville"


def test_the_command_counts_on_its_output_and_tells_its_progress_apart(tmp_path):
    out, err = _run("load_register", str(write(tmp_path, SMALL)))
    assert out.splitlines() == [
        "countries: 1 new, 0 changed, 0 same, 0 edited here and left",
        "cities: 2 new, 0 changed, 0 same, 0 edited here and left",
        "sources: 1 new, 0 changed, 0 same, 0 edited here and left",
        "ties: 1 new, 0 changed, 0 same, 0 edited here and left",
        "agreements: 1 new, 0 changed, 0 same, 0 edited here and left",
    ]
    assert "writing 6 records" in err


def test_a_dry_run_writes_nothing(tmp_path):
    version = DataVersion.current()
    out, _ = _run("load_register", str(write(tmp_path, SMALL)), dry_run=True)
    assert "cities: 2 new" in out
    assert "nothing was written" in out
    assert not City.objects.exists()
    assert DataVersion.current() == version


def test_if_empty_leaves_a_register_that_holds_a_city_alone(tmp_path):
    path = write(tmp_path, SMALL)
    _run("load_register", str(path), if_empty=True)
    City.objects.filter(key="partnerville").update(own_name="Edited")
    out, _ = _run("load_register", str(path), if_empty=True)
    assert out == "The register is not empty; nothing was loaded.\n"


def test_the_command_shows_fifty_faults_and_counts_the_rest(tmp_path):
    records = "".join(f"  - {{key: c{number}}}\n" for number in range(53))
    with pytest.raises(CommandError) as caught:
        _run("load_register", str(write(tmp_path, f"cities:\n{records}")))
    lines = str(caught.value).splitlines()
    assert len(lines) == 52
    assert lines[-2:] == ["… and 3 more.", "Nothing was loaded."]
