"""Decisions in the very moment in which somebody else writes something that names the record."""

import pytest
from django.urls import reverse

from diplomacy.registry import publishing
from diplomacy.registry.models import Delegation, EntryLink
from tests import builders
from tests.registry.admin.conftest import member
from tests.test_at_once import sent_while

from .test_records import draft, stored

pytestmark = pytest.mark.django_db(transaction=True)


def page(record) -> str:
    return reverse("desk:record", args=[record.kind, record.key])


def name(record):
    """Return what lets a promise name the record."""
    promise = builders.commitment(builders.city(), title_en="A promise of this moment")
    return lambda: EntryLink.objects.create(entry=promise, kind="arises_from", to=record)


def test_what_names_a_copy_while_it_is_accepted_names_the_original(chief):
    made = builders.delegation(builders.city())
    copy = publishing.revise(made, member("recorder"))
    answer = sent_while(name(copy), chief, page(copy), {"act": "accept"})
    assert answer.status_code == 302
    assert EntryLink.objects.get(kind="arises_from").to_id == made.pk
    assert not Delegation.objects.filter(pk=copy.pk).exists()


def test_a_draft_that_is_named_in_this_moment_is_not_deleted(chief):
    made = draft()
    answer = sent_while(name(made), chief, page(made), {"act": "discard"})
    assert answer.status_code == 422
    assert "A promise of this moment" in answer.content.decode()
    assert stored(made)
    assert EntryLink.objects.get(kind="arises_from").to_id == made.pk


def test_a_copy_that_is_sent_back_in_this_moment_is_not_accepted(reviewer):
    made = builders.delegation(builders.city(), reference="N-1")
    copy = publishing.revise(made, member("recorder"))
    copy.reference = "N-2"
    copy.save()
    publishing.submit(copy, member("recorder"))
    answer = sent_while(
        lambda: publishing.send_back(copy, member("administrator"), "Not yet"),
        reviewer,
        page(copy),
        {"act": "accept"},
    )
    assert answer.status_code in (403, 409, 422)
    assert stored(made).reference == "N-1"
    assert stored(copy).publication == "draft"
