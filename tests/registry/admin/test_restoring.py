"""Any version of a record is read with its rows as they were, and taken up again as a new one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Agreement, Citation, City, Document, Publication
from tests import builders

from .screens import address, change_page

pytestmark = pytest.mark.django_db


def restore_page(record, version) -> str:
    return address(record._meta.model_name, "restore", record.pk, version.history_id)


def version_page(record, version) -> str:
    return address(record._meta.model_name, "simple_history", record.pk, version.history_id)


def confirm(client, page):
    """Send what the page that shows the differences would send."""
    return client.post(page, {"version": client.get(page).context["version_now"]})


def changed_draft(**fields) -> Agreement:
    """Return a draft whose first version had one source and whose second has another."""
    made = builders.agreement(
        builders.city("Firstville"), publication="draft", reference="N-1", sources=[], **fields
    )
    builders.cite(made, builders.source(title="Old report"))
    made.reference = "N-2"
    made.save()
    made.citations.get().delete()
    builders.cite(made, builders.source(title="New report"))
    return made


def first_version(record):
    return record.history.order_by("history_id").first()


def test_a_version_is_read_with_its_rows_as_they_were(recorder):
    made = changed_draft()
    text = recorder.get(version_page(made, first_version(made))).content.decode()
    assert "N-1" in text
    assert "Old report" in text
    assert "New report" not in text
    assert "Firstville" in text


def test_what_would_change_is_shown_before_anything_does(recorder):
    made = changed_draft()
    page = recorder.get(restore_page(made, first_version(made)))
    lines = {(line.row, line.label, line.old, line.new) for line in page.context["differences"]}
    old, new = (str(builders.Source.objects.get(title=f"{one} report")) for one in ("Old", "New"))
    assert lines == {
        ("", "Reference number", "N-2", "N-1"),
        ("Citation", "Source", new, ""),
        ("Citation", "Source", "", old),
    }
    made.refresh_from_db()
    assert made.reference == "N-2"


def test_a_restored_version_is_the_newest_one_and_none_is_lost(recorder):
    made = changed_draft()
    before = made.history.count()
    answer = confirm(recorder, restore_page(made, first_version(made)))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.reference == "N-1"
    assert [row.source.title for row in made.citations.all()] == ["Old report"]
    assert made.history.count() == before + 1
    newest = made.history.first()
    assert newest.history_user.username == "recorder"
    assert newest.history_change_reason.startswith("restored: ")
    history = recorder.get(address("agreement", "history", made.pk)).content.decode()
    assert "restored: " in history


def test_the_version_that_stands_has_nothing_to_be_restored(recorder):
    made = builders.agreement(builders.city(), publication="draft")
    page = recorder.get(restore_page(made, made.history.first()))
    assert page.context["differences"] == []
    assert "<form method" not in page.content.decode().partition("content-main")[2]


def test_a_version_of_what_readers_see_goes_into_a_draft_copy(recorder):
    made = changed_draft()
    Agreement.objects.filter(pk=made.pk).update(publication=Publication.PUBLISHED)
    made.refresh_from_db()
    answer = confirm(recorder, restore_page(made, first_version(made)))
    copy = Agreement.objects.get(revises=made.pk)
    assert answer.headers["Location"].endswith(f"/desk/records/agreement/{copy.key}/")
    assert (copy.reference, copy.publication) == ("N-1", "draft")
    assert copy.citations.get().source.title == "Old report"
    made.refresh_from_db()
    assert made.reference == "N-2"
    assert made.citations.get().source.title == "New report"
    again = confirm(recorder, restore_page(made, first_version(made)))
    assert again.status_code == 422
    assert "A change to this is being written already." in again.content.decode()


def test_an_administrator_restores_what_readers_see_at_once(chief):
    made = changed_draft()
    Agreement.objects.filter(pk=made.pk).update(publication=Publication.PUBLISHED)
    assert confirm(chief, restore_page(made, first_version(made))).status_code == 302
    made.refresh_from_db()
    assert (made.reference, made.publication) == ("N-1", "published")


def test_a_version_that_names_what_was_deleted_since_is_refused(recorder):
    made = changed_draft()
    builders.Source.objects.get(title="Old report").delete()
    page = restore_page(made, first_version(made))
    answer = confirm(recorder, page)
    assert answer.status_code == 422
    assert "deleted since: source" in answer.content.decode()
    made.refresh_from_db()
    assert made.reference == "N-2"
    assert Citation.objects.get().source.title == "New report"


def test_a_version_that_breaks_a_rule_by_now_is_refused(chief):
    old = builders.city(is_home=True)
    old.is_home = False
    old.save()
    builders.city(is_home=True)
    answer = confirm(chief, restore_page(old, first_version(old)))
    assert answer.status_code == 422
    assert "no longer agrees" in answer.content.decode()
    assert City.objects.filter(is_home=True).count() == 1


def test_a_change_between_the_page_and_the_answer_is_shown_first(recorder):
    made = changed_draft()
    page = restore_page(made, first_version(made))
    seen = recorder.get(page).context["version_now"]
    builders.cite(made)
    for typed in ({"version": seen}, {}, {"version": "\x00"}):
        answer = recorder.post(page, typed)
        assert answer.status_code == 422
    made.refresh_from_db()
    assert made.reference == "N-2"


@pytest.mark.parametrize("role", Role)
def test_who_may_not_change_a_record_restores_no_version_of_it(signed_in, role):
    shown = builders.tie().partner
    draft = changed_draft()
    client = signed_in(role)
    may = {shown: role == Role.ADMINISTRATOR, draft: role != Role.VIEWER}
    for record, allowed in may.items():
        page = restore_page(record, first_version(record))
        assert client.get(page).status_code == (200 if allowed else 403)
        assert client.post(page, {}).status_code == (422 if allowed else 403)


def test_a_restricted_paper_is_not_shown_and_not_lost(signed_in):
    made = changed_draft()
    Document.objects.create(
        entry=made, file=builders.upload(), kind="report", access="restricted", title_en="Sealed"
    )
    made.reference = "N-3"
    made.save()
    version = made.history.first()
    made.reference = "N-4"
    made.save()
    client = signed_in("recorder")
    for page in (
        version_page(made, version),
        restore_page(made, version),
        restore_page(made, first_version(made)),
        address("agreement", "history", made.pk),
    ):
        assert "Sealed" not in client.get(page).content.decode()
    assert confirm(client, restore_page(made, version)).status_code == 302
    assert Document.objects.get().title_en == "Sealed"
    assert (
        "Sealed"
        in signed_in("administrator").get(address("agreement", "history", made.pk)).content.decode()
    )


def test_a_forged_version_is_not_found(recorder):
    one, other = changed_draft(), builders.agreement(builders.city(), publication="draft")
    for number in (other.history.first().history_id, "abc", 2**70, "-1"):
        assert recorder.get(address("agreement", "restore", one.pk, number)).status_code == 404
    assert recorder.get(change_page(one)).status_code == 200


def test_a_version_page_costs_the_same_however_many_rows_it_had(recorder):
    made = builders.agreement(builders.city(), publication="draft")
    costs = []
    for rows in (5, 25):
        for _number in range(rows):
            builders.cite(made)
        version = made.history.first()
        made.reference = str(rows)
        made.save()
        with CaptureQueriesContext(connection) as asked:
            recorder.get(version_page(made, version))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 40


def test_a_paper_restricted_since_is_neither_read_nor_opened_by_a_former_version(signed_in):
    made = changed_draft()
    paper = Document.objects.create(
        entry=made, file=builders.upload(), kind="report", access="staff", title_en="Sealed"
    )
    made.reference = "N-3"
    made.save()
    version = made.history.first()
    made.reference = "N-4"
    made.save()
    paper.access = "restricted"
    paper.save()
    client = signed_in("recorder")
    for page in (version_page(made, version), restore_page(made, version)):
        assert "Sealed" not in client.get(page).content.decode()
    assert confirm(client, restore_page(made, version)).status_code == 302
    assert Document.objects.get().access == "restricted"
    paper.delete()
    made.reference = "N-5"
    made.save()
    assert confirm(client, restore_page(made, version)).status_code == 302
    assert not Document.objects.exists()


def test_a_version_older_than_a_restricted_paper_takes_it_away_from_nobody(recorder):
    made = changed_draft()
    Document.objects.create(
        entry=made, file=builders.upload(), kind="report", access="restricted", title_en="Sealed"
    )
    assert confirm(recorder, restore_page(made, first_version(made))).status_code == 302
    made.refresh_from_db()
    assert made.reference == "N-1"
    assert Document.objects.get().title_en == "Sealed"
