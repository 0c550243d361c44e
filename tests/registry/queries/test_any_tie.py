"""Rules of standing that hold whatever is recorded."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.registry.models import Form
from diplomacy.registry.queries.standing import standing
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


class AnyTie(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        papers=st.lists(
            st.tuples(
                st.sampled_from(["loi", "mou", "sister", "accession"]),
                st.sampled_from(["1999", "2005-03-04", "2010-06", "[..2012]", ""]),
                st.sampled_from(["published", "draft", "withdrawn"]),
            ),
            max_size=4,
        ),
        on=st.dates(date(1995, 1, 1), date(2026, 1, 1)),
    )
    def test_what_is_not_published_changes_no_public_standing(self, papers, on):
        tie, twin = builders.tie(), builders.tie()
        for instrument, start, publication in papers:
            fields = {"instrument": instrument, "start": start, "publication": publication}
            builders.agreement(tie.partner, **fields)
            if publication == "published":
                builders.agreement(twin.partner, **fields)
        seen, expected = standing(tie, on), standing(twin, on)
        assert seen.form.value == expected.form.value
        assert seen.form.perhaps == expected.form.perhaps
        assert (seen.stage.value, seen.certainty.value) == (
            expected.stage.value,
            expected.certainty.value,
        )
        assert seen.sentence == expected.sentence

    @settings(max_examples=20, deadline=None)
    @given(
        start=st.dates(date(1990, 1, 1), date(2010, 1, 1)),
        on=st.dates(date(1985, 1, 1), date(2015, 1, 1)),
        later=st.integers(1, 4000),
        how=st.sampled_from(["expires", "terminated"]),
    )
    def test_recording_a_later_end_changes_no_standing_before_it(self, start, on, later, how):
        tie = builders.tie()
        paper = builders.agreement(tie.partner, instrument="sister", start=start)
        before = standing(tie, on)
        setattr(paper, how, max(start, on) + timedelta(days=later))
        paper.save()
        after = standing(tie, on)
        assert (after.form, after.stage, after.sentence) == (
            before.form,
            before.stage,
            before.sentence,
        )

    @settings(max_examples=20, deadline=None)
    @given(
        claimed=st.sampled_from([form.value for form in Form]),
        kind=st.sampled_from(["claim", "list"]),
        signed=st.booleans(),
    )
    def test_publishing_a_claim_changes_no_form(self, claimed, kind, signed):
        tie = builders.tie()
        if signed:
            builders.agreement(tie.partner, start="2001-02-03")
        before = standing(tie, TODAY).form
        builders.event(tie.partner, type=kind, claimed_form=claimed, start="2005-01-01")
        assert standing(tie, TODAY).form == before
