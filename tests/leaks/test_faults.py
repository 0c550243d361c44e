"""When something breaks over a hidden record, neither the page nor the log quotes it."""

import io
import logging

import pytest
from django.test import Client

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Document
from diplomacy.serving.log_lines import JSONLine, PlainLine
from tests import builders
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import change_page, sent

pytestmark = pytest.mark.django_db

HUSH = "zqhush"


@pytest.fixture(params=[JSONLine, PlainLine])
def log(request):
    """Return what the log says, written as in production."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(request.param())
    names = ["", "django", "django.request", "diplomacy"]
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield told
    for name in names:
        logging.getLogger(name).removeHandler(handler)


@pytest.mark.urls("tests.leaks.faulty_urls")
@pytest.mark.parametrize("kind", ["value", "key", "database", "attribute", "assertion"])
def test_a_fault_over_a_hidden_record_tells_nothing_of_it(log, kind):
    builders.event(builders.city(), publication="draft", title_en=HUSH, key=HUSH, staff_note=HUSH)
    answer = Client(raise_request_exception=False).get(f"/en/fault/{kind}/")
    assert answer.status_code == 500
    assert HUSH.encode() not in answer.content
    assert HUSH not in str(answer.headers)
    assert "Error" in log.getvalue()
    assert HUSH not in log.getvalue()


def test_a_key_that_is_taken_is_told_without_what_has_it(signed_in_as):
    taken = builders.source(key="taken", title=HUSH, staff_note=HUSH)
    client = signed_in_as(Role.RECORDER)
    other = builders.source()
    page = client.get(change_page(other))
    answer = client.post(change_page(other), sent(page, key="taken"))
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert HUSH not in answer.content.decode()
    assert taken.key == "taken"


def test_the_same_file_again_does_not_tell_that_there_is_a_restricted_one(signed_in_as):
    sealed = builders.agreement(builders.city())
    Document.objects.create(
        entry=sealed.entry_ptr, kind="report", access="restricted", title_en=HUSH,
        file=builders.upload(),
    )  # fmt: skip
    client = signed_in_as(Role.RECORDER)
    draft = builders.agreement(builders.city(), publication="draft")
    texts = []
    for content in (builders.PDF, builders.PDF.replace(b"1.4", b"1.5")):
        form = sent(client.get(change_page(draft)))
        form |= {"documents-TOTAL_FORMS": "1", "documents-0-kind": "report",
                 "documents-0-access": "staff", "documents-0-title_en": "Mine",
                 "documents-0-file": builders.upload(content=content)}  # fmt: skip
        answer = client.post(change_page(draft), form, follow=True)
        texts.append((answer.status_code, [str(m) for m in answer.context["messages"]]))
        assert HUSH not in answer.content.decode()
        Document.objects.filter(entry=draft.pk).delete()
    assert texts[0] == texts[1]


@pytest.fixture
def signed_in_as(db):
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(member(role))
        return client

    return sign_in
