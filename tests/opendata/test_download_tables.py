"""An object as one row: columns made from its shape, cells that no spreadsheet computes."""

import csv
import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.opendata.flat import columns
from diplomacy.tables import as_csv, bare
from tests import builders
from tests.opendata.downloading import items_of, rows_of, sheet_of

pytestmark = pytest.mark.django_db

NOUNS = list(dict.fromkeys(listed.noun for listed in DOWNLOADS.values()))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_column_has_a_name_of_its_own_and_a_description(noun):
    found = columns(noun)
    names = [column.name for column in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert all(column.description.endswith((".", "?")) for column in found)
    around = ["page", "permanent", "api", "sources_keys", "changed_on"]
    assert names[-7:] == [*around, "licence_name", "licence_url"]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_field_of_an_object_has_a_column(noun):
    names = [column.name for column in columns(noun)]
    for field in noun.shape.__struct_fields__:
        assert any(name == field or name.startswith(f"{field}_") for name in names), field


def test_words_stand_in_three_columns(client):
    builders.event(title_fa="دیدار", title_en="Meeting", title_zh="会见", summary_en="Only here")
    (row,) = rows_of(client, "events")
    assert [row[f"title_{code}"] for code in ("fa", "en", "zh")] == ["دیدار", "Meeting", "会见"]
    assert [row[f"summary_{code}"] for code in ("fa", "en", "zh")] == ["", "Only here", ""]


def test_a_date_stands_as_exactly_as_it_is_known(client):
    builders.event(start="1403-07", date_basis="inferred", date_why_en="From the words around it")
    (row,) = rows_of(client, "events", "?lang=en")
    assert row["start"] == "1403-07"
    assert (row["start_earliest"], row["start_latest"]) == ("2024-09-22", "2024-10-21")
    assert row["start_precision"] == "month"
    assert row["start_calendar"] == "solar_hijri"
    assert row["start_basis"] == "inferred"
    assert "Mehr 1403" in row["start_words"]
    assert {row[name] for name in row if name.startswith("end")} == {""}


def test_a_reference_stands_as_key_and_name_and_a_list_as_two_cells(client):
    first, second = builders.city(en="Firstville"), builders.city(en="Secondville")
    builders.event(first, second, place=first)
    (row,) = rows_of(client, "events", "?lang=en")
    assert (row["place_key"], row["place_name"]) == ("firstville", "Firstville")
    assert row["cities_keys"] == "firstville; secondville"
    assert row["cities_names"] == "Firstville; Secondville"


def test_rows_within_an_object_stand_as_their_short_parts(client):
    body, found = builders.organisation(key="a-body"), builders.source(key="a-source")
    made = builders.event(sources=[])
    builders.cite(made, found, about="date", wording="A long sentence of the source")
    builders.took_part(made, organisation=body, role="host", side="ours")
    (row,) = rows_of(client, "events")
    assert row["citations"] == "a-source:date"
    assert row["participations"] == "host:ours::a-body"
    assert row["sources_keys"] == "a-source"
    told = {column.name: column.description for column in columns(DOWNLOADS["events"].noun)}
    assert "role:side:person:organisation:city:signed_on" in told["participations"]


def test_json_holds_the_objects_of_the_api(client):
    made = builders.agreement(builders.city(), summary_en="One\nTwo")
    builders.indicator(made, values={"2021-05-04": 7})
    builders.tie(leading=True)
    for name in ("agreements", "ties", "timeline"):
        page = client.get(f"/api/v1/{name}/?lang=zh").json()
        assert items_of(client, name, "?lang=zh") == page["items"]


def test_names_and_pages_are_in_the_language_asked_for(client):
    builders.event(builders.city(fa="یارشهر", zh="伙伴市"))
    for lang, tag, name in (("fa", "fa", "یارشهر"), ("zh", "zh-hans", "伙伴市")):
        (row,) = rows_of(client, "events", f"?lang={lang}")
        assert row["cities_names"] == name
        assert f"/{tag}/events/" in row["page"]


FORMULAS = ["=1+1", "+1-1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "=cmd|' /C calc'!A0", "'=1", '"=1']


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(client, text):
    builders.source(title=text, publisher=text)
    builders.event(sources=[builders.source(title=text)], title_en=text, title_fa="", title_zh="")
    for name in ("events", "sources"):
        for row in rows_of(client, name):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "＝")), cell
                assert not cell.startswith("-"), cell
        for row in sheet_of(client, name).iter_rows():
            assert "f" not in {cell.data_type for cell in row}
    assert bare(rows_of(client, "events")[0]["title_en"]) == text


HARD = 'line\r\nbreak, "quoted"; \u202eturned\u202c ‌نیم‌فاصله\u200f 会见'


def test_line_breaks_quotes_and_signs_of_direction_come_through(client):
    builders.event(summary_en=HARD)
    assert rows_of(client, "events")[0]["summary_en"] == HARD
    assert items_of(client, "events")[0]["summary"]["en"] == HARD


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_file_never_holds_a_sign_that_breaks_it(text):
    written = "".join(as_csv([["a", "b"], [text, "end"]]))
    assert "\0" not in written
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), strict=True))
    assert rows[1][1] == "end"


@pytest.mark.parametrize(
    ("lang", "title", "rtl"), [("fa", "رویدادها", True), ("zh", "活动", False)]
)
def test_a_sheet_is_called_and_directed_as_its_language_is(client, lang, title, rtl):
    builders.event(start="2020-05-04")
    sheet = sheet_of(client, "events", f"?lang={lang}")
    assert sheet.title == title
    assert bool(sheet.sheet_view.rightToLeft) == rtl
    assert sheet.freeze_panes == "A2"
    heads = [cell.value for cell in sheet[1]]
    assert heads == [column.name for column in columns(DOWNLOADS["events"].noun)]
    assert all(cell.font.bold for cell in sheet[1])
    day = sheet[2][heads.index("start_earliest")]
    assert day.is_date
    assert day.value.date() == date(2020, 5, 4)
    assert sheet[2][heads.index("start")].value == "2020-05-04"


def test_a_day_before_spreadsheets_count_is_a_text(client):
    builders.event(start="1899-12-30")
    sheet = sheet_of(client, "events")
    heads = [cell.value for cell in sheet[1]]
    assert sheet[2][heads.index("start_earliest")].value == "1899-12-30"
