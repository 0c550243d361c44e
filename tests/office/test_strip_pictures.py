"""What cameras wrote into pictures that were stored before goes from the files and the digests."""

from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from diplomacy.office import stripping
from diplomacy.office.backup import stored
from diplomacy.registry.models import DataVersion, Document
from tests import builders, pictures

pytestmark = pytest.mark.django_db

NOTED = pictures.jpeg(*pictures.NOTES, pictures.exif(6))
BARE = pictures.taken(NOTED)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def entry(folder):
    return builders.agreement(builders.city()).entry_ptr


def stored_before(entry, content: bytes, **fields) -> Document:
    given = {"kind": "report", "file": builders.upload(content=builders.PDF)} | fields
    made = Document.objects.create(entry=entry, **given)
    Path(made.file.path).write_bytes(content)
    digest = sha256(content).hexdigest()
    for rows in (Document.objects.all(), Document.history.all()):
        rows.filter(file=made.file.name).update(sha256=digest)
    return made


def run(*options: str) -> str:
    said = StringIO()
    call_command("strip_pictures", *options, stdout=said)
    return said.getvalue()


def test_a_stored_picture_is_stripped_and_the_digests_follow(entry, folder):
    held = stored_before(entry, NOTED)
    copy = stored_before(entry, b"x", file=held.file.name)
    held.file.storage.delete(copy.file.name)
    Path(held.file.path).write_bytes(NOTED)
    paper = stored_before(entry, builders.PDF)
    before = {name: path.stat().st_ino for name, path in stored(folder).items()}
    assert "1, of which 1 say more than they show" in run("--check")
    assert Path(held.file.path).read_bytes() == NOTED
    assert "1, of which 1 were stripped" in run()
    assert Path(held.file.path).read_bytes() == BARE
    assert pictures.POSITION not in BARE
    digests = {sha256(BARE).hexdigest()}
    for rows in (Document.objects.all(), Document.history.all()):
        assert set(rows.filter(file=held.file.name).values_list("sha256", flat=True)) == digests
    after = {name: path.stat().st_ino for name, path in stored(folder).items()}
    assert before.keys() == after.keys() == {held.file.name, paper.file.name}
    assert before[paper.file.name] == after[paper.file.name]
    assert [path for path in folder.iterdir() if path.is_dir()] == []
    assert "1, of which 0 were stripped" in run()


def test_a_page_made_between_digest_and_file_is_kept_no_longer_than_that(entry, monkeypatch):
    stored_before(entry, NOTED)
    meanwhile, replace = [], Path.replace

    def read_by_somebody(path, target):
        meanwhile.append(DataVersion.current())
        return replace(path, target)

    monkeypatch.setattr(stripping.Path, "replace", read_by_somebody)
    run()
    assert meanwhile
    assert DataVersion.current() > max(meanwhile)


def test_a_file_that_no_record_names_is_stripped_too(folder):
    (folder / "some.png").write_bytes(pictures.png(pictures.chunk(b"eXIf", pictures.POSITION)))
    run()
    assert (folder / "some.png").read_bytes() == pictures.png()


def test_a_damaged_picture_stays_and_is_named(entry):
    held = stored_before(entry, NOTED[:-2])
    assert f"  {held.file.name}\n" in run()
    assert Path(held.file.path).read_bytes() == NOTED[:-2]


def test_what_broke_off_between_digest_and_file_is_made_good(entry, folder, monkeypatch):
    held = stored_before(entry, NOTED)

    def die(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(stripping.Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert Path(held.file.path).read_bytes() == NOTED
    assert list(folder.iterdir()) == [Path(held.file.path)]
    run()
    assert Path(held.file.path).read_bytes() == BARE
    assert Document.objects.get().sha256 == sha256(BARE).hexdigest()


def test_without_a_folder_it_says_so(settings, folder):
    settings.DOCUMENTS_ROOT = folder / "absent"
    with pytest.raises(CommandError, match="no folder"):
        run()
