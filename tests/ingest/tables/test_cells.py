"""A value is read from a cell in any language, or refused with a sentence."""

import pytest

from diplomacy.ingest.tables.cells import CellFault, scalar
from diplomacy.ingest.tables.columns import settable


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
