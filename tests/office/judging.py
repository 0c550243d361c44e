"""Reviewing promises at the desk, as tests do it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from diplomacy.registry.models import Commitment, CommitmentReview
from tests.registry.admin.conftest import member

LIST = "/en/desk/commitments/"


def at_desk(role: str = "reviewer") -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def page_of(promise: Commitment, language: str = "en") -> str:
    return f"/{language}/desk/commitments/{promise.key}/review/"


def text(response) -> str:
    return response.content.decode()


def ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def form_of(client: Client, promise: Commitment, **typed) -> dict:
    """Return what a browser would send from the page, with `typed` typed into it."""
    form = client.get(page_of(promise)).context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name != "source"}
    ticks = {name: given.pop(name) for name in ("tell", "earlier", "delivered_by")}
    assert not any(ticks.values())
    return given | {"act": "keep"} | typed


def kept(promise: Commitment, **typed) -> CommitmentReview:
    client = at_desk()
    answer = client.post(page_of(promise), form_of(client, promise, **typed))
    assert answer.status_code == 302, answer.context["form"].errors
    return promise.reviews.latest("id")
