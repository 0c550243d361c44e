"""Who guesses the address of a hidden record is told what stands where there never was one."""

import pytest
from django.conf import settings
from django.test import Client

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.ingest.models import Batch
from diplomacy.opendata.objects import OF_KIND
from diplomacy.registry import publishing
from diplomacy.registry.models import Document, Entry
from tests import builders
from tests.leaks.looking import said
from tests.opendata.register import MAKERS, everything
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db


def never_was(key: str) -> str:
    """Return a key of the same length that no record ever had."""
    return "never-was".ljust(len(key), "x")[-len(key) :]


OF_A_CITY = (
    "/en/cities/{}/", "/fa/cities/{}/path/", "/en/cities/{}/delivery/", "/en/cities/{}/embed/",
    "/en/cities/{}/feed.atom", "/fa/cities/{}/calendar.ics", "/en/cities/{}/picture.png",
    "/en/embed/cities/{}/", "/zh-hans/embed/timeline/{}/", "/api/v1/cities/{}/", "/id/{}/",
    "/oembed?url=" + settings.SITE_URL + "/en/cities/{}/", "/en/timeline/?c={}",
    "/en/agreements/?city={}", "/api/v1/agreements/?city={}", "/api/v1/events.csv?city={}",
    "/en/corrections/?noun=city&key={}",
)  # fmt: skip
OF_OTHERS = {
    "area": ("/en/areas/{}/", "/en/areas/{}/feed.atom", "/en/cities/SHOWN/?area={}",
             "/api/v1/areas/{}/", "/api/v1/timeline/?area={}", "/id/{}/"),
    "layer": ("/en/layers/{}/", "/api/v1/layers/{}/", "/en/cities/SHOWN/?layer={}", "/id/{}/"),
    "organisation": ("/en/organisations/{}/", "/api/v1/organisations/{}/", "/id/{}/"),
    "person": ("/en/people/{}/", "/api/v1/people/{}/", "/id/{}/"),
    "source": ("/en/sources/{}/", "/api/v1/sources/{}/", "/id/{}/"),
    "difference": ("/en/differences/{}/", "/api/v1/differences/{}/", "/id/{}/"),
    "question": ("/en/questions/{}/", "/api/v1/questions/{}/", "/id/{}/"),
    "document": ("/en/documents/{}/",),
}  # fmt: skip


@pytest.fixture
def askers(db) -> dict[str, Client]:
    """Return a visitor and a member of each role."""
    found = {"nobody": Client()} | {role: Client() for role in Role}
    for role in Role:
        found[role].force_login(member(role))
    return found


def hidden_things(state: str, shown: Entry) -> dict[str, list[str]]:
    """Hide something of every noun; return the keys, and what kinds of entry they are."""
    tie = builders.tie(publication=state)
    entries = [make(tie.partner, publication=state) for make in MAKERS]
    body, holder = builders.organisation(), builders.person()
    builders.took_part(entries[0], organisation=body, person=holder)
    builders.took_part(shown, person=(unnamed := builders.person()), name_shown=False)
    papers = [
        Document.objects.create(
            entry=of.entry_ptr, kind="report", access=access, file=builders.upload()
        )
        for of, access in ((entries[0], "public"), (shown, "restricted"))
    ]
    made = {
        "city": [tie.partner],
        "area": [builders.area(entries[0])],
        "layer": [builders.layer(tie)],
        "organisation": [body],
        "person": [holder, unnamed],
        "source": [entries[0].citations.get().source],
        "difference": [builders.difference(entries[0])],
        "question": [builders.question(tie)],
        "document": papers,
    }
    made |= {entry.kind: [entry] for entry in entries}
    return {noun: [one.key for one in records] for noun, records in made.items()}


def patterns_of(noun: str, shown: str) -> tuple[str, ...]:
    """Return the addresses at which a record of the noun would stand."""
    if noun == "city":
        return OF_A_CITY
    if noun in Entry.Kind.values:
        return (f"/en/{noun}s/{{}}/", "/id/{}/", "/api/v1/timeline/{}/",
                f"/api/v1/{OF_KIND[noun].name}/{{}}/")  # fmt: skip
    return tuple(one.replace("SHOWN", shown) for one in OF_OTHERS[noun])


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_every_address_of_what_is_hidden_answers_as_one_that_never_was(askers, state):
    tie = everything()
    shown = Entry.objects.published().filter(kind="agreement")[0].agreement
    hidden = hidden_things(state, shown)
    assert len(hidden) >= 14
    for place, (noun, keys) in enumerate(hidden.items()):
        for key in keys:
            for pattern in patterns_of(noun, tie.partner.key):
                never = never_was(key)
                missing = said(askers["nobody"].get(pattern.format(never)), never)
                # Everybody asks for some, nobody in particular for all of them.
                for who in ["nobody", list(Role)[place % len(Role)]]:
                    answer = said(askers[who].get(pattern.format(key)), key)
                    assert answer == missing, (who, pattern, key)


def test_a_draft_copy_has_no_address_of_its_own(askers):
    tie = everything()
    writer = User.objects.create_user("writer", role=Role.RECORDER)
    entry = Entry.objects.published().filter(kind="event")[0].event
    for copy, noun in ((publishing.revise(entry, writer), "event"),
                       (publishing.revise(tie, writer), "relationship")):  # fmt: skip
        places = patterns_of("event", "") if noun == "event" else ("/api/v1/ties/{}/", "/id/{}/")
        for pattern in places:
            never = never_was(copy.key)
            missing = said(askers["nobody"].get(pattern.format(never)), never)
            for who in ("nobody", Role.VIEWER, Role.ADMINISTRATOR):
                assert said(askers[who].get(pattern.format(copy.key)), copy.key) == missing


def test_what_others_have_under_way_answers_a_colleague_as_what_never_was(askers):
    everything()
    sealed = Document.objects.create(
        entry=Entry.objects.published()[0], kind="report", access="restricted",
        file=builders.upload(content=b"x"),
    )  # fmt: skip
    Batch.objects.create(
        noun="agreements", by=member(Role.RECORDER), file_name="t", key="under-way"
    )
    other = Client()
    other.force_login(User.objects.create_user("other", role=Role.RECORDER))
    for pattern, key, who in (
        ("/en/admin/registry/entry/documents/{}/", sealed.key, askers[Role.VIEWER]),
        ("/en/admin/registry/entry/documents/{}/", sealed.key, askers[Role.REVIEWER]),
        ("/en/desk/imports/{}/", "under-way", other),
        ("/en/desk/imports/{}/columns/", "under-way", other),
    ):
        never = never_was(key)
        missing = said(who.get(pattern.format(never)), never)
        answer = said(who.get(pattern.format(key)), key)
        assert missing[0] == 404
        assert answer == missing, pattern
