"""One `published()` for each noun: what only a draft shows is not public."""

from datetime import date

import pytest

from diplomacy.registry.models import (
    City,
    CityFigure,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Document,
    Entry,
    EntryCity,
    OpenQuestion,
    Organisation,
    Participation,
    Person,
    Procedure,
    Publication,
    Relationship,
    Source,
    Step,
    StepRecord,
    TieCitation,
)
from tests import builders

pytestmark = pytest.mark.django_db

STATES = [(state, state == Publication.PUBLISHED) for state in Publication]


@pytest.mark.parametrize(("state", "public"), STATES)
def test_entries_and_ties_are_public_when_they_are_published(state, public):
    made, tie = builders.event(publication=state), builders.tie(publication=state)
    assert Entry.objects.published().filter(pk=made.pk).exists() == public
    assert Relationship.objects.published().filter(pk=tie.pk).exists() == public


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_city_is_public_when_an_entry_or_a_tie_shows_it(state, public):
    named, partner, unnamed = builders.city(), builders.city(), builders.city()
    builders.event(named, publication=state)
    builders.tie(partner, publication=state)
    shown = set(City.objects.published())
    assert {named in shown, partner in shown} == {public}
    assert unnamed not in shown
    assert builders.home_city() in shown


def test_a_city_added_to_what_was_withdrawn_in_the_meantime_stays_hidden():
    event, place = builders.event(), builders.city()
    as_read_before = Entry.objects.get(pk=event.pk)
    event.publication = Publication.WITHDRAWN
    event.save()
    assert not EntryCity.objects.create(entry=as_read_before, city=place).public
    assert place not in City.objects.published()


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_source_is_public_when_something_public_rests_on_it(state, public):
    cited, of_tie, of_layer, of_figure, idle = (builders.source() for _number in range(5))
    builders.event(sources=[cited], publication=state)
    tie = builders.tie(publication=state)
    TieCitation.objects.create(relationship=tie, about="origin", source=of_tie)
    tie.layers.create(layer=builders.layer(), source=of_layer)
    CityFigure.objects.create(city=tie.partner, value=1, source=of_figure)
    shown = set(Source.objects.published())
    assert {source in shown for source in (cited, of_tie, of_layer, of_figure)} == {public}
    assert idle not in shown


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_body_is_public_when_it_takes_part_or_speaks_or_stands_above_one_that_does(state, public):
    above, speaker, idle = (builders.organisation() for _number in range(3))
    below = builders.organisation(parent=above)
    made = builders.event(sources=[builders.source(organisation=speaker)], publication=state)
    Participation.objects.create(entry=made, role="host", organisation=below)
    shown = set(Organisation.objects.published())
    assert {body in shown for body in (above, below, speaker)} == {public}
    assert idle not in shown


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_person_is_public_when_the_name_may_be_shown_and_something_public_shows_it(state, public):
    shown, hidden = Person.objects.create(name_en="A"), Person.objects.create(name_en="B")
    made = builders.event(publication=state)
    Participation.objects.create(entry=made, role="head", person=shown, name_shown=True)
    Participation.objects.create(entry=made, role="head", person=hidden)
    assert list(Person.objects.published()) == ([shown] if public else [])


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_document_is_public_when_it_and_its_entry_are(state, public):
    made = builders.event(publication=state)
    documents = {
        access: Document.objects.create(
            entry=made, file=builders.upload(), kind="report", access=access
        )
        for access in Document.Access
    }
    expected = [documents[Document.Access.PUBLIC]] if public else []
    assert list(Document.objects.published()) == expected


@pytest.mark.parametrize(("state", "public"), STATES)
@pytest.mark.parametrize("model", [Difference, OpenQuestion])
def test_a_remark_is_public_when_its_subject_is(model, state, public):
    tie, made = builders.tie(publication=state), builders.event(publication=state)
    remarks = [
        model.objects.create(relationship=tie),
        model.objects.create(entry=made),
        model.objects.create(city=tie.partner),
    ]
    elsewhere = model.objects.create(city=builders.city())
    at_home = model.objects.create(city=builders.home_city())
    assert set(model.objects.published()) == {at_home, *(remarks if public else [])}
    assert elsewhere not in model.objects.published()


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_step_is_public_when_its_tie_and_its_evidence_are(state, public):
    procedure = Procedure.objects.create(country=builders.country())
    step = Step.objects.create(procedure=procedure, key="vote", position=1)
    tie = builders.tie()
    bare = StepRecord.objects.create(relationship=tie, step=step, state="done")
    proven = StepRecord.objects.create(
        relationship=tie, step=step, state="done", evidence=builders.event(publication=state)
    )
    hidden = StepRecord.objects.create(
        relationship=builders.tie(publication="draft"), step=step, state="done"
    )
    shown = set(StepRecord.objects.published())
    assert shown == {bare, proven} if public else shown == {bare}
    assert hidden not in shown


def test_no_city_is_counted_twice_however_much_shows_it():
    place = builders.city()
    for _number in range(3):
        builders.event(place)
    builders.tie(place, recorded_until=date(2025, 1, 1))
    assert City.objects.published().filter(pk=place.pk).count() == 1


@pytest.mark.parametrize(("state", "public"), STATES)
def test_an_area_is_public_when_an_entry_touches_it(state, public):
    touched, idle = builders.area(builders.event(publication=state)), builders.area()
    shown = set(CooperationArea.objects.published())
    assert (touched in shown) == public
    assert idle not in shown


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_layer_is_public_when_a_tie_has_it_or_an_entry_touches_its_area(state, public):
    of_tie = builders.layer(builders.tie(publication=state))
    above, idle = builders.layer(), builders.layer()
    builders.area(builders.event(publication=state), layer=above)
    shown = set(DiplomacyLayer.objects.published())
    assert {of_tie in shown, above in shown} == {public}
    assert idle not in shown


@pytest.mark.parametrize(("state", "public"), STATES)
def test_a_body_is_public_when_it_decides_or_when_a_public_person_held_office_in_it(state, public):
    decision = builders.restriction(publication=state)
    holder, office = builders.person(), builders.organisation()
    builders.term(holder, office)
    builders.took_part(builders.event(publication=state), person=holder)
    shown = set(Organisation.objects.published())
    assert {decision.body in shown, office in shown} == {public}


def test_an_office_of_a_person_whose_name_is_hidden_shows_no_body():
    holder, office = builders.person(), builders.organisation()
    builders.term(holder, office)
    builders.took_part(builders.event(), person=holder, name_shown=False)
    assert office not in Organisation.objects.published()
