"""The register that ships: what it holds, and where its ties stand by the rules of the domain."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from diplomacy.registry.models import (
    KINDS,
    Agreement,
    Citation,
    Entry,
    Form,
    Publication,
    Relationship,
    Source,
)
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.queries.standing import standing

pytestmark = pytest.mark.django_db

REGISTERS = settings.BASE_DIR / "registers"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module", autouse=True)
def _register(django_db_setup, django_db_blocker):
    """Load once: each test then runs in a savepoint inside this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", REGISTERS / "common", REGISTERS / "isfahan", verbosity=0)
        yield
        transaction.set_rollback(True)


def of(key: str, day: date | str = TODAY):
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return standing(Relationship.objects.get(key=key), day)


@pytest.mark.parametrize(
    ("key", "form", "since", "stage", "waiting_on", "certainty"),
    [
        ("r-xian", "sister", "1989-05-06", "established", "", "both_sides"),
        ("r-hangzhou", "loi", "2024-09-25", "approval", "unrecorded", "disputed"),
        ("r-shanghai", "mou", "2025", "established", "", "press_only"),
    ],
)
def test_the_ties_stand_where_the_rules_put_them(key, form, since, stage, waiting_on, certainty):
    found = of(key)
    assert (found.form.value, found.form.since.text) == (form, since)
    assert (found.stage.value, found.stage.waiting_on) == (stage, waiting_on)
    assert found.certainty.value == certainty
    assert found.restrictions == ()


@pytest.mark.parametrize(
    ("key", "day", "form", "perhaps"),
    [
        ("r-xian", "1988-01-01", "none", None),
        ("r-xian", "1989-05-05", "none", None),
        ("r-xian", "1989-05-06", "sister", None),
        ("r-hangzhou", "2023-09-04", "none", None),
        ("r-hangzhou", "2023-09-05", "contact", None),
        ("r-hangzhou", "2024-09-24", "contact", None),
        ("r-hangzhou", "2024-09-25", "loi", None),
        ("r-shanghai", "2019-07-12", "none", None),
        ("r-shanghai", "2019-07-13", "contact", None),
        ("r-shanghai", "2025-06-01", "contact", "mou"),
        ("r-shanghai", "2025-12-31", "mou", None),
    ],
)
def test_the_ties_stood_where_the_rules_put_them_on_other_days(key, day, form, perhaps):
    found = of(key, day).form
    assert (found.value, found.perhaps) == (form, perhaps and Form(perhaps))


def test_the_contact_of_each_day_rests_on_the_recorded_meeting():
    assert [e.key for e in of("r-hangzhou", "2023-09-05").form.entries] == ["e-hz-day-2023"]
    assert [e.key for e in of("r-shanghai", "2019-07-13").form.entries] == ["v-sh-2019"]


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_no_sentence_calls_a_city_a_sister_that_is_none(language):
    with translation.override(language):
        sister = str(Form.SISTER.label)
        tags = {key: of(key).tag for key in ("r-xian", "r-hangzhou", "r-shanghai")}
    assert tags["r-xian"] == sister
    assert sister not in (tags["r-hangzhou"], tags["r-shanghai"])


def test_every_entry_is_told_in_three_languages_and_cites_a_source():
    missing = [
        (entry.key, f"{text}_{code}")
        for entry in Entry.objects.all()
        for text in ("title", "summary")
        for code in LANGUAGES
        if not getattr(entry, f"{text}_{code}")
    ]
    uncited = Entry.objects.filter(citations__isnull=True).values_list("key", flat=True)
    assert missing == []
    assert list(uncited) == []


def test_every_entry_has_one_kind_and_is_published():
    assert Entry.objects.count() == sum(kind.objects.count() for kind in KINDS) > 40
    assert not Entry.objects.exclude(publication=Publication.PUBLISHED).exists()


def test_persian_is_written_with_persian_letters_and_chinese_with_none():
    texts = [
        (entry.key, getattr(entry, f"{text}_{code}"), code)
        for entry in Entry.objects.all()
        for text in ("title", "summary", "date_why")
        for code in ("fa", "zh")
    ]
    arabic = [
        key for key, text, code in texts if code == "fa" and set(text) & set("يكىة٠١٢٣٤٥٦٧٨٩")
    ]
    persian = [
        key
        for key, text, code in texts
        if code == "zh" and any("\u0600" <= letter <= "\u06ff" for letter in text)
    ]
    assert (arabic, persian) == ([], [])


def test_the_class_of_a_paper_follows_what_sources_state_of_it():
    paper = Agreement.objects.get(key="a-hangzhou-2024")
    stated = set(paper.citations.filter(about=Citation.About.CLASS).values_list("value", flat=True))
    assert stated == {"loi", "mou"}
    assert paper.instrument == "loi"


def test_a_mirror_is_cited_without_a_link():
    unlinked = Source.objects.filter(linked=False)
    assert {source.key for source in unlinked} >= {"s-cns-hz", "s-cd-sh25", "s-cns-sh25"}
    assert {source.public_url for source in unlinked} == {""}


def test_a_second_load_changes_nothing(capsys):
    call_command("load_register", REGISTERS / "common", REGISTERS / "isfahan", verbosity=0)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(
        " 0 new, 0 changed, " in line and line.endswith(" 0 edited here and left") for line in lines
    )
