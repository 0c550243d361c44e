"""The register that ships: what it holds, and where its ties stand by the rules of the domain."""

import re
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import translation

from diplomacy.registry.models import (
    KINDS,
    Agreement,
    Citation,
    City,
    Commitment,
    Delegation,
    Difference,
    Entry,
    Event,
    Form,
    OpenQuestion,
    Organisation,
    Participation,
    Person,
    Publication,
    Relationship,
    Restriction,
    Source,
)
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.queries.standing import standing
from tests.registry.shipped import REGISTERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_register")]

TODAY = date(2026, 11, 23)


def of(key: str, day: date | str = TODAY):
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return standing(Relationship.objects.get(key=key), day)


@pytest.mark.parametrize(
    ("model", "number"),
    [
        (City, 38), (Relationship, 33), (Agreement, 25), (Delegation, 52), (Commitment, 26),
        (Restriction, 1), (Difference, 18), (Source, 147),
    ],
)  # fmt: skip
def test_every_recorded_fact_of_a_noun_has_landed(model, number):
    assert model.objects.count() == number


def test_every_recorded_event_has_landed():
    """28 events but the one that is the restriction, 6 bills, 12 lists, 16 views, 4 plans."""
    types = Counter(Event.objects.values_list("type", flat=True))
    assert types[Event.Type.LIST] == 12
    assert types[Event.Type.ASSESSMENT] >= 16
    assert types[Event.Type.CLAIM] >= 16
    assert types[Event.Type.DECISION] >= 6
    assert Event.objects.count() >= 27 + 6 + 12 + 16 + 4
    assert Organisation.objects.count() >= 30
    assert OpenQuestion.objects.count() >= 12


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
    call_command("load_register", *REGISTERS, verbosity=0)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(
        " 0 new, 0 changed, " in line and line.endswith(" 0 edited here and left") for line in lines
    )


def test_whom_staff_keep_from_readers_no_public_text_names():
    notes = Entry.objects.filter(staff_note__contains="not named to readers")
    name = re.compile(r"[A-Z]\w+ [A-Z][\w-]+")
    names = {found for entry in notes for found in name.findall(entry.staff_note)}
    took_part = Person.objects.filter(participations__isnull=False)
    names |= {one.name_en for one in took_part.exclude(pk__in=Person.objects.published())}
    assert len(names) == 3
    public = [
        str(value)
        for model in (*KINDS, Source, Difference, OpenQuestion, Organisation, Participation)
        for row in model.objects.values()
        for column, value in row.items()
        if column not in ("staff_note", "url")
    ]
    assert not {name for name in names if name in "\n".join(public)}


def test_it_brings_no_account():
    assert not get_user_model().objects.exists()
