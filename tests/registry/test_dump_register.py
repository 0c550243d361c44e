"""Dumping: staff's own file, and over nobody's folder."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry import publishing
from diplomacy.registry.codec import load, read_register
from diplomacy.registry.models import City, Person
from tests import builders

pytestmark = pytest.mark.django_db


def _dump(path, **options) -> str:
    out = StringIO()
    call_command("dump_register", path, stdout=out, **options)
    return out.getvalue()


def test_drafts_notes_and_contact_details_are_dumped(tmp_path):
    builders.agreement(
        builders.tie().partner, key="plan", publication="draft", staff_note="Not yet."
    )
    Person.objects.create(key="host", name_en="Host", contact="host@partnerville.example")
    _dump(tmp_path / "out")
    agreements = (tmp_path / "out" / "agreements.yaml").read_text(encoding="utf-8")
    assert "key: plan" in agreements
    assert "staff_note: Not yet." in agreements
    assert "publication" not in agreements  # a draft is what a record is by default
    people = (tmp_path / "out" / "people.yaml").read_text(encoding="utf-8")
    assert "contact: host@partnerville.example" in people


def test_a_change_that_waits_for_its_review_is_not_dumped(tmp_path):
    shown = builders.event(builders.tie().partner)
    author = User.objects.create_user("author", role=Role.RECORDER)
    copy = publishing.revise(shown, author)
    _dump(tmp_path)
    text = (tmp_path / "events.yaml").read_text(encoding="utf-8")
    assert f"key: {shown.key}" in text
    assert copy.key not in text


def test_records_stand_in_the_order_of_their_keys_with_words_in_one_order(tmp_path):
    City.objects.create(key="b", name_zh="乙", name_fa="ب", name_en="B")
    City.objects.create(key="a", name_en="A", own_name="~")
    _dump(tmp_path)
    assert (tmp_path / "cities.yaml").read_text(encoding="utf-8") == (
        "cities:\n"
        "  - key: a\n"
        "    name:\n"
        "      en: A\n"
        "    own_name: '~'\n"
        "  - key: b\n"
        "    name:\n"
        "      fa: ب\n"
        "      en: B\n"
        "      zh: 乙\n"
    )


def test_a_text_with_the_line_ends_of_a_form_comes_back_as_the_same_text(tmp_path):
    City.objects.create(key="a", name_en="A", staff_note="One\r\ntwo ")
    _dump(tmp_path)
    assert "staff_note: |-\n      One\n      two\n" in (tmp_path / "cities.yaml").read_text()
    outcomes = load(read_register([tmp_path]))
    assert len(outcomes["cities"].same) == 1


def test_a_noun_without_records_has_no_file(tmp_path):
    City.objects.create(key="a", name_en="A")
    assert "ties: 0" in _dump(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["cities.yaml"]


def test_a_folder_that_is_not_empty_is_left_unless_forced(tmp_path):
    (tmp_path / "ties.yaml").write_text("ties: []", encoding="utf-8")
    City.objects.create(key="a", name_en="A")
    with pytest.raises(CommandError, match="is not empty"):
        _dump(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["ties.yaml"]
    _dump(tmp_path, force=True)
    assert [file.name for file in tmp_path.iterdir()] == ["cities.yaml"]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(CommandError, match="is not a folder"):
        _dump(tmp_path / "out")
