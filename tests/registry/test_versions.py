"""A version of a record with its rows: read, compared, written over another."""

from decimal import Decimal

import pytest

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    KINDS,
    Citation,
    CommitmentReview,
    Delegation,
    Document,
    Entry,
    ProgrammeLine,
    Relationship,
)
from diplomacy.registry.versions import (
    NamesWhatIsGone,
    differences,
    row_links,
    snapshot,
    snapshot_at,
    version_of,
    write_over,
)
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone() -> User:
    return User.objects.create_user("someone", role=Role.RECORDER)


def full_visit() -> Delegation:
    made = builders.delegation(
        builders.city(), cost=Decimal("12.50"), currency="IRR", staff_note="note"
    )
    builders.area(made)
    builders.took_part(made, person=builders.person(), role="head")
    ProgrammeLine.objects.create(delegation=made, position=1, text_en="A walk", day="1403-07-04")
    Document.objects.create(entry=made, file=builders.upload(), kind="report", title_en="Report")
    made.links.create(kind="arises_from", to=builders.event(builders.city()))
    return made


MAKERS = {
    "delegation": full_visit,
    "agreement": lambda: builders.agreement(builders.city(), expires="2030-05"),
    "event": lambda: builders.event(builders.city()),
    "commitment": lambda: builders.commitment(builders.city(), due="1405"),
    "restriction": lambda: builders.restriction(builders.city()),
}


def test_the_rows_of_a_record_are_those_that_go_with_it():
    names = {model.__name__ for model, _column in row_links(Delegation)}
    assert names == {
        "EntryCity",
        "EntryArea",
        "Citation",
        "EntryLink",
        "Participation",
        "Document",
        "Indicator",
        "IndicatorValue",
        "ProgrammeLine",
    }
    assert {model.__name__ for model, _column in row_links(Relationship)} == {
        "TieLayer",
        "TieCitation",
        "StepRecord",
    }


def test_every_kind_of_entry_is_tried_here():
    assert set(MAKERS) == {kind.KIND.value for kind in KINDS}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_copy_says_all_that_the_original_says_and_is_no_public_record(kind, someone):
    made = MAKERS[kind]()
    copy = publishing.revise(made, someone)
    assert differences(snapshot(made), snapshot(copy)) == []
    said, again = snapshot(made), snapshot(type(copy).objects.get(pk=copy.pk))
    assert said.values == again.values
    for link, rows in said.rows.items():
        assert [row.values for row in rows] == [row.values for row in again.rows[link]]
    assert (copy.publication, copy.published_at) == ("draft", None)
    assert copy.key != made.key


def test_a_version_has_the_rows_that_stood_before_the_next_one(someone):
    made = builders.event(builders.city(), reference="first")
    first = made.history.first().history_id
    cited = made.citations.get().source
    made.reference = "second"
    made.save()
    made.citations.get().delete()
    builders.cite(made)
    was = snapshot_at(made, first)
    assert was.values["reference"] == "first"
    assert [row.values["source_id"] for row in was.rows[Citation, "entry_id"]] == [cited.pk]
    write_over(made, was, someone, "restored")
    assert (made.reference, made.citations.get().source) == ("first", cited)
    assert made.history.first().history_change_reason == "restored"


def test_a_version_of_another_record_is_none_of_this_one():
    made, other = builders.event(builders.city()), builders.event(builders.city())
    with pytest.raises(type(made).history.model.DoesNotExist):
        snapshot_at(made, other.history.first().history_id)


def test_rows_that_say_it_already_are_left_as_they_are(someone):
    made = full_visit()
    before = {model: model.history.count() for model, _column in row_links(Delegation)}
    said = snapshot(made)
    write_over(made, said, someone, "again")
    assert {model: model.history.count() for model in before} == before


def test_a_changed_row_is_changed_and_not_made_anew(someone):
    made = builders.commitment(builders.city())
    CommitmentReview.objects.create(
        commitment=made, on="2024-05-04", verdict="in_progress", words_en="Half", words_fa="نیم"
    )
    copy = publishing.revise(made, someone)
    review = copy.reviews.get()
    review.words_en = "Three quarters"
    review.save()
    kept = made.reviews.get().pk
    write_over(made, snapshot(copy), someone, "accepted")
    assert (made.reviews.get().pk, made.reviews.get().words_en) == (kept, "Three quarters")


def test_what_names_something_deleted_since_is_refused_and_changes_nothing(someone):
    made = builders.event(builders.city(), place=builders.city("Goneville"))
    was, gone = snapshot(made), made.place
    made.place = None
    made.save()
    gone.delete()
    with pytest.raises(NamesWhatIsGone, match="city"):
        write_over(made, was, someone, "restored")
    assert Entry.objects.get(pk=made.pk).place is None


def test_differences_name_the_row_and_the_field_in_words():
    made = builders.event(builders.city(), start="1403-07-04", title_en="Old")
    old = snapshot(made)
    made.title_en = "New"
    made.save()
    cited = builders.source(title="Another report")
    builders.cite(made, cited)
    changes = [(one.row, one.label, one.old, one.new) for one in differences(old, snapshot(made))]
    assert ("", "Title (English)", "Old", "New") in changes
    assert ("Citation", "Source", "", str(cited)) in changes


def test_a_version_changes_with_every_write_to_the_record_or_a_row():
    made = builders.event(builders.city())
    seen = {version_of(made)}
    made.save()
    seen.add(version_of(made))
    builders.cite(made)
    seen.add(version_of(made))
    made.citations.first().delete()
    seen.add(version_of(made))
    assert len(seen) == 4
