"""Every cell of the permission matrix, tried over HTTP at the desk and in the admin."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import MATRIX, RECORD_MODELS, Nouns, Role, allowed
from diplomacy.office.models import TieReview
from diplomacy.registry.models import ChangeNote, Submission
from diplomacy.registry.models.reviewing import of_record
from tests import builders
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import MAKERS, REFERENCE

pytestmark = pytest.mark.django_db

STATES = ("draft", "in_review", "published", "withdrawn")
# One kind of entry and the tie each time, on both databases; the other kinds, which share their
# code, in the slow set.
ELSEWHERE = [pytest.mark.slow, pytest.mark.once]
RECORDS = [
    pytest.param(noun, marks=[] if noun in ("delegation", "relationship") else ELSEWHERE)
    for noun in sorted(RECORD_MODELS)
]
REGISTER = ("city", "organisation", "person", "source")

# What each act of the desk sends; those that are no POST of the desk stand in the admin alone.
TYPED = {
    "submit": {},
    "take_back": {},
    "send_back": {"send_back-comment": "Mend the title."},
    "publish": {},
    "revise": {},
    "tell": {"tell-en": "The date was wrong."},
    "untell": {},  # and the note that is removed
    "withdraw": {"withdraw-en": "It was wrong."},
}


@pytest.fixture
def clients(db) -> dict[str, Client]:
    made = {role: Client() for role in Role}
    for role, client in made.items():
        client.force_login(member(role))
    return made


def record_in(noun: str, state: str, sender: User):
    """Return a record in the state; one in review was sent by `sender`."""
    make = MAKERS[noun]
    made = make()
    type(made).objects.filter(pk=made.pk).update(publication=state)
    if noun != "relationship" and not made.citations.exists():
        builders.cite(made)
    if state == "in_review":
        Submission.objects.create(**of_record(made), submitted_by=sender)
    return type(made).objects.get(pk=made.pk)


def desk_page(record) -> str:
    noun = record._meta.model_name
    return reverse("desk:record", args=["tie" if noun == "relationship" else noun, record.key])


def admin_page(record, name: str) -> str:
    return reverse(f"admin:registry_{record._meta.model_name}_{name}", args=[record.pk])


@pytest.mark.parametrize("noun", RECORDS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", TYPED)
def test_an_act_on_the_desk_is_done_for_whom_the_matrix_lets_and_for_nobody_else(
    clients, noun, action, state
):
    other = User.objects.create_user("other", role=Role.RECORDER)
    for role, client in clients.items():
        sender = member(role) if action == "take_back" else other
        made = record_in(noun, state, sender)
        before = type(made).history.count()
        note = ChangeNote.objects.create(
            **of_record(made), day="2024-05-04", words_en="A word", by=other
        )
        typed = TYPED[action] | ({"untell-note": note.pk} if action == "untell" else {})
        answer = client.post(desk_page(made), {"act": action} | typed)
        done = answer.status_code == 302
        may = allowed(role, action, Nouns.RECORDS, state)
        assert done == may, (role, action, noun, state, answer.status_code)
        if not may:
            assert type(made).history.count() == before


@pytest.mark.parametrize("state", STATES)
def test_a_verdict_is_put_on_a_promise_by_whom_the_matrix_lets_and_by_nobody_else(clients, state):
    for role, client in clients.items():
        made = record_in("commitment", state, member(Role.RECORDER))
        before = type(made).history.count()
        page = reverse("desk:assess", args=[made.key])
        today = timezone.localdate().isoformat()
        answer = client.post(page, {"act": "keep", "verdict": "no_evidence", "on": today})
        may = allowed(role, "assess", Nouns.RECORDS, state)
        assert (answer.status_code == 302) == may, (role, state, answer.status_code)
        assert made.reviews.exists() == may
        if not may:
            assert type(made).history.count() == before


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_tie_is_reviewed_by_whom_the_matrix_lets_and_by_nobody_else(clients, state):
    writer = User.objects.create_user("writer", role=Role.RECORDER)
    ahead = timezone.localdate() + timedelta(days=90)
    words = {"verdict": "keep", "reasons": "It holds.", "next_on": ahead.isoformat()}
    acts = {"save": "change", "sign": "publish", "delete": "delete"}
    for role, client in clients.items():
        listed = reverse("desk:tie-reviews", args=[builders.tie().key])
        begun = client.post(listed).status_code == 302
        assert begun == allowed(role, "add", Nouns.REPORTS, "")
        for act, action in acts.items():
            made = TieReview.objects.create(
                relationship=builders.tie(),
                on=timezone.localdate(),
                prepared_by=writer,
                **words | {"next_on": ahead},
            )
            if state == "published":
                signed = {"signed_by": writer, "signed_at": timezone.now(), "facts": {}}
                TieReview.objects.filter(pk=made.pk).update(**signed)
            page = reverse("desk:tie-review", args=[made.relationship.key, made.pk])
            shown = client.get(page)
            assert (shown.status_code == 200) == allowed(role, "view", Nouns.REPORTS, state)
            sent = {"act": act, "version": shown.context["version"]} | words
            done = client.post(page, sent).status_code == 302
            assert done == allowed(role, action, Nouns.REPORTS, state), (role, act, state)


@pytest.mark.parametrize("noun", RECORDS)
@pytest.mark.parametrize("state", STATES)
def test_the_admin_writes_a_record_for_whom_the_matrix_lets(clients, noun, state):
    made = record_in(noun, state, member(Role.RECORDER))
    for role, client in clients.items():
        change = client.get(admin_page(made, "change"))
        assert change.status_code == 200
        may_change = allowed(role, "change", Nouns.RECORDS, state)
        assert change.context["has_change_permission"] == may_change, (role, state)
        refused = client.post(admin_page(made, "change"), {}).status_code == 403
        assert refused != may_change
        may_read = allowed(role, "history", Nouns.RECORDS, state)
        assert (client.get(admin_page(made, "history")).status_code == 200) == may_read
        may_delete = allowed(role, "delete", Nouns.RECORDS, state)
        assert (client.get(admin_page(made, "delete")).status_code == 200) == may_delete
        add = client.get(reverse(f"admin:registry_{noun}_add"))
        assert (add.status_code == 200) == allowed(role, "add", Nouns.RECORDS, "")


@pytest.mark.parametrize("noun", REGISTER)
@pytest.mark.parametrize("state", ["unseen", "seen"])
def test_the_admin_writes_a_noun_of_the_register_for_whom_the_matrix_lets(clients, noun, state):
    made = MAKERS[noun]()
    if state == "seen":
        _show(made, noun)
    for role, client in clients.items():
        change = client.get(admin_page(made, "change"))
        may_change = allowed(role, "change", Nouns.REGISTER, state)
        assert change.context["has_change_permission"] == may_change, (role, state)
        assert (client.post(admin_page(made, "change"), {}).status_code == 403) != may_change
        may_read = allowed(role, "history", Nouns.REGISTER, state)
        assert (client.get(admin_page(made, "history")).status_code == 200) == may_read
        add = client.get(reverse(f"admin:registry_{noun}_add"))
        assert (add.status_code == 200) == allowed(role, "add", Nouns.REGISTER, "")
        answer = client.post(admin_page(made, "delete"), {"post": "yes"})
        gone = not type(made).objects.filter(pk=made.pk).exists()
        assert gone == allowed(role, "delete", Nouns.REGISTER, state), (role, answer.status_code)
        if gone:
            made = MAKERS[noun]()


def _show(made, noun: str) -> None:
    """Let readers see it: a published entry names it."""
    match noun:
        case "city":
            builders.event(made)
        case "source":
            builders.event(builders.city(), sources=[made])
        case "organisation":
            builders.took_part(builders.event(builders.city()), organisation=made)
        case "person":
            builders.took_part(builders.event(builders.city()), person=made, name_shown=True)


@pytest.mark.parametrize("noun", sorted(REFERENCE))
def test_the_admin_writes_what_everything_refers_to_for_whom_the_matrix_lets(clients, noun):
    made = MAKERS[noun]()
    for role, client in clients.items():
        may = {
            action: allowed(role, action, Nouns.REFERENCE, "") for action in MATRIX[Nouns.REFERENCE]
        }
        assert (client.get(admin_page(made, "history")).status_code == 200) == may["history"]
        change = client.get(admin_page(made, "change"))
        assert change.context["has_change_permission"] == may["change"]
        assert (client.get(admin_page(made, "delete")).status_code == 200) == may["delete"]


def test_every_cell_names_a_role_and_every_action_is_tried_here_or_beside_its_page():
    tried = {*TYPED, "assess", "view", "history", "add", "change", "delete"}
    for group, of_group in MATRIX.items():
        for action, of_state in of_group.items():
            assert set(of_state.values()) <= set(Role)
            beside = {"merge", "blank", "import", "undo", "export", "decide"}
            assert action in tried | beside, (group, action)


def test_the_page_for_people_says_what_the_matrix_says():
    page = (settings.BASE_DIR / "docs" / "permissions.md").read_text(encoding="utf-8")
    rows = [
        f"| {action.replace('_', ' ')} | {state.replace('_', ' ') or '–'} | {role.label.lower()} |"
        for of_group in MATRIX.values()
        for action, of_state in of_group.items()
        for state, role in of_state.items()
    ]
    written = [
        line
        for line in page.splitlines()
        if line.startswith("| ") and not line.startswith("| action")
    ]
    assert written == rows
