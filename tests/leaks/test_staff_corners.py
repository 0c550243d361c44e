"""What a role may not see is named in no corner: lists, lookups, deletions, histories, exports."""

from collections.abc import Iterator

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from diplomacy.accounts.models import SignIn, User
from diplomacy.accounts.roles import Role
from diplomacy.ingest.models import Batch
from diplomacy.office.models import KeptForm
from diplomacy.registry.models import Agreement, Correction, Document, Person
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

SECRETS = {
    # Word → the lowest role that may read it; None: nobody but whose it is.
    "zqsealedtitle": Role.ADMINISTRATOR,
    "zqsealedcredit": Role.ADMINISTRATOR,
    "zqcontact": Role.RECORDER,
    "zqformerly": Role.RECORDER,
    "zqsaidwrong": Role.RECORDER,
    "zqsender": Role.REVIEWER,
    "zqmail": Role.ADMINISTRATOR,
    "zqtyped": None,
    "zqtable": None,
    "zqlogged": None,
}


@pytest.fixture
def told(db) -> dict:
    """Keep each secret where staff keep it."""
    other = User.objects.create_user(
        "other", role=Role.RECORDER, email="zqmail@test.test", language="en"
    )
    pact = builders.agreement(builders.tie().partner, publication="draft", staff_note="zqformerly")
    pact.staff_note = ""
    pact.save()
    Document.objects.create(
        entry=pact.entry_ptr, kind="report", access="restricted", title_en="zqsealedtitle",
        credit="zqsealedcredit", file=builders.upload(),
    )  # fmt: skip
    person = builders.person(contact="zqcontact")
    builders.took_part(pact, person=person)
    correction = builders.correction(words="zqsaidwrong", sender="zqsender@test.test")
    KeptForm.objects.create(user=other, form="visit", typed="title_en=zqtyped")
    Batch.objects.create(noun="agreements", by=other, file_name="zqtable.csv", headers=["zqtable"])
    LogEntry.objects.create(
        user=other, content_type=ContentType.objects.get_for_model(Agreement), object_id=pact.pk,
        object_repr="zqlogged", action_flag=CHANGE,
    )  # fmt: skip
    return {"pact": pact, "person": person, "correction": correction}


def corners(told: dict) -> Iterator[str]:
    """Yield the addresses at which a screen may name what it should not."""
    pact, person = told["pact"], told["person"]
    for record in (pact, person):
        noun = record._meta.model_name
        for page in ("change", "history", "delete"):
            yield reverse(f"admin:registry_{noun}_{page}", args=[record.pk])
        for past in record.history.values_list("pk", flat=True):
            yield reverse(f"admin:registry_{noun}_simple_history", args=[record.pk, past])
            yield reverse(
                f"admin:registry_{noun}_restore",
                kwargs={"object_id": record.pk, "version_id": past},
            )
        yield reverse(f"admin:registry_{noun}_changelist")
        for word in ("zq", *SECRETS):
            yield f"{reverse(f'admin:registry_{noun}_changelist')}?q={word}"
    for model, field in (
        ("participation", "person"), ("participation", "entry"), ("document", "entry"),
        ("entrylink", "to"), ("citation", "source"), ("changenote", "by"),
    ):  # fmt: skip
        for term in ("zq", "a"):
            yield (f"{reverse('admin:autocomplete')}?app_label=registry&model_name={model}"
                   f"&field_name={field}&term={term}")  # fmt: skip
    yield from map(reverse, ("admin:index", "admin:accounts_user_changelist", "desk:home",
                             "desk:drafts", "desk:corrections", "desk:sign-ins", "desk:visit-new",
                             "desk:reminders", "ingest:tables", "ingest:exports"))  # fmt: skip
    yield reverse("admin:app_list", args=["registry"])
    yield reverse("desk:record", args=["agreement", pact.key])
    yield reverse("desk:agreement", args=[pact.key])
    yield reverse("desk:correction", args=[told["correction"].pk])
    yield reverse("desk:blank", args=[person.key])
    yield f"{reverse('desk:search')}?q=zq"
    yield from (f"{reverse('desk:suggestions', args=[noun])}?q=zq" for noun in ("person", "city"))
    for noun in ("agreements", "people"):
        yield reverse("ingest:export", args=[noun, "csv"])


def allowed_to(role: str) -> set[str]:
    order = list(Role.values)
    return {word for word, least in SECRETS.items()
            if least is not None and order.index(role) >= order.index(least)}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_no_corner_names_what_a_role_may_not_see(told, role):
    client = Client()
    client.force_login(member(role))
    seen = set()
    for address in corners(told):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500, address
        found = {word for word in SECRETS if word.encode() in body and word not in address}
        assert found <= allowed_to(role), (address, found)
        seen |= found
    # They are where the role reads them: the walk has looked in the right places.
    assert allowed_to(role) - {"zqmail", "zqsealedcredit", "zqsealedtitle"} <= seen


def test_a_name_that_was_tried_at_the_door_is_for_administrators(client, told):
    client.post("/en/desk/sign-in/", {"username": "zqtried", "password": "x"})
    assert SignIn.objects.exists()
    for role in Role:
        reader = Client()
        reader.force_login(member(role))
        answer = reader.get(reverse("desk:sign-ins"))
        assert (answer.status_code == 200) == (role == Role.ADMINISTRATOR)
        assert role == Role.ADMINISTRATOR or b"zqtried" not in answer.content
    assert Person.objects.count() == Correction.objects.count() == 1
