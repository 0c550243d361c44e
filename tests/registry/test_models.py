"""What always holds of a record: its rules, its key, its history, its words."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from diplomacy.registry.models import (
    KINDS,
    Agreement,
    Citation,
    City,
    CityFigure,
    CommitmentReview,
    DataVersion,
    Difference,
    Document,
    Entry,
    EntryCity,
    EntryLink,
    Event,
    Form,
    Participation,
    Person,
    PersonAlias,
    Procedure,
    Relationship,
    Step,
    StepRecord,
)
from diplomacy.registry.models.base import new_key
from tests import builders

pytestmark = pytest.mark.django_db


def second_home() -> City:
    builders.home_city()
    return City(key="other", is_home=True)


def part_of_itself() -> City:
    place = builders.city()
    place.parent = place
    return place


def link_to_itself() -> EntryLink:
    made = builders.event()
    return EntryLink(entry=made, to=made.entry_ptr, kind="during")


def second_figure_shown() -> CityFigure:
    place = builders.city()
    CityFigure.objects.create(city=place, value=1, shown=True)
    return CityFigure(city=place, value=2, shown=True)


def public_photograph() -> Document:
    return Document(
        entry=builders.event(),
        file=builders.upload("a.jpg"),
        kind="photograph",
        access="public",
        credit="Somebody",
        licence="CC0",
    )


def same_city_twice() -> EntryCity:
    place = builders.city()
    return EntryCity(entry=builders.event(place), city=place)


def same_tie_twice() -> Relationship:
    tie = builders.tie()
    return Relationship(home_end=tie.home_end, partner=tie.partner)


def step_record(**fields) -> StepRecord:
    procedure = Procedure.objects.create(country=builders.country())
    step = Step.objects.create(procedure=procedure, key="vote", position=1)
    return StepRecord(relationship=builders.tie(), step=step, **fields)


BROKEN: dict[str, tuple[Callable, str]] = {
    "two home cities": (second_home, "Another city is the home city"),
    "a place in itself": (part_of_itself, "not a part of itself"),
    "one coordinate": (lambda: City(key="x", latitude=1.0), "both latitude and longitude"),
    "a tie with oneself": (
        lambda: Relationship(home_end=builders.home_city(), partner=builders.home_city()),
        "no tie with itself",
    ),
    "two ties of a pair": (same_tie_twice, "have a tie already"),
    "an aim that nobody stated": (
        lambda: Relationship(home_end=builders.home_city(), partner=builders.city(), aim="sister"),
        "who has stated the aim",
    ),
    "a term that ends before it starts": (
        lambda: Agreement(instrument="mou", in_force="2024-05", expires="2024-04-30"),
        "must end after it starts",
    ),
    "a claim of a form by a deed": (
        lambda: Event(type="meeting", claimed_form=Form.SISTER),
        "Only a claim or a list",
    ),
    "a deciding meeting": (lambda: Event(type="meeting", decides="ended"), "council decision"),
    "a city named twice": (same_city_twice, "stands here already"),
    "an entry linked to itself": (link_to_itself, "does not link to itself"),
    "a participant that is nobody": (
        lambda: Participation(entry=builders.event(), role="party"),
        "Name a person, a body",
    ),
    "a value of no field": (
        lambda: Citation(entry=builders.event(), source=builders.source(), value="x"),
        "which field the stated value",
    ),
    "two figures shown": (second_figure_shown, "shown already"),
    "a verdict without a reason": (
        lambda: CommitmentReview(commitment=builders.commitment(), verdict="delivered"),
        "needs a public sentence",
    ),
    "a public photograph without words": (public_photograph, "needs alternative text"),
    "a remark on two subjects": (
        lambda: Difference(city=builders.city(), relationship=builders.tie(), field="name"),
        "Choose one subject",
    ),
    "a done step that waits": (
        lambda: step_record(state="done", waiting_on="home"),
        "Only a step that waits",
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named_in_plain_words_and_kept_by_the_database(rule):
    make, message = BROKEN[rule]
    record = make()
    with pytest.raises(ValidationError) as fault:
        record.validate_constraints()
    assert message in str(fault.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"start": "2024-05-02", "end": "2024-05-01"}, "end"),
        ({"exact_titles": "fa, de"}, "exact_titles"),
    ],
)
def test_what_the_database_cannot_compare_is_refused_in_the_form(fields, field):
    with pytest.raises(ValidationError) as fault:
        Event(type="meeting", **fields).clean()
    assert set(fault.value.message_dict) == {field}


def test_a_visit_may_end_within_the_month_it_began():
    Event(type="meeting", start="2024-05", end="2024-05-20").clean()
    assert Event(type="meeting", exact_titles="fa, zh").exact_languages() == {"fa", "zh"}


@pytest.mark.parametrize(
    ("language", "words", "shown", "of"),
    [
        ("fa", {"name_fa": "الف", "name_en": "A", "name_zh": "甲"}, "الف", "fa"),
        ("zh-hans", {"name_fa": "الف", "name_en": "A", "name_zh": "甲"}, "甲", "zh"),
        ("zh-hans", {"name_fa": "الف", "name_en": "A"}, "A", "en"),
        ("en", {"name_fa": "الف", "name_zh": "甲"}, "الف", "fa"),
        ("fa", {"name_zh": "甲"}, "甲", "zh"),
        ("fa", {}, "", ""),
        ("de", {"name_fa": "الف", "name_en": "A"}, "A", "en"),
    ],
)
def test_words_come_in_the_pages_language_or_in_the_next_best_and_say_which(
    language, words, shown, of
):
    with translation.override(language):
        name = City(**words).name
        assert (name, name.lang) == (shown, of)


def test_a_new_key_is_random_short_and_made_of_letters_nobody_misreads():
    keys = {new_key() for _number in range(200)}
    assert len(keys) == 200
    assert all(len(key) == 10 and not set(key) & set("ilo01") for key in keys)


@pytest.mark.parametrize("key", ["A", "a b", "a--b", "-a", "a-", "اصف", "a_b", "a\n", ""])
def test_a_key_that_would_not_stand_in_an_address_is_refused(key):
    with pytest.raises(ValidationError):
        City(key=key).full_clean()


def test_a_former_key_leads_to_the_record_for_good():
    place = builders.city("Old Name")
    for key in ("new-name", "newest-name"):
        place.key = key
        place.save()
    for former in ("old-name", "new-name"):
        assert City.objects.by_former_key(former) == place
    assert City.objects.by_former_key("newest-name") is None
    made = builders.agreement(key="first")
    made.key = "second"
    made.save()
    assert Entry.objects.by_former_key("first").leaf == made


def test_every_write_raises_the_data_version():
    place = builders.city()
    versions = [DataVersion.current()]
    writes = [
        place.save,
        lambda: City.objects.filter(pk=place.pk).update(own_name="x"),
        lambda: City.objects.bulk_create([City(key="one"), City(key="two")]),
        lambda: City.objects.filter(key="one").delete(),
        City.objects.get(key=place.key).delete,
    ]
    for write in writes:
        write()
        versions.append(DataVersion.current())
    assert versions == sorted(set(versions))


@pytest.mark.parametrize(
    "spelling", ["کی‌آن‌پور", "کی آن پور", "كيانپور", "YA'ANPUR", "yaan pur", "ＹＡＡＮ"]
)
def test_a_name_is_found_in_every_spelling(spelling):
    place = builders.city("Ya'an-pur", "کی‌آن‌پور", "测试", key="a-place")
    builders.city()
    assert list(City.objects.search(spelling)) == [place]


def test_an_alias_finds_its_person_and_no_longer_when_it_is_gone():
    someone = Person.objects.create(name_en="Sample")
    alias = PersonAlias.objects.create(person=someone, text="Nemuneh")
    assert Person.objects.search("nemuneh").get() == someone
    alias.delete()
    assert not Person.objects.search("nemuneh").exists()


def test_an_entry_is_written_through_its_kind_only():
    made = builders.agreement()
    with pytest.raises(TypeError):
        Entry(title_en="bare").save()
    with pytest.raises(TypeError):
        made.entry_ptr.save()


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_set_by_the_class_and_leads_back_to_the_leaf(kind):
    made = getattr(builders, kind.KIND)(builders.city())
    bare = Entry.objects.get(pk=made.pk)
    assert (bare.kind, bare.leaf) == (kind.KIND, made)
    assert type(bare.leaf) is kind
    assert made.history.get().history_type == "+"


def test_the_rows_of_cities_follow_day_kind_and_publication_of_their_entry():
    made = builders.agreement(builders.city(), start="2024-09-25", publication="draft")
    row = made.city_rows.get()
    assert (row.day, row.kind, row.public) == (date(2024, 9, 25), "agreement", False)
    made.start, made.publication = "2024-09", "published"
    made.save()
    row.refresh_from_db()
    assert (row.day, row.public) == (date(2024, 9, 15), True)


def test_undated_entries_have_an_ordering_day_all_the_same():
    undated, dated = builders.event(start=""), builders.event(start="[..2020-01-01]")
    assert (undated.is_undated, dated.is_undated) == (True, False)
    assert list(Event.objects.order_by("-ordering_day")) == [dated, undated]


def test_what_is_not_a_draft_is_neither_deleted_alone_nor_in_a_set():
    made = builders.agreement(publication="withdrawn")
    for delete in (made.delete, Agreement.objects.filter(pk=made.pk).delete):
        with pytest.raises(ValidationError):
            delete()
    builders.event(publication="draft").delete()
    assert Entry.objects.get().leaf == made


def test_what_an_entry_names_is_protected():
    place, paper = builders.city(), builders.source()
    builders.agreement(place, sources=[paper], publication="draft")
    for held in (place, paper):
        with pytest.raises(ProtectedError):
            held.delete()
