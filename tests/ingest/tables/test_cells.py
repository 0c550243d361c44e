"""A cell gives back what was written into it, and no spreadsheet computes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.ingest.tables.cells import CellFault, armoured, bare, items, joined, scalar
from diplomacy.ingest.tables.columns import settable

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
DANGEROUS = st.sampled_from(
    ["=", "+", "-", "@", "'", "''", "＝", "＋", "－", "＠", "\t=", "-1", "+1"]
)


@given(st.tuples(DANGEROUS, TEXTS).map("".join) | TEXTS)
def test_every_text_comes_back_as_it_was(text):
    assert bare(armoured(text)) == text


@given(st.tuples(DANGEROUS, TEXTS).map("".join))
def test_no_cell_begins_as_a_formula_does(text):
    cell = armoured(text)
    assert cell[0] not in "=+@\t\r＝＋－＠"
    assert cell[0] != "-" or cell[1:].replace(".", "", 1).isdigit()


@given(st.lists(TEXTS.map(str.strip).filter(bool), unique=True, max_size=5))
def test_every_list_comes_back_as_it_was(found):
    assert items(joined(found)) == found


@pytest.mark.parametrize("text", ["'quoted'", "-", "1-2", "", "'", "it's", "x=1"])
def test_what_somebody_typed_stays_as_it_is(text):
    assert bare(text) == text


@pytest.mark.parametrize("text", ["a; b", "a؛ b", "a；b", "a\nb", "a;; b;", "a;b;a"])
def test_a_list_is_separated_by_semicolons_of_any_script_or_lines(text):
    assert items(text) == ["a", "b"]


def value(noun: str, column: str, text: str):
    return scalar(settable(noun)[column].slot, text)


@pytest.mark.parametrize(
    ("column", "text", "found"),
    [
        ("start", "۱۴۰۳/۰۷/۰۴", "1403-07-04"),
        ("start", "4 مهر 1403", "1403-07-04"),
        ("start", "2024-09", "2024-09"),
        ("start", "2024年9月25日", "2024-09-25"),
        ("start", "[..2018]", "[..2018]"),
        ("report_filed_on", "1403-07-04", "2024-09-25"),
        ("cost", "1,250,000.50", "1250000.50"),
        ("cost", "۱٬۲۵۰٬۰۰۰٫۵۰", "1250000.50"),
        ("cost_shown", "بله", True),
        ("cost_shown", "TRUE", True),
        ("cost_shown", "否", False),
        ("direction", "outgoing", "outgoing"),
        ("direction", "اعزامی", "outgoing"),
        ("direction", "出访", "outgoing"),
        ("direction", "Outgoing", "outgoing"),
        ("direction", "ورودی", "incoming"),
    ],
)
def test_a_value_is_read_in_any_language(column, text, found):
    assert value("delegations", column, text) == found


@pytest.mark.parametrize(
    ("noun", "column", "text"),
    [
        ("delegations", "start", "1403-13-01"),
        ("delegations", "start", "04.07.24"),
        ("delegations", "start", "9" * 500),
        ("delegations", "report_filed_on", "1403-07"),
        ("delegations", "cost", "32,65"),
        ("delegations", "cost", "1e999"),
        ("delegations", "cost", "nan"),
        ("delegations", "cost", "9" * 400),
        ("delegations", "cost_shown", "perhaps"),
        ("delegations", "direction", "sideways"),
        ("agreements", "notice_months", "1.5"),
        ("agreements", "notice_months", "٪"),
        ("cities", "key", "Not A Key"),
        ("cities", "geonames_id", "١٢a"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(noun, column, text):
    with pytest.raises(CellFault) as fault:
        value(noun, column, text)
    assert str(fault.value).endswith(".")
