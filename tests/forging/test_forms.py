"""What a form did not offer is not written, whoever adds it to what is sent."""

import pytest
from django.contrib import admin
from django.db.models import Field

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Citation, Document, EntryCity, Participation, Step
from tests import builders
from tests.forging.tables import changed, everything_stored
from tests.registry.admin.conftest import member, recorder, signed_in
from tests.registry.admin.screens import (
    MAKERS,
    NOUNS,
    REFERENCE,
    add_rows,
    address,
    change_page,
    sent,
)

__all__ = ["recorder", "signed_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Of a country there is no field beside those of its form.
WRITTEN_BY_RECORDERS = [noun for noun in NOUNS if noun not in (*REFERENCE, "country")]
# What a save itself writes: derived columns, and of a form of entries those of its parent.
DERIVED = {"search", "ordering_day", "is_undated", "order_fa", "order_en", "order_zh"}


def forged(field: Field) -> str:
    kind = type(field).__name__
    if "Date" in kind:
        return "2001-01-01"
    if "Boolean" in kind:
        return "on"
    if field.is_relation or "Integer" in kind or "AutoField" in kind:
        return "1"
    return "published" if field.name == "publication" else "forged"


@pytest.mark.parametrize("noun", WRITTEN_BY_RECORDERS)
def test_no_field_beside_those_of_the_form_is_written(recorder, noun):
    record = MAKERS[noun]()
    page = recorder.get(change_page(record))
    offered = set(page.context["adminform"].form.fields)
    hidden = [field for field in record._meta.concrete_fields if field.name not in offered]
    assert hidden
    typed = {name: forged(field) for field in hidden for name in (field.name, field.attname)}
    before = type(record).objects.filter(pk=record.pk).values().get()
    assert recorder.post(change_page(record), typed | sent(page)).status_code == 302
    after = type(record).objects.filter(pk=record.pk).values().get()
    for field in hidden:
        if field.name not in DERIVED:
            assert after[field.attname] == before[field.attname], field


def test_nobody_raises_the_own_role(client):
    clerk = User.objects.create_user("clerk", password="p", role=Role.RECORDER, email="a@a.test")
    client.force_login(clerk)
    typed = {"role": "administrator", "is_superuser": "on", "is_staff": "on", "username": "chief"}
    for page in ("account/", "account/password/", "account/second-step/", "sign-in/"):
        client.post(f"/en/desk/{page}", typed)
    client.post(f"/en/admin/accounts/user/{clerk.pk}/change/", typed)
    client.post("/en/admin/accounts/user/add/", typed | {"username": "another"})
    clerk.refresh_from_db()
    assert (clerk.role, clerk.username, clerk.is_superuser) == (Role.RECORDER, "clerk", None)
    assert User.objects.count() == 1


def test_the_row_of_another_record_is_neither_changed_nor_moved_nor_deleted(recorder):
    """A row sent with the number of a foreign one, as CVE-2026-4277 and its like did it."""
    shown = builders.agreement(builders.city())
    builders.took_part(shown, organisation=builders.organisation())
    paper = Document.objects.create(entry=shown.entry_ptr, kind="report", file=builders.upload())
    own = builders.agreement(builders.city(), publication="draft")
    add_rows(own, 1)
    page = recorder.get(change_page(own))
    foreign = {
        "citations": Citation.objects.get(entry=shown.pk).pk,
        "participations": Participation.objects.filter(entry=shown.pk)[0].pk,
        "city_rows": EntryCity.objects.filter(entry=shown.pk)[0].pk,
        "documents": paper.pk,
    }
    for prefix, number in foreign.items():
        before = everything_stored()
        for more in ({}, {f"{prefix}-0-DELETE": "on"}, {f"{prefix}-0-entry": str(shown.pk)}):
            typed = sent(page) | {
                f"{prefix}-0-id": str(number),
                f"{prefix}-INITIAL_FORMS": "1",
                f"{prefix}-TOTAL_FORMS": "1",
            }
            recorder.post(change_page(own), typed | more)
        of_others = {"registry.Document", "registry.Organisation", "registry.Source"}
        assert not of_others & set(changed(before, everything_stored()))
        assert shown.citations.get().entry_id == shown.pk
        assert Document.objects.get(pk=paper.pk).entry_id == shown.pk
        assert EntryCity.objects.filter(pk=foreign["city_rows"], entry=shown.pk).exists()
        assert Participation.objects.filter(entry=shown.pk).count() == 3
        assert Citation.objects.filter(entry=shown.pk).count() == 1


def test_a_paper_that_a_form_hides_is_not_reached_by_its_number(recorder):
    draft = builders.agreement(builders.city(), publication="draft")
    sealed = Document.objects.create(
        entry=draft.entry_ptr, kind="report", access="restricted", file=builders.upload()
    )
    page = recorder.get(change_page(draft))
    rows = {"documents-TOTAL_FORMS": "1", "documents-INITIAL_FORMS": "1"}
    for more in ({"documents-0-DELETE": "on"}, {"documents-0-access": "public"}):
        typed = sent(page) | rows | {"documents-0-id": str(sealed.pk), "documents-0-kind": "report"}
        answer = recorder.post(change_page(draft), typed | more)
        assert answer.status_code < 500
        assert Document.objects.get(pk=sealed.pk).access == "restricted"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER, Role.REVIEWER])
def test_rows_come_to_no_record_that_a_role_may_not_change(signed_in, role):
    """Neither a published entry nor a list that everything refers to takes a forged row."""
    client = signed_in(role)
    shown, path = builders.agreement(builders.city()), builders.procedure("vote")
    before = everything_stored()
    for record, row in (
        (shown, {"citations-0-source": str(builders.source().pk), "citations-0-entry": shown.pk}),
        (path, {"steps-0-key": "forged", "steps-0-position": "9", "steps-0-name_en": "x"}),
    ):
        prefix = next(iter(row)).partition("-")[0]
        forms = {f"{prefix}-TOTAL_FORMS": "3", f"{prefix}-INITIAL_FORMS": "0", "_save": "1"}
        if record is shown:
            before = everything_stored()  # with the source
        assert client.post(change_page(record), row | forms).status_code == 403
        listed = address(record._meta.model_name, "changelist")
        list_editable = {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "_save": "Save",
            "form-0-id": str(record.pk),
            "form-0-key": "forged",
        }
        client.post(listed, list_editable)
    assert changed(before, everything_stored()) == []
    assert Step.objects.count() == 1


def test_no_list_can_be_edited_and_no_primary_key_is_a_field():
    for model, screen in admin.site._registry.items():
        assert not screen.list_editable, model
        assert model._meta.pk.name in ("id", "entry_ptr") or not model._meta.pk.editable


@pytest.mark.parametrize("action", ["delete_selected", "", "__class__", "publish", "nothing"])
@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER, Role.REVIEWER])
def test_no_act_on_a_selection_is_done_for_whom_it_is_not_offered(signed_in, role, action):
    made = [builders.event(builders.city(), publication=one) for one in ("draft", "published")]
    client, before = signed_in(role), everything_stored()
    typed = {
        "action": action,
        "_selected_action": [one.pk for one in made],
        "post": "yes",
        "select_across": "1",
        "index": "0",
    }
    assert client.post(address("event", "changelist"), typed).status_code < 500
    assert changed(before, everything_stored()) == []
    assert member(role).role == role
