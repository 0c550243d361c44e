"""A blanked person's name stands nowhere any more; that somebody took part remains."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote_plus, unquote_plus

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection

from diplomacy.accounts.models import User
from diplomacy.office.models import KeptForm, TieReview
from diplomacy.registry.blanking import Name, WrongKey, blank, mentions, names_of
from diplomacy.registry.merging import CannotUndo, merge, undo
from diplomacy.registry.models import (
    Entry,
    FormerAddress,
    LoadedRecord,
    Merge,
    Participation,
    Person,
    PersonAlias,
    Submission,
    search_index,
)
from diplomacy.registry.queries.tie_facts import frozen, tie_facts
from tests import builders
from tests.reporting import report

pytestmark = pytest.mark.django_db

FA, EN, ZH = "زرین‌تاج مهرپویا", "Zarrintaj Mehrpouya", "扎林塔吉·梅赫尔普亚"
OLD, OWN, ALIAS = "Zarrintaj Formername", "Żaryntadż Owńname", "Z. Mehrpuya"
CONTACT = "+98 31 5550123"
SAID = "zar-rin-TAJ mehr-POO-ya"
SPELLINGS = (
    SAID,
    FA,
    "زرين تاج مهرپويا",
    "زرین‌تاج",
    EN,
    "zarrintaj-mehrpouya",
    ZH,
    OLD,
    OWN,
    ALIAS,
    CONTACT,
)


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief", role="administrator")


@pytest.fixture
def someone() -> Person:
    """Return a person with a past, whose name stands wherever one can."""
    made = builders.person(
        key="zarrintaj-formername", name_fa=FA, name_en=OLD, name_zh=ZH, own_name=OWN,
        pronunciation_en=SAID,
    )  # fmt: skip
    made.key, made.name_en, made.contact = "zarrintaj-mehrpouya", EN, CONTACT
    made.staff_note = f"{EN} called."
    made.save()
    PersonAlias.objects.create(person=made, text=ALIAS)
    gone = PersonAlias.objects.create(person=made, text=f"{EN} al-Gone")
    gone.delete()
    builders.term(made, builders.organisation(), office_en=f"Office of {EN}")
    return made


def stored_texts() -> Iterator[tuple[str, str]]:
    """Yield every value of every table of the database as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == search_index.TABLE:  # holds no texts; what it keeps is in tables beside it
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    yield table, str(value)


def where_named() -> set[str]:
    return {
        table
        for table, text in stored_texts()
        for spelling in SPELLINGS
        if spelling.casefold() in text.casefold() or spelling in unquote_plus(text)
    }


def spread(someone: Person, chief: User) -> Entry:
    """Write the name wherever a name can be written, and return the entry it took part in."""
    visit = builders.delegation(
        builders.city(), title_fa=f"دیدار با {FA}", title_en=f"Visit of {EN.upper()}",
        summary_fa="زرين تاج مهرپويا آمد", summary_zh=f"会见{ZH}先生",
    )  # fmt: skip
    visit.summary_en = f"{EN}’s visit"
    visit.save()
    builders.took_part(
        visit, person=someone, side="partner", role="head", words_en=EN, office_en="Poet"
    )
    builders.took_part(visit, role="member", words_fa=f"همراه {FA}", office_en=f"Aide of {EN}")
    Submission.objects.create(entry=visit.entry_ptr, submitted_by=chief, message=f"{OLD} again")
    LogEntry.objects.create(
        user=chief, content_type=ContentType.objects.get_for_model(Person),
        object_id=str(someone.pk), object_repr=EN, action_flag=CHANGE,
    )  # fmt: skip
    KeptForm.objects.create(
        user=chief, form="visit", typed=f"title_fa={quote_plus(FA)}&title_en={quote_plus(EN)}"
    )
    LoadedRecord.objects.create(noun="people", key="zarrintaj-mehrpouya", digest="0")
    double = builders.person(name_en=EN, name_fa=FA, key="zarrintaj-mehrpouya-2", staff_note=ALIAS)
    merge(someone, double, chief)
    place, twin = builders.city(staff_note=f"Ask {EN}"), builders.city(staff_note=f"{FA} گفت")
    merge(place, twin, chief)
    return visit


def test_no_table_of_the_database_holds_the_name_afterwards(someone, chief):
    visit = spread(someone, chief)
    assert len(where_named()) >= 12
    someone.refresh_from_db()
    done = blank(someone, chief, someone.key, names_of(someone))
    assert where_named() == set()
    assert done.texts > 10
    visit.refresh_from_db()
    assert visit.title_fa == "دیدار با شخص خصوصی"
    assert visit.title_en == "Visit of a private person"
    assert visit.summary_zh == "会见私人先生"
    typed = unquote_plus(KeptForm.objects.get().typed)
    assert typed == "title_fa=شخص خصوصی&title_en=a private person"


def test_frozen_reports_and_reviews_no_longer_list_the_office(someone, chief):
    tie = builders.tie()
    promise = builders.commitment(tie.partner)
    owed = {"role": "owes", "side": "partner"}
    builders.took_part(promise, person=someone, office_en="Keeper of Bells", **owed)
    builders.took_part(promise, person=builders.person(), office_en="Keeper of Gates", **owed)
    made = report(2020)
    promise.key = "promise-with-a-new-key"
    promise.save()
    review = TieReview(relationship=tie, on="2020-05-04", verdict="keep", reasons="So.")
    review.prepared_by = review.signed_by = chief
    review.signed_at = made.published_at
    review.facts = frozen(tie_facts(tie.key, date(2026, 6, 15)))
    review.save()
    assert {table for table, text in stored_texts() if "Keeper of Bells" in text} >= {
        "registry_yearreport", "registry_historicalyearreport",
        "office_tiereview", "office_historicaltiereview",
    }  # fmt: skip
    blank(someone, chief, someone.key)
    assert not [table for table, text in stored_texts() if "Keeper of Bells" in text]
    made.refresh_from_db()
    assert [[one["en"] for one in row["owes"]] for row in made.frozen["promises"]] == [
        ["Keeper of Gates"]
    ]


def test_no_pdf_made_before_is_kept(
    someone, chief, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PAPERS_ROOT = tmp_path
    (tmp_path / "report-2020-fa.0123.pdf").write_bytes(EN.encode())
    with django_capture_on_commit_callbacks(execute=True):
        blank(someone, chief, someone.key)
    assert not list(tmp_path.iterdir())


def test_what_remains_is_that_it_happened(someone, chief, client):
    visit = spread(someone, chief)
    someone.refresh_from_db()
    blank(someone, chief, someone.key)
    someone.refresh_from_db()
    assert (someone.name_fa, someone.name_en, someone.name_zh) == (
        "شخص خصوصی", "a private person", "私人",
    )  # fmt: skip
    part = Participation.objects.get(person=someone)
    assert (part.entry_id, part.side, part.role) == (visit.pk, "partner", "head")
    assert (part.words_en, part.office_en, part.name_shown) == ("", "", False)
    newest = someone.history.first()
    assert (newest.history_change_reason, newest.history_user) == ("blanked", chief)
    assert not someone.terms.exists()
    assert client.get("/en/people/zarrintaj-mehrpouya/").status_code == 404
    assert not FormerAddress.objects.filter(noun="person").exists()
    page = client.get(f"/en/delegations/{visit.key}/")
    assert page.status_code == 200
    assert "head of delegation" in page.content.decode()


def test_a_common_word_is_left_in_texts_unless_it_is_chosen(someone, chief):
    PersonAlias.objects.create(person=someone, text="Rose")
    event = builders.event(title_en="Rose water festival")
    assert Name("Rose") in names_of(someone)
    assert not Name("Rose").distinct
    assert not Name("和平").distinct
    blank(someone, chief, someone.key)
    event.refresh_from_db()
    assert event.title_en == "Rose water festival"
    assert not PersonAlias.history.filter(text="Rose").exists()


def test_a_longer_name_that_begins_alike_is_another_name(someone, chief):
    event = builders.event(title_en=f"{EN}ian Prize", title_fa=f"جایزهٔ {FA}ن")
    blank(someone, chief, someone.key)
    event.refresh_from_db()
    assert event.title_en == f"{EN}ian Prize"
    assert event.title_fa == f"جایزهٔ {FA}ن"


def test_a_namesake_and_the_addresses_of_sources_stay_and_are_shown(someone, chief):
    namesake = builders.person(name_en=EN)
    cited = builders.source(url="https://source.test/zarrintaj-mehrpouya")
    entry = builders.event(sources=[cited])
    builders.took_part(entry, person=someone)
    found = mentions(someone, names_of(someone))
    assert found.namesakes == [namesake]
    assert [one.record for one in found.addresses] == [str(cited)]
    blank(someone, chief, someone.key)
    namesake.refresh_from_db()
    cited.refresh_from_db()
    assert namesake.name_en == EN
    assert cited.url == "https://source.test/zarrintaj-mehrpouya"


def test_every_record_that_was_rewritten_says_who_blanked(someone, chief):
    visit = spread(someone, chief)
    blank(someone, chief, "zarrintaj-mehrpouya")
    visit.refresh_from_db()
    newest = visit.history.first()
    assert (newest.history_change_reason, newest.history_user) == ("blanked", chief)


def test_search_no_longer_finds_the_name(someone, chief):
    spread(someone, chief)
    assert Entry.objects.search("mehrpouya").exists()
    blank(someone, chief, someone.key, names_of(someone))
    for word in ("mehrpouya", "مهرپویا", "梅赫尔普亚"):
        assert not Entry.objects.search(word).exists()
        assert not Person.objects.search(word).exists()


def test_a_merge_of_a_blanked_person_is_not_undone(someone, chief):
    spread(someone, chief)
    blank(someone, chief, someone.key)
    with pytest.raises(CannotUndo, match="blanked"):
        undo(Merge.objects.get(noun="person"), chief)


def test_blanking_needs_the_right_and_the_key(someone, chief):
    reviewer = User.objects.create_user("reviewer", role="reviewer")
    with pytest.raises(PermissionDenied):
        blank(someone, reviewer, someone.key)
    for typed in ("", "zarrintaj", "\x00"):
        with pytest.raises(WrongKey):
            blank(someone, chief, typed)
    someone.refresh_from_db()
    assert someone.name_en == EN
