"""Whatever stands in the cells, a row is shown with what is wrong, and nothing breaks."""

import contextlib

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from diplomacy.ingest.tables.columns import NOUNS, settable
from diplomacy.ingest.tables.comparing import compare
from diplomacy.ingest.tables.importing import Refused, bring_in, open_batch
from diplomacy.ingest.tables.reading import Table
from tests import builders

from .sheets import staff, states

pytestmark = pytest.mark.django_db

LIKELY = st.sampled_from(
    ["", "-", "farport", "Farport", "دوربندر", "plan", "mou", "incoming", "2024", "1403-07-04",
     "yes", "0", "5", "-5", "32.65", "999999999999999", "9" * 19, "1e5", "=1+1", "'=1", "a; b",
     "\\", ";", "٪", "#REF!", "\x01", "\u200f", "x" * 5000, "ß", "İ", "𝟙", "fa, zh", "IRR"]
)  # fmt: skip
CELLS = st.one_of(LIKELY, LIKELY, st.text(st.characters(codec="utf-8"), max_size=20)).map(str.strip)


def rows(noun: str) -> st.SearchStrategy[list[list[str]]]:
    width = len(settable(noun))
    row = st.lists(CELLS, min_size=1, max_size=width + 1)
    return st.lists(row, min_size=1, max_size=4)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(noun=st.sampled_from(NOUNS), data=st.data())
def test_no_cell_breaks_the_rows_and_what_is_shown_as_good_comes_in(noun, data):
    names = data.draw(st.permutations(list(settable(noun))))
    found = data.draw(rows(noun))
    cells = [
        (place, [cell.replace("\0", "") for cell in row]) for place, row in enumerate(found, 2)
    ]
    with transaction.atomic():
        builders.city("Farport", "دوربندر", "远港")
        by = staff()
        batch = open_batch(noun, Table(names, cells), "any.csv", by)
        batch.columns = names
        batch.save()
        shown = compare(noun, Table(names, cells), names, by)
        assert all(line.faults for line in shown.lines if line.state == "error")
        client = Client()
        client.force_login(by)
        assert client.get(reverse("ingest:rows", args=[batch.key])).status_code == 200
        chosen = {line.number for line in shown.lines if line.choosable}
        if chosen:
            with contextlib.suppress(Refused):  # a row may name one that is not in order
                bring_in(batch, chosen, shown.mark, by)
                again = compare(noun, Table(names, cells), names, by)
                assert {"new", "changed"}.isdisjoint(states(again))
        transaction.set_rollback(True)
