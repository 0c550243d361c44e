"""Whatever is hidden, each public answer is the same to the byte: body, headers, validators."""

import pytest
from django.core.cache import cache
from django.db import connection

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import KeptForm
from diplomacy.registry import publishing
from diplomacy.registry.models import Document, Entry, EntryLink
from tests import builders
from tests.forging.tables import changed, everything_stored
from tests.hostile.everywhere import rich_register
from tests.leaks.looking import answers, differing, public_addresses
from tests.opendata.register import HIDDEN, MAKERS

pytestmark = pytest.mark.django_db

ROUNDS = 10


def hide_hundreds(tie) -> int:
    """Write beside the register what readers may not see, in all its kinds; return how many."""
    entry = Entry.objects.published().filter(city_rows__city=tie.partner).order_by("pk")[0]
    writer = User.objects.create_user("writer", role=Role.RECORDER, email="w@test.test")
    made = []
    for number in range(ROUNDS):
        for state in HIDDEN:
            hidden = [make(tie.partner, publication=state, start="2020-06-01") for make in MAKERS]
            made += [*hidden, builders.tie(publication=state, leading=True, position=0)]
            body, holder = builders.organisation(), builders.person(contact="hush@test.test")
            builders.took_part(hidden[0], organisation=body, person=holder)
            builders.term(holder, body)
            builders.area(hidden[0], layer=builders.layer(made[-1]))
            builders.difference(hidden[1])
            builders.question(made[-1])
            EntryLink.objects.create(entry=hidden[2].entry_ptr, kind="during", to=entry)
            EntryLink.objects.create(entry=hidden[3].entry_ptr, kind="delivers", to=entry)
            builders.cite(hidden[4], entry.citations.first().source)
        builders.correction(tie.partner)
        builders.country(f"h{number}")
    Document.objects.create(
        entry=entry, kind="report", access="restricted", file=builders.upload(content=b"x")
    )
    publishing.revise(tie, writer)
    KeptForm.objects.create(user=writer, form="x", typed="hush")
    return len(made)


@pytest.mark.parametrize(
    "every_language", [False, pytest.param(True, marks=[pytest.mark.slow, pytest.mark.once])]
)
def test_two_hundred_hidden_records_change_no_byte_of_any_public_answer(client, every_language):
    tie = rich_register()
    addresses = list(public_addresses(every_language))
    stored = everything_stored()
    before = answers(client, addresses)
    # Reading them has written nothing either.
    assert changed(stored, everything_stored()) == []
    assert sum(status == 200 for status, *_ in before.values()) > 100
    assert hide_hundreds(tie) >= 170
    # A site has statistics of what it holds. PostgreSQL takes these tables, never committed, for
    # empty once it looked at them by itself, and plans what needs ten seconds.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    cache.clear()
    after = answers(client, addresses)
    assert differing(before, after) == {}
