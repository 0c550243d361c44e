"""The documentation of the format says what the codec does."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from diplomacy.registry.codec import load, read_register
from diplomacy.registry.codec.describing import format_tables
from diplomacy.registry.codec.shape import slots
from diplomacy.registry.codec.structs import NOUNS

DOCUMENT = Path(__file__).parents[3] / "docs" / "register-format.md"


def test_the_document_ends_with_the_tables_of_the_codec():
    printed = StringIO()
    call_command("register_format", stdout=printed)
    assert printed.getvalue() == format_tables()
    assert DOCUMENT.read_text(encoding="utf-8").endswith(format_tables())


@pytest.mark.django_db
def test_the_example_of_the_document_can_be_loaded(tmp_path):
    text = DOCUMENT.read_text(encoding="utf-8")
    example = text.partition("```yaml\n")[2].partition("```\n")[0]
    (tmp_path / "example.yaml").write_text(example, encoding="utf-8")
    outcomes = load(read_register([tmp_path]))
    assert {noun: len(one.new) for noun, one in outcomes.items()} == {
        "countries": 1,
        "cities": 2,
        "organisations": 1,
        "sources": 1,
        "ties": 1,
        "agreements": 1,
    }


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_of_a_noun_has_its_column_or_rows_in_the_table(noun):
    struct, model = NOUNS[noun]
    for slot in slots(struct):
        name = f"{slot.name}_en" if slot.role == "words" else slot.accessor
        assert model._meta.get_field(name)


# What is derived, set by a write, or about an account, and so not part of a file.
LEFT_TO_THE_REGISTER = {
    "id", "search", "published_at", "kind", "ordering_day", "entry_ptr", "officer", "settled_by",
    "revises", "revises_version", "order_fa", "order_en", "order_zh", "aspect",
}  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS)
def test_every_column_of_a_noun_stands_in_a_file_unless_the_register_sets_it(noun):
    struct, model = NOUNS[noun]
    names = {slot.name for slot in slots(struct)}
    words = {f"{name}_{code}" for name in names for code in ("fa", "en", "zh")}
    columns = {field.name for field in model._meta.concrete_fields}
    assert columns - names - words <= LEFT_TO_THE_REGISTER
