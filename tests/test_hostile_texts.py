"""Whatever the register holds stays text: on pages, at the desk, in the admin, for programs."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from diplomacy.accounts.roles import Role
from tests import builders
from tests.hostile_register import NOT_FILLED, hostile_register, reader_pages
from tests.payloads import PAYLOADS, POLYGLOT, met_in
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import address, change_page, sent

pytestmark = pytest.mark.django_db


class _Scripts(HTMLParser):
    """Collects what stands between the tags of blocks of data."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.blocks = False, []

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_data(self, data):
        if self.inside:
            self.blocks.append(data)
            self.inside = False


def test_no_text_becomes_markup_for_readers(client):
    """Hold pages to their elements; data in pages, feeds and answers to programs to their form."""
    assert hostile_register(PAYLOADS) == NOT_FILLED
    for place in reader_pages():
        answer = client.get(place)
        assert answer.status_code < 500, place
        kind, text = answer.headers["Content-Type"], answer.getvalue().decode(errors="replace")
        if kind.startswith("text/html"):
            assert met_in(text) == [], place
            assert_data_holds_what_it_is_of(text)
        elif kind.partition(";")[0].endswith("xml"):
            names = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(text).iter()}
            assert not {"xq", "script", "img"} & names, place
        elif "json" in kind:
            json.loads(text)


def assert_data_holds_what_it_is_of(html: str) -> None:
    scripts = _Scripts()
    scripts.feed(html)
    for block in scripts.blocks:
        assert not re.search("[<>&\u2028\u2029]", block)
        json.loads(block)


def test_a_title_parses_back_from_the_data_of_its_page(client):
    title = "".join(PAYLOADS[:3]) + "\u2028\u2029</script>"
    partner = builders.tie().partner
    made = builders.event(partner, title_en=title)
    scripts = _Scripts()
    scripts.feed(client.get(f"/en/events/{made.key}/").content.decode())
    assert any(
        title in json.dumps(json.loads(block), ensure_ascii=False).replace('\\"', '"')
        for block in scripts.blocks
    )


def test_what_is_said_of_an_act_holds_the_title_as_text(client):
    """See the messages after saving, publishing, withdrawing and deleting."""
    client.force_login(member(Role.ADMINISTRATOR))
    partner = builders.city(name_en=POLYGLOT)
    made = builders.event(partner, publication="draft", title_en=POLYGLOT)
    answers = [
        client.post(change_page(made), sent(client.get(change_page(made))), follow=True),
        client.post(
            reverse("desk:record", args=["event", made.key]), {"act": "publish"}, follow=True
        ),
        client.post(
            reverse("desk:record", args=["event", made.key]),
            {"act": "withdraw", "withdraw-en": POLYGLOT},
            follow=True,
        ),
        client.get(f"/en/events/{made.key}/"),
    ]
    draft = builders.event(partner, publication="draft", title_en=POLYGLOT)
    answers.append(client.get(address("event", "delete", draft.pk)))
    answers.append(client.post(address("event", "delete", draft.pk), {"post": "yes"}, follow=True))
    for answer in answers:
        html = answer.content.decode()
        assert "xq()" in html
        assert met_in(html) == []
