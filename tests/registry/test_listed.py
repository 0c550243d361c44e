"""Rows of who took part keep step with their entry, whatever happens to either."""

import pytest

from diplomacy.accounts.roles import Role
from diplomacy.registry import merging, publishing
from diplomacy.registry.blanking import blank
from diplomacy.registry.models import Event, Participation, Person
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

OF_ENTRY = ("entry__ordering_day", "entry__kind", "entry__publication")


@pytest.fixture
def chief(db):
    return member(Role.ADMINISTRATOR)


def rows() -> set[str]:
    """Return the first day of what each row of a public entry belongs to; all are in step."""
    told = Participation.objects.values_list("day", "kind", "public", *OF_ENTRY)
    assert all(row[:3] == (row[3], row[4], row[5] == "published") for row in told), list(told)
    shown = Participation.objects.filter(entry__publication="published", name_shown=True)
    named = set(shown.filter(person__isnull=False).values_list("person", flat=True))
    assert set(Person.objects.published().values_list("pk", flat=True)) == named
    return {str(day) for day, _kind, public, *_ in told if public}


def made(**fields) -> Event:
    event = builders.event(builders.city(), start="2020-01-01", **fields)
    builders.took_part(event, person=builders.person(), name_shown=True)
    builders.took_part(event, organisation=builders.organisation())
    builders.took_part(event, city=builders.city())
    return event


def stored(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_publishing_a_new_day_a_revision_and_withdrawing(chief):
    event = made(publication="draft")
    assert rows() == set()
    publishing.publish(stored(event), chief)
    assert rows() == {"2020-01-01"}
    event = stored(event)
    event.start = "2019-05-01"
    event.save()
    assert rows() == {"2019-05-01"}
    copy = publishing.revise(stored(event), chief)
    copy.start = "2018-01-01"
    copy.save()
    part = copy.participations.first()
    part.name_shown = False
    part.save()
    assert rows() == {"2019-05-01"}
    publishing.publish(copy, chief)
    assert rows() == {"2018-01-01"}
    publishing.withdraw(stored(event), chief, {"en": "Wrong."})
    assert rows() == set()
    publishing.publish(stored(event), chief)
    assert rows() == {"2018-01-01"}


def test_merging_and_undoing_with_a_withdrawal_between(chief):
    event = made()
    parts = event.participations
    pairs = (
        (parts.get(person__isnull=False).person, builders.person(name_en="Another One")),
        (parts.get(organisation__isnull=False).organisation, builders.organisation()),
        (parts.get(city__isnull=False).city, builders.city()),
    )
    for other, kept in pairs:
        merged = merging.merge(kept, other, chief)
        assert rows() == {"2020-01-01"}
        publishing.withdraw(stored(event), chief, {"en": "Wrong."})
        merging.undo(merged, chief)
        assert rows() == set()
        publishing.publish(stored(event), chief)
        assert rows() == {"2020-01-01"}


def test_moving_to_another_entry_and_blanking(chief):
    event, other = made(publication="draft"), builders.event(builders.city(), start="2001-01-01")
    part = Participation.objects.get(person__isnull=False)
    for entry, days in ((other, {"2001-01-01"}), (event, set()), (other, {"2001-01-01"})):
        part.entry = entry.entry_ptr
        part.save()
        assert rows() == days
    blank(part.person, chief, part.person.key)
    assert rows() == {"2001-01-01"}
