"""The guides for staff say what the software does."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils.translation import override

from diplomacy.calendars import PartialDate, digits, read
from diplomacy.ingest.tables import reading
from diplomacy.registry.models import Commitment, CommitmentReview

DOCS = settings.BASE_DIR / "docs"
GUIDES = ["editing.md", "editing.fa.md"]
ACCOUNTS = ["accounts.md", "accounts.fa.md"]
IMPORTING = ["importing.md", "importing.fa.md"]
PROMISES = ["promises.md", "promises.fa.md"]


def guide(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def examples(name: str) -> list[str]:
    """Return every date that a table of the guide tells staff to type."""
    rows = (line for line in guide(name).splitlines() if line.startswith("|"))
    return [example for row in rows for example in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("name", GUIDES)
def test_every_date_that_a_guide_shows_can_be_typed(name):
    assert len(examples(name)) > 10
    assert all(read(example) != PartialDate.parse("") for example in examples(name))


def test_the_guides_say_the_same_in_both_languages():
    english, persian = map(guide, GUIDES)
    assert english.count("\n## ") == persian.count("\n## ")
    assert set(examples("editing.md")) == set(examples("editing.fa.md"))
    english, persian = map(guide, ACCOUNTS)
    assert english.count("\n## ") == persian.count("\n## ")


@pytest.mark.parametrize(
    ("name", "language", "add"), [("editing.md", "en", "Add"), ("editing.fa.md", "fa", "افزودن")]
)
def test_a_guide_calls_the_lists_what_the_screens_call_them(name, language, add):
    named = re.findall(rf"\*([^*]+?) [→←] {add}", guide(name))
    with override(language):
        lists = {str(model._meta.verbose_name_plural) for model in admin.site._registry}
    assert len(named) > 10
    assert {one.lower() for one in named} <= lists


@pytest.mark.parametrize("name", [GUIDES[1], ACCOUNTS[1], IMPORTING[1], PROMISES[1]])
def test_persian_is_written_with_persian_letters(name):
    assert re.findall(r"[يكىة٠-٩]", guide(name)) == []


@pytest.mark.parametrize("name", ["domain.md", *GUIDES, *ACCOUNTS, *IMPORTING, *PROMISES])
def test_a_guide_links_to_what_exists(name):
    links = re.findall(r"\]\(([^)#]+)\)", guide(name))
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_the_guide_to_tables_says_the_limits_that_the_program_keeps():
    english, persian = map(guide, IMPORTING)
    assert english.count("\n## ") == persian.count("\n## ")
    size = reading.MAX_BYTES // 1024 // 1024
    said = f"At most {size} MB, {reading.MAX_ROWS:,} rows and {reading.MAX_COLUMNS} columns"
    assert said in english
    assert digits(f"حداکثر {size} مگابایت", "fa") in persian


@pytest.mark.parametrize(("name", "language"), [(PROMISES[0], "en"), (PROMISES[1], "fa")])
def test_the_guide_to_promises_explains_every_force_and_verdict_in_the_words_of_the_screen(
    name, language
):
    rows = [line.split("|")[1].strip() for line in guide(name).splitlines() if line[:1] == "|"]
    terms = [row for row in rows if not row.startswith("---")]
    heads = {"en": ("force", "verdict"), "fa": ("قوت", "نتیجه")}[language]
    with override(language):
        forces = [str(label) for label in Commitment.Force.labels]
        verdicts = [str(label) for label in CommitmentReview.Verdict.labels]
    assert terms == [heads[0], *forces, heads[1], *verdicts]
    assert guide(name).count("\n## ") == guide(PROMISES[0]).count("\n## ")
