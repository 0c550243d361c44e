"""Who may do what on which screen: every role, every noun, every page."""

import pytest

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Agreement, City, Document, Entry, Publication
from tests import builders

from .screens import MAKERS, NOUNS, REFERENCE, address, change_page, person, sent

pytestmark = pytest.mark.django_db

WRITERS = (Role.RECORDER, Role.REVIEWER, Role.ADMINISTRATOR)
KINDS = ("agreement", "commitment", "delegation", "event", "restriction")


def status(allowed: bool) -> int:
    return 200 if allowed else 403


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", Role)
def test_each_screen_opens_to_the_roles_that_may(signed_in, role, noun):
    record = MAKERS[noun]()
    client = signed_in(role)
    is_chief = role == Role.ADMINISTRATOR
    writes = role in WRITERS and (is_chief or noun not in REFERENCE)
    table = [
        ("changelist", [], True),
        ("add", [], writes),
        ("change", [record.pk], True),
        ("history", [record.pk], role != Role.VIEWER),
        ("simple_history", [record.pk, record.history.first().pk], role != Role.VIEWER),
        ("delete", [record.pk], is_chief),
    ]
    for page, args, allowed in table:
        answer = client.get(address(noun, page, *args))
        assert answer.status_code == status(allowed), (page, role)
        if page == "change":
            assert answer.context["has_change_permission"] == writes
    assert client.post(change_page(record), {}).status_code == status(writes)


@pytest.mark.parametrize("noun", [*KINDS, "relationship"])
@pytest.mark.parametrize("role", WRITERS)
def test_what_is_published_is_changed_directly_by_administrators_only(signed_in, role, noun):
    record = MAKERS[noun]()
    type(record).objects.filter(pk=record.pk).update(publication=Publication.PUBLISHED)
    client = signed_in(role)
    page = client.get(change_page(record))
    assert page.context["has_change_permission"] == (role == Role.ADMINISTRATOR)
    changed = client.post(change_page(record), {"staff_note": "forged"})
    assert changed.status_code == status(role == Role.ADMINISTRATOR)
    assert client.get(address(noun, "delete", record.pk)).status_code == 403


@pytest.mark.parametrize("role", WRITERS)
def test_what_readers_see_of_a_city_or_source_is_changed_by_administrators_only(signed_in, role):
    shown = builders.tie().partner
    cited = builders.source()
    builders.event(shown, sources=[cited])
    client = signed_in(role)
    for record in (shown, cited):
        changed = client.post(change_page(record), {"staff_note": "forged"})
        assert changed.status_code == status(role == Role.ADMINISTRATOR)


def test_a_visitor_is_sent_to_sign_in(client, db):
    for page in (address("city", "changelist"), address("city", "add"), "/fa/admin/date-echo/"):
        assert client.get(page).status_code == 302


@pytest.mark.parametrize("role", WRITERS)
def test_a_past_version_is_read_and_never_written(signed_in, role):
    made = builders.agreement(builders.city(), staff_note="as it was")
    page = address("agreement", "simple_history", made.pk, made.history.first().pk)
    client = signed_in(role)
    client.post(page, {"staff_note": "forged", "title_fa": "forged", "key": made.key})
    made.refresh_from_db()
    assert made.staff_note == "as it was"
    assert made.history.count() == 1


def test_publication_is_no_field_that_a_form_can_set(recorder):
    draft = builders.agreement(builders.city(), publication=Publication.DRAFT)
    form = recorder.get(change_page(draft))
    forged = {
        "publication": "published",
        "published_at": "2020-01-01",
        "withdrawn_reason_fa": "x",
        "kind": "event",
        "search": "x",
        "reference": "42",
    }
    assert recorder.post(change_page(draft), sent(form, **forged)).status_code == 302
    draft.refresh_from_db()
    assert (draft.publication, draft.published_at, draft.withdrawn_reason_fa) == ("draft", None, "")
    assert (draft.kind, draft.reference) == ("agreement", "42")
    assert draft.search != "x"


def test_a_draft_is_deleted_with_its_rows_and_leaves_its_history(chief):
    draft = builders.agreement(builders.city(), publication=Publication.DRAFT)
    page = address("agreement", "delete", draft.pk)
    assert chief.post(page, {"post": "yes"}).status_code == 302
    assert not Entry.objects.filter(pk=draft.pk).exists()
    assert Agreement.history.filter(key=draft.key, history_type="-").count() == 1


def test_deleting_a_selection_with_more_than_drafts_in_it_is_refused(chief):
    draft = builders.agreement(builders.city(), publication=Publication.DRAFT)
    shown = builders.agreement(builders.city())
    typed = {
        "action": "delete_selected",
        "_selected_action": [draft.pk, shown.pk],
        "post": "yes",
    }
    answer = chief.post(address("agreement", "changelist"), typed, follow=True)
    assert "Only a draft can be deleted" in answer.content.decode()
    assert Agreement.objects.count() == 2


def test_what_others_refer_to_is_not_deleted_and_the_page_says_what_holds_it(chief):
    place = builders.city("Heldville")
    builders.agreement(place)
    page = chief.get(address("city", "delete", place.pk))
    assert page.status_code == 200
    assert page.context["protected"]
    chief.post(address("city", "delete", place.pk), {"post": "yes"})
    assert City.objects.filter(pk=place.pk).exists()


def test_contact_details_are_for_those_who_write_to_people(signed_in):
    someone = person(contact="+98 31 0000")
    for role in Role:
        page = signed_in(role).get(change_page(someone)).content.decode()
        assert ("+98 31 0000" in page) == (role in WRITERS)


def test_a_stored_file_is_handed_to_staff_and_a_restricted_one_to_administrators(
    signed_in, client, tmp_path
):
    made = builders.agreement(builders.city())
    files = {}
    for access in Document.Access:
        upload = builders.upload()
        files[access] = Document.objects.create(
            entry=made, file=upload, kind="report", access=access, title_en=str(access)
        )
    for access, document in files.items():
        page = address("document", "file", document.key)
        assert client.get(page).status_code == 302
        for role in Role:
            answer = signed_in(role).get(page)
            seen = access != "restricted" or role == Role.ADMINISTRATOR
            assert answer.status_code == (200 if seen else 404)
            if seen:
                assert answer.headers["Content-Disposition"].startswith("attachment")
                assert answer.getvalue() == builders.PDF


def test_a_restricted_paper_is_no_row_that_a_recorder_could_open_to_staff(signed_in):
    draft = builders.agreement(builders.city(), publication=Publication.DRAFT)
    Document.objects.create(
        entry=draft, file=builders.upload(), kind="report", access="restricted", title_en="Sealed"
    )
    for role in Role:
        page = signed_in(role).get(change_page(draft)).content.decode()
        assert ("Sealed" in page) == (role == Role.ADMINISTRATOR)


def test_a_paper_whose_file_is_lost_is_not_found_and_its_words_can_be_mended(chief):
    made = builders.agreement(builders.city())
    paper = Document.objects.create(entry=made, file=builders.upload(), kind="report")
    paper.file.storage.delete(paper.file.name)
    assert chief.get(address("document", "file", paper.key)).status_code == 404
    stored = Document.objects.get(pk=paper.pk)
    stored.title_en = "Lost"
    stored.save()
    assert Document.objects.get(title_en="Lost").sha256 == paper.sha256
