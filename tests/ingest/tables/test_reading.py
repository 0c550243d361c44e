"""What is no table, or too large, is refused with a sentence before it is parsed."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diplomacy.ingest.tables import reading
from diplomacy.ingest.tables.reading import MAX_BYTES, MAX_COLUMNS, Unreadable, read_table

from .sheets import csv_file, rows_of, with_part, xlsx_file

ROWS = ["name_en", "website"], ["Farport", "https://farport.test"]


def raw(data: bytes, name: str = "table.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def refused(upload: SimpleUploadedFile) -> str:
    with pytest.raises(Unreadable) as error:
        read_table(upload)
    return str(error.value)


@pytest.mark.parametrize(
    "upload",
    [
        lambda: csv_file(*ROWS),
        lambda: csv_file(*ROWS, delimiter=";"),
        lambda: csv_file(*ROWS, delimiter="\t"),
        lambda: raw("\ufeffname_en,website\r\nFarport,https://farport.test\r\n".encode()),
        lambda: xlsx_file(*ROWS),
        lambda: xlsx_file([], *ROWS),
        lambda: raw(csv_file(*ROWS).read(), "table.xlsx"),
        lambda: raw(xlsx_file(*ROWS).read(), "table.csv"),
    ],
)
def test_a_table_is_read_by_what_it_holds_not_by_its_name(upload):
    table = read_table(upload())
    assert table.headers == ["name_en", "website"]
    assert rows_of(table) == [["Farport", "https://farport.test"]]


def test_rows_keep_their_number_and_empty_ones_are_left_out():
    table = read_table(csv_file(["a"], ["1"], [""], ["2"]))
    assert table.rows == [(2, ["1"]), (4, ["2"])]


def test_days_and_numbers_of_a_sheet_are_read_as_texts():
    given = [date(2024, 9, 25), datetime(2024, 9, 25), 1403, 32.65, 5.0, True, " x ", None, "y"]
    (cells,) = rows_of(read_table(xlsx_file(list("abcdefghi"), given)))
    assert cells == ["2024-09-25", "2024-09-25", "1403", "32.65", "5", "true", "x", "", "y"]


def test_a_formula_of_a_sheet_is_never_computed():
    (cells,) = rows_of(read_table(xlsx_file(["a", "b"], ["=1+1", "x"])))
    assert cells == ["", "x"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no rows"),
        (b"name_en\r\n", "holds no rows"),
        ("نام\r\nاصفهان".encode("cp1256"), "UTF-8"),
        ("name\r\nx".encode("utf-16"), "UTF-8"),
        (b"name_en\r\nFar\x00port", "UTF-8"),
        (b"%PDF-1.7\x00\xff", "UTF-8"),
        (b"\xd0\xcf\x11\xe0old", "old or locked"),
        (b'name_en\r\n"Farport', "quotation mark"),
        (b"name_en\r\n" + b"x" * 140_000, "a cell is too long"),
        (b"PK\x03\x04 no archive", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, said):
    assert said in refused(raw(data))


def test_an_archive_that_is_no_workbook_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "neither" in refused(raw(made.getvalue()))


def test_a_file_is_refused_for_its_size_before_it_is_read():
    upload = csv_file(*ROWS)
    upload.size = MAX_BYTES + 1
    upload.file.close()
    assert "5 MB" in refused(upload)


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(monkeypatch):
    bomb = with_part(xlsx_file(*ROWS), "xl/media/a.bin", b"0" * 5_000_000)
    assert bomb.size < 100_000
    monkeypatch.setattr(reading, "MAX_UNPACKED", 4_000_000)
    monkeypatch.setattr(reading, "openpyxl", None)
    assert "unpacks to more" in refused(bomb)


def test_an_archive_that_lies_about_its_size_is_refused():
    bomb = bytearray(with_part(xlsx_file(*ROWS), "xl/media/a.bin", b"0" * 5_000_000).read())
    true = (5_000_000).to_bytes(4, "little")
    assert bomb.count(true) >= 1
    lying = bytes(bomb).replace(true, (50).to_bytes(4, "little"))
    assert "damaged" in refused(raw(lying))


def test_an_archive_of_too_many_parts_is_refused():
    made = io.BytesIO(xlsx_file(*ROWS).read())
    with zipfile.ZipFile(made, "a") as archive:
        for number in range(reading.MAX_PARTS):
            archive.writestr(f"xl/media/{number}", "")
    assert "unpacks to more" in refused(raw(made.getvalue()))


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<si><t>&b;</t></si></sst>"
)
OUTSIDE = LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"')


# openpyxl itself writes texts into the sheet; Excel writes them into this part.
SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats'
    b'-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def with_shared_strings(text: bytes) -> SimpleUploadedFile:
    upload = xlsx_file(*ROWS)
    with zipfile.ZipFile(upload) as archive:
        types = archive.read("[Content_Types].xml")
    types = types if b"sharedStrings" in types else types.replace(b"</Types>", SHARED)
    upload = with_part(upload, "[Content_Types].xml", types)
    return with_part(upload, "xl/sharedStrings.xml", text)


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, b"<a", b"", b"\xff\xfe"])
def test_a_sheet_with_entities_of_its_own_or_broken_is_refused(text):
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        assert "cannot be read" in refused(with_part(xlsx_file(*ROWS), part, text))
    assert "cannot be read" in refused(with_shared_strings(text))


def sheet(rows: str, dimension: str = "A1:B2") -> SimpleUploadedFile:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    text = f'{head}<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    return with_part(xlsx_file(*ROWS), "xl/worksheets/sheet1.xml", text.encode())


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_million_rows_declared_count_for_nothing():
    rows = f'<row r="1">{cell("A1", "a")}</row><row r="2">{cell("A2", "x")}</row>'
    assert rows_of(read_table(sheet(rows, "A1:XFD1048576"))) == [["x"]]


def test_a_gap_of_a_million_rows_is_refused():
    rows = f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("A1048576", "x")}</row>'
    assert refused(sheet(rows))


def test_a_table_has_rows_and_columns_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert len(read_table(csv_file(["a"], *[["x"]] * 3)).rows) == 3
    assert "at most 3 rows" in refused(csv_file(["a"], *[["x"]] * 4))
    assert "at most 3 rows" in refused(xlsx_file(["a"], *[["x"]] * 4))
    wide = [f"h{number}" for number in range(MAX_COLUMNS + 1)]
    assert "at most 100 columns" in refused(csv_file(wide, ["x"]))
    assert "at most 100 columns" in refused(xlsx_file(wide, ["x"]))
    assert len(read_table(csv_file(wide[:-1], ["x"])).headers) == MAX_COLUMNS


def test_a_cell_without_end_is_refused():
    assert refused(csv_file(["a"], ["x" * 200_000]))
