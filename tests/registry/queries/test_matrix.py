"""Ties by layers and by sectors: every number is that of the entries the tie's page lists."""

import random
from datetime import date

import pytest

from diplomacy.registry.models import CommitmentReview, Organisation
from diplomacy.registry.queries.areas import areas_of_layer
from diplomacy.registry.queries.layers import entries_in_layer
from diplomacy.registry.queries.matrix import matrix
from diplomacy.registry.queries.narrowing import facets
from diplomacy.registry.queries.sectors import Sector
from diplomacy.registry.queries.timeline import Wanted, timeline, whole_days
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def listed(place, **wanted):
    """Return how many entries the history of a place holds, narrowed."""
    return timeline(place, Wanted(**wanted), "en", TODAY).found


def facets_of(place):
    found = timeline(place, Wanted(), "en", TODAY)
    return facets(place, found, whole_days(found), "en")


def row_of(tie):
    return next(row for row in matrix(TODAY).rows if row.tie == tie)


def numbers(tie):
    """Return by sector in how many entries of the tie it took part, without those of none."""
    return {one.sector: one.entries for one in row_of(tie).sectors if one.entries}


def review(promise, verdict, on="2022-01-01"):
    said = builders.three("words", "چنین است", "So it is", "如此")
    return CommitmentReview.objects.create(commitment=promise, verdict=verdict, on=on, **said)


def anything(chance, places, bodies, areas):
    """Write an entry of any kind, in any state, with anybody and anything of these or nothing."""
    make = chance.choice(
        [builders.agreement, builders.delegation, builders.event, builders.commitment]
    )
    fields = {"publication": chance.choice(["published", "published", "draft", "withdrawn"])}
    if make is builders.event:
        fields["type"] = chance.choice(["meeting", "claim", "assessment"])
    if make is builders.commitment:
        fields["force"] = chance.choice(["undertaking", "plan", "readiness"])
    start = chance.choice(["", "2019", "2021-03", "2030-01-01"])
    made = make(*chance.sample(places, chance.randint(0, 2)), start=start, sources=[], **fields)
    for body in chance.sample(bodies, chance.randint(0, 3)):
        side = chance.choice(["ours", "partner", "third"])
        builders.took_part(made, organisation=body, side=side)
    for area in chance.sample(areas, chance.randint(0, 2)):
        made.area_rows.create(area=area)
    if make is builders.commitment and chance.random() < 0.7:
        review(made, chance.choice(["delivered", "in_progress"]))


@pytest.mark.parametrize("seed", range(4))
def test_each_number_is_that_of_the_entries_which_the_narrowed_history_lists(seed):
    chance = random.Random(seed)
    ties = [builders.tie() for _ in range(3)]
    bodies = [builders.organisation(kind=kind) for kind in Organisation.Kind.values]
    bodies.append(builders.organisation(kind="unidentified", parent=bodies[3]))
    layers = [builders.layer(ties[0]), builders.layer()]
    areas = [builders.area(layer=layer) for layer in (*layers, layers[0], None)]
    for _ in range(30):
        anything(chance, [tie.partner for tie in ties], bodies, areas)
    for row in matrix(TODAY).rows:
        place = row.tie.partner
        assert row.recorded.entries == listed(place)
        for kind in ("agreement", "delegation", "commitment"):
            assert getattr(row.recorded, f"{kind}s") == listed(place, kinds=(kind,))
            for one in row.layers:
                found = listed(place, kinds=(kind,), layer=one.layer.key)
                assert getattr(one.recorded, f"{kind}s") == found
        for one in row.layers:
            assert one.recorded.entries == listed(place, layer=one.layer.key)
        for one in row.sectors:
            assert one.entries == listed(place, sector=one.sector)
        narrowed = facets_of(place)
        assert dict(narrowed.sectors) in ({}, numbers(row.tie))
        held = {one.layer: one.recorded.entries for one in row.layers if one.recorded.entries}
        assert dict(narrowed.layers) == held


def test_a_long_history_counts_its_layers_and_sectors_as_a_short_one_does():
    tie = builders.tie()
    layer = builders.layer()
    visits = [builders.delegation(tie.partner, sources=[]) for _ in range(61)]
    builders.area(*visits, layer=layer)
    builders.area(visits[0], layer=layer)
    builders.took_part(visits[0], organisation=builders.organisation(kind="chamber"))
    found = facets_of(tie.partner)
    assert found.layers == ((layer, 61),)
    assert found.sectors == ((Sector.BUSINESS, 1), (Sector.NO_BODY, 60))


def test_every_kind_of_body_has_a_sector():
    for kind in Organisation.Kind.values:
        tie = builders.tie()
        visit = builders.delegation(tie.partner)
        builders.took_part(visit, organisation=builders.organisation(kind=kind))
        (sector,) = numbers(tie)
        assert (sector == Sector.UNIDENTIFIED) == (kind == "unidentified")


def test_a_body_stands_in_the_sector_of_its_own_kind_and_not_of_the_body_above_it():
    tie = builders.tie()
    agency = builders.organisation(kind="media", parent=builders.organisation())
    builders.took_part(builders.event(tie.partner), organisation=agency)
    assert numbers(tie) == {Sector.MEDIA: 1}


def test_a_body_that_is_not_identified_stands_with_the_body_above_it():
    tie = builders.tie()
    office = builders.organisation(
        kind="unidentified", parent=builders.organisation(kind="university")
    )
    builders.took_part(builders.event(tie.partner), organisation=office)
    assert numbers(tie) == {Sector.UNIVERSITY: 1}


@pytest.mark.parametrize("type", ["claim", "list", "assessment"])
def test_nobody_takes_part_in_what_was_only_said(type):
    tie = builders.tie()
    said = builders.event(tie.partner, type=type)
    builders.took_part(said, role="speaker", organisation=builders.organisation(kind="media"))
    builders.event(tie.partner, type=type)
    assert numbers(tie) == {}


def test_two_bodies_of_a_sector_in_one_entry_count_once_and_once_for_each_side():
    tie = builders.tie()
    visit = builders.delegation(tie.partner, start="2021-05-06")
    for side in ("ours", "ours", "partner"):
        builders.took_part(visit, organisation=builders.organisation(kind="university"), side=side)
    (one,) = (one for one in row_of(tie).sectors if one.sector == Sector.UNIVERSITY)
    assert (one.entries, one.ours, one.partner, one.last) == (1, 1, 1, date(2021, 5, 6))


def test_only_undertakings_and_plans_were_promised_and_the_last_review_says_what_came_of_them():
    tie = builders.tie()
    for force in ("undertaking", "plan", "readiness"):
        review(builders.commitment(tie.partner, force=force), "delivered")
    relapsed = builders.commitment(tie.partner)
    review(relapsed, "delivered", "2020")
    review(relapsed, "stalled", "2021")
    builders.commitment(tie.partner)
    found = row_of(tie).recorded
    assert (found.delivered, found.promised, found.commitments) == (2, 4, 5)


def test_the_last_entry_is_dated_and_not_to_come():
    tie = builders.tie()
    for start in ("", "2019-05-04", "2030"):
        builders.event(tie.partner, start=start)
    assert row_of(tie).recorded.last == date(2019, 5, 4)


def test_ties_in_which_a_layer_is_seen_come_first_and_those_without_any_record_apart():
    silent, recorded, seen = builders.tie(), builders.tie(), builders.tie()
    builders.event(recorded.partner)
    builders.layer(seen)
    found = matrix(TODAY)
    assert [row.tie for row in found.rows] == [seen, recorded]
    assert found.silent == (silent,)
    assert not found.placed


def test_a_district_s_tie_and_a_draft_tie_are_in_no_row():
    builders.layer(builders.tie(home_end=builders.city()))
    builders.layer(builders.tie(publication="draft"))
    assert matrix(TODAY).rows == ()


@pytest.mark.parametrize("count", [2, 20])
def test_the_matrix_costs_the_same_however_many_ties(count, django_assert_num_queries):
    layer = builders.layer()
    for _ in range(count):
        tie = builders.tie()
        tie.layers.create(layer=layer, source=builders.source())
        visit = builders.delegation(tie.partner)
        builders.area(visit, layer=layer)
        builders.took_part(visit, organisation=builders.organisation())
    with django_assert_num_queries(7):
        matrix(TODAY)


def test_a_long_matrix_is_read_page_by_page_and_names_what_is_missing_in_all(monkeypatch):
    monkeypatch.setattr("diplomacy.registry.queries.matrix.TIES", 2)
    ties = [builders.tie(leading=True, position=number) for number in range(5)]
    for tie in ties[:4]:
        builders.event(tie.partner)
    builders.layer(ties[3])
    shown = [ties[3], *ties[:3]]
    builders.took_part(
        builders.event(ties[2].partner), organisation=builders.organisation(kind="media")
    )
    first = matrix(TODAY)
    second = matrix(TODAY, after=first.page.after)
    assert [row.tie for row in (*first.rows, *second.rows)] == shown
    assert (first.page.before, second.page.after) == ("", "")
    assert matrix(TODAY, before=second.page.before).rows == first.rows
    assert first.silent == second.silent == (ties[4],)
    assert first.missing == second.missing
    assert not {Sector.MEDIA, Sector.NO_BODY} & set(first.missing)
    assert matrix(TODAY, after="no-such-tie").rows == first.rows


def test_fewer_ties_stand_on_a_page_where_their_entries_are_many(monkeypatch):
    monkeypatch.setattr("diplomacy.registry.queries.matrix.MOST_COUNTED", 3)
    monkeypatch.setattr("diplomacy.registry.queries.matrix.TIES_OF_MANY", 1)
    ties = [builders.tie() for _ in range(2)]
    for _ in range(2):
        builders.event(*(tie.partner for tie in ties))
    assert len(matrix(TODAY).rows) == 1


def test_the_latest_in_a_layer_are_the_same_where_they_are_many(monkeypatch):
    tie, layer = builders.tie(), builders.layer()
    made = [builders.delegation(tie.partner, start=f"20{year}") for year in (19, 21, 20)]
    builders.area(*made, builders.delegation(publication="draft"), layer=layer)
    builders.commitment(tie.partner)
    few = entries_in_layer(layer, areas_of_layer(layer))
    monkeypatch.setattr("diplomacy.registry.queries.areas.MANY", 1)
    assert areas_of_layer(layer)[0].many
    assert entries_in_layer(layer, areas_of_layer(layer)) == few
    assert [str(entry.start) for entry in few.entries] == ["2021", "2020", "2019"]
