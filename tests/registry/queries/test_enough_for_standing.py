"""What is read of a tie in short gives the same values as all that is recorded of it."""

from contextlib import suppress
from datetime import date
from random import Random

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.registry.models import Form, Restriction
from diplomacy.registry.models.bearing import bearing
from diplomacy.registry.queries.overview import public_ties
from diplomacy.registry.queries.standing import (
    Standing,
    form_history,
    standings,
    tags,
    with_contacts,
    with_form_and_stage,
)
from diplomacy.registry.queries.standing.form import reaches, spans
from diplomacy.registry.queries.standing.record import tie_records
from tests import builders
from tests.repeatable import repeatable

pytestmark = pytest.mark.django_db
DAYS = ["2001-02-03", "2005", "2005-07", "2010-01-01", "[..2012]", "[2014..]", "2016~", "2020", ""]
DATES = [date(2000, 1, 1), date(2005, 7, 2), date(2011, 6, 1), date(2016, 3, 1), date(2026, 1, 1)]
CLASSES = ["loi", "mou", "project", "friendship", "sister", "minutes"]
KINDS = ["signed_paper", "official_page", "own_news", "state_news", "press", "list"]


class Made:
    """Made-up ties with all that can bear on where they stand."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.home = builders.home_city()
        self.ties = [self._tie() for _ in range(3)]
        self.bodies = [None, builders.organisation(city=self.home)]
        self.bodies += [builders.organisation(city=tie.partner) for tie in self.ties]
        self.bodies.append(builders.organisation(parent=self.bodies[1]))
        partner = self.ties[0].partner
        self.bodies.append(builders.organisation(parent=self.bodies[1], city=partner))
        # Mostly papers, so that several are of one class.
        makers = [self._paper] * 5 + [self._words] * 2 + [self._decision, self._stop, self._other]
        for _ in range(24):
            # An end before the start is refused.
            with suppress(IntegrityError), transaction.atomic():
                chance.choice(makers)()

    def _tie(self):
        chance = self.chance
        aim = chance.choice(["", "", "sister", "mou"])
        said = "both" if aim else ""
        wrote = {"sentence_en": "As we see it", "sentence_on": date(2011, 1, 1)}
        return builders.tie(aim=aim, aim_said_by=said, **(wrote if chance.random() < 0.2 else {}))

    def _shared(self) -> dict:
        chance = self.chance
        return {
            "start": chance.choice(DAYS),
            "level": chance.choice(["city", "national"]),
            "publication": "draft" if chance.random() < 0.1 else "published",
            "sources": [self._source() for _ in range(chance.choice([0, 1, 1, 2]))],
        }

    def _source(self):
        body = self.chance.choice(self.bodies)
        return builders.source(kind=self.chance.choice(KINDS), organisation=body)

    def _cities(self) -> list:
        return [tie.partner for tie in self.chance.sample(self.ties, self.chance.choice([1, 1, 2]))]

    def _day(self, share: float) -> str:
        return self.chance.choice(DAYS) if self.chance.random() < share else ""

    def _paper(self) -> None:
        chance = self.chance
        paper = builders.agreement(
            *self._cities(),
            instrument=chance.choice(CLASSES),
            paper_state="draft" if chance.random() < 0.1 else "signed",
            in_force=self._day(0.2),
            expires=self._day(0.3),
            terminated=self._day(0.1),
            parties=chance.random() < 0.9,
            **self._shared(),
        )
        if chance.random() < 0.2:
            value = chance.choice(CLASSES)
            builders.cite(paper, self._source(), about="instrument", value=value)
        if chance.random() < 0.2:
            side = chance.choice(["ours", "partner", "third"])
            builders.cite(paper, self._source(), side=side)
        if chance.random() < 0.1:
            builders.difference(paper, field="instrument")
        if chance.random() < 0.1:
            access = chance.choice(["public", "staff"])
            paper.documents.create(kind="signed_original", access=access, file=builders.upload())

    def _words(self) -> None:
        kind = self.chance.choice(["claim", "list", "list", "assessment"])
        form = "" if kind == "assessment" else self.chance.choice(["", *Form.values])
        builders.event(*self._cities(), type=kind, claimed_form=form, **self._shared())

    def _decision(self) -> None:
        decides = self.chance.choice(["ended", "not_pursued", ""])
        builders.event(*self._cities(), type="decision", decides=decides, **self._shared())

    def _stop(self) -> None:
        scope = self.chance.choice(Restriction.Scope.values)
        shared = self._shared()
        end = self._day(0.4) if not shared["start"] else ""
        builders.restriction(*self._cities(), scope=scope, end=end, **shared)

    def _other(self) -> None:
        make = self.chance.choice([builders.delegation, builders.event, builders.commitment])
        make(*self._cities(), **self._shared())


def values(where: Standing) -> tuple:
    form, stage, activity = where.form, where.stage, where.activity
    return (
        (form.value, form.since, form.perhaps),
        (stage.value, stage.since, stage.waiting_on, stage.perhaps),
        (activity.value, activity.last, activity.measured),
        where.certainty.value,
        {restriction.scope for restriction in where.restrictions},
        (where.tag, where.tag_since, where.look, where.sentence, where.ladder, where.suspended),
        (where.talks_since, where.recorded, where.has_stale_sentence),
    )


@given(st.integers(0, 2**32))
@repeatable(4)
def test_enough_is_the_same_as_all(seed):
    with transaction.atomic():
        Made(Random(seed))
        for day in DATES:
            ties = list(with_contacts(public_ties(), public=True, on=day))
            enough, all_of_it = (standings(ties, day, grounds=one) for one in (False, True))
            tagged = tags(with_form_and_stage(public_ties(), day), day)
            for tie in ties:
                where, tag = all_of_it[tie.pk], tagged[tie.pk]
                assert values(enough[tie.pk]) == values(where), (seed, tie, day)
                assert (tag.look, tag.label) == (where.look, where.tag), (seed, tie, day)
            told = form_history(ties, day)
            assert told == {
                pk: spans(reaches(one), day) for pk, one in tie_records(ties, True).items()
            }
        transaction.set_rollback(True)


def test_one_more_paper_of_a_kind_is_not_read():
    tie = builders.tie()
    for year in range(2000, 2030):
        builders.agreement(tie.partner, instrument="sister", start=f"{year}")
    where = standings([tie], date(2026, 1, 1))[tie.pk]
    assert len(where.form.entries) <= 3
    assert len(standings([tie], date(2026, 1, 1), grounds=True)[tie.pk].form.entries) == 26


def test_the_best_evidence_is_found_in_the_last_of_many_papers():
    tie = builders.tie()
    ours, theirs = (builders.organisation(city=city) for city in (tie.home_end, tie.partner))
    part = builders.organisation(parent=theirs)

    def cite(**of_source):
        return lambda paper: builders.cite(paper, builders.source(**of_source))

    steps = [
        lambda paper: None,
        cite(kind="list"),
        cite(kind="press", organisation=theirs),
        cite(kind="state_news"),
        cite(kind="official_page", organisation=part),
        lambda paper: builders.cite(paper, builders.source(kind="own_news"), side="ours"),
        cite(kind="signed_paper", organisation=ours),
        lambda paper: paper.documents.create(
            kind="signed_original", access="public", file=builders.upload()
        ),
        lambda paper: builders.difference(paper, field="instrument"),
    ]
    on, found = date(2026, 1, 1), []
    for year, evidence in enumerate(steps, 2000):
        for month in range(1, 4):
            paper = builders.agreement(
                tie.partner, instrument="sister", start=f"{year}-0{month}", sources=[]
            )
        evidence(paper)
        enough, whole = (standings([tie], on, grounds=one)[tie.pk] for one in (False, True))
        assert values(enough) == values(whole), year
        found.append(enough.certainty.value)
    assert found == [
        *("none", "lists_only", "press_only", "official_news", "one_side_partner"),
        *("both_sides", "both_sides", "text_held", "disputed"),
    ]


def test_what_rows_of_cities_hold_is_the_rung_of_the_form():
    for form in ("loi", "mou", "project", "friendship", "sister"):
        paper = builders.agreement(builders.tie().partner, instrument=form)
        assert bearing(paper)["which"] == Form(form).rung
