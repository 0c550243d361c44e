"""A cell gives back what was written into it, and no spreadsheet computes it."""

import csv
import io
import tracemalloc
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from diplomacy.tables import (
    LONGEST,
    armoured,
    as_csv,
    as_xlsx,
    bare,
    items,
    joined,
    plain,
    workbook,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
SIGNS = ["=", "+", "-", "@", "'", "''", "＝", "＋", "－", "＠", "\t=", "-1", "+1"]
DANGEROUS = st.sampled_from([*SIGNS, " =", "\u00a0+", "\u3000＝", " \u2003@"])


@given(st.tuples(DANGEROUS, TEXTS).map("".join) | TEXTS)
def test_every_text_comes_back_as_it_was(text):
    assert bare(armoured(text)) == text


@given(st.tuples(DANGEROUS, TEXTS).map("".join))
def test_no_cell_begins_as_a_formula_does(text):
    cell = armoured(text)
    begins = cell.lstrip()[:1]
    assert begins not in "=+@＝＋－＠"
    assert cell[0] not in "\t\r\n"
    assert begins != "-" or cell[1:].replace(".", "", 1).isdigit()


@given(st.lists(TEXTS.map(str.strip).filter(bool), unique=True, max_size=5))
def test_every_list_comes_back_as_it_was(found):
    assert items(joined(found)) == found


@pytest.mark.parametrize("text", ["'quoted'", "-", "1-2", "", "'", "it's", "x=1"])
def test_what_somebody_typed_stays_as_it_is(text):
    assert bare(text) == text


@pytest.mark.parametrize("text", ["a; b", "a؛ b", "a；b", "a\nb", "a;; b;", "a;b;a"])
def test_a_list_is_separated_by_semicolons_of_any_script_or_lines(text):
    assert items(text) == ["a", "b"]


ROWS = [
    ["key", "number", "amount", "day", "sure", "text"],
    ["a", 7, Decimal("1.50"), date(2024, 9, 25), True, "=1+1"],
    ["b", None, None, None, False, "#REF!"],
]


def cells(file) -> list[list]:
    with file:
        return [list(row) for row in load_workbook(io.BytesIO(file.read())).worksheets[0].rows]


def test_a_csv_file_says_that_it_is_utf8_and_writes_numbers_and_days_plainly():
    mark, *lines = as_csv(ROWS)
    assert mark == "\ufeff"
    assert list(csv.reader(lines))[1:] == [
        ["a", "7", "1.50", "2024-09-25", "true", "'=1+1"],
        ["b", "", "", "", "false", "#REF!"],
    ]


SIGNS = st.text("ab1 ,\"\r\n;'\t=-+@۱م\u200c\u202e会\0\x85\ufeff\ufffe", max_size=6)
CELLS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | SIGNS


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_line_is_written_as_by_the_writer_of_the_standard_library(row):
    _, line = as_csv([row])
    written = io.StringIO(newline="")
    csv.writer(written).writerow([plain(value) for value in row])
    assert line == written.getvalue()


@given(SIGNS)
def test_a_joiner_makes_no_difference_to_what_a_text_may_hold(text):
    assert armoured(f"a{text}\u200c") == armoured(f"a{text}") + "\u200c"


def test_a_workbook_keeps_numbers_and_days_and_computes_no_text():
    first, one, two = cells(as_xlsx(ROWS, "A/B"))
    assert all(cell.font.bold for cell in first)
    assert [cell.value for cell in one[:2]] == ["a", 7]
    assert one[3].is_date
    assert one[5].value == "'=1+1"
    assert [cell.value for cell in two] == ["b", None, None, None, False, "#REF!"]
    assert {one[5].data_type, two[5].data_type} == {"s"}


def test_a_text_of_a_workbook_that_only_leaves_is_no_formula_and_stays_bare():
    _, one, _ = cells(workbook([("A", ROWS)]))
    assert (one[5].value, one[5].data_type) == ("=1+1", "s")


def test_a_text_too_long_for_a_cell_is_left_out_or_cut_with_a_sign():
    rows = [["key", "text"], ["a", "x" * (LONGEST + 1)]]
    assert cells(as_xlsx(rows, "A"))[1][1].value is None
    assert cells(as_xlsx(rows, "A", cut=True))[1][1].value == "x" * (LONGEST - 1) + "…"


def as_lines(rows) -> None:
    for _ in as_csv(rows):
        pass


def as_sheet(rows) -> None:
    as_xlsx(rows, "A").close()


@pytest.mark.parametrize("writer", [as_lines, as_sheet])
def test_the_length_of_a_table_costs_no_memory(writer):
    peaks = []
    for many in (500, 5_000):
        tracemalloc.start()
        writer([f"key-{number}", number, "text " * 10] for number in range(many))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000
