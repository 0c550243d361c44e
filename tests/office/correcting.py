"""Corrections at the desk, and who opens them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from diplomacy.office.corrections import state_of
from diplomacy.registry.models import Correction
from tests import builders
from tests.registry.admin.conftest import member

LIST = "/en/desk/corrections/"
SENDER = "reader@example.org"


def at_desk(role: str = "reviewer") -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def page_of(one: Correction, language: str = "en") -> str:
    return f"/{language}/desk/corrections/{one.pk}/"


def text(page) -> str:
    return page.content.decode()


def decision(one: Correction, **typed) -> dict[str, str]:
    return {"act": "decide", "decision": "mended", "comment": "", "seen": state_of(one)} | typed


def decided(days_ago: int = 0, **fields) -> Correction:
    at = timezone.now() - timedelta(days=days_ago)
    made = {"decision": "kept", "decided_by": member("reviewer"), "decided_at": at}
    return builders.correction(**(made | fields))
