"""A list leaves as a table that computes nothing, and comes back as it left."""

import csv
import io

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from diplomacy.ingest.tables.columns import NOUNS, columns_of, guess, settable
from diplomacy.ingest.tables.comparing import compare
from diplomacy.ingest.tables.reading import read_table
from diplomacy.ingest.tables.writing import EXPORTED, headers, records
from diplomacy.registry.codec import Register, load, model_of
from diplomacy.registry.codec.nodes import Mapping
from diplomacy.registry.codec.reading import Placed
from diplomacy.tables import as_csv, as_xlsx
from tests import builders
from tests.registry.codec.made_up import registers

from .sheets import reasons, staff, states
from .test_reading import raw

pytestmark = pytest.mark.django_db


def exported(noun: str, form: str, in_words: bool = False) -> bytes:
    """Return the bytes of a list."""
    columns = list(columns_of(noun))
    rows = [headers(columns, in_words), *records(noun, columns)]
    if form == "csv":
        return "".join(as_csv(rows)).encode()
    with as_xlsx(rows, noun) as file:
        return file.read()


def comes_back_the_same(noun: str, form: str) -> None:
    table = read_table(raw(exported(noun, form), f"list.{form}"))
    found = compare(noun, table, guess(noun, table.headers), staff("administrator"))
    assert reasons(found) == []
    assert set(states(found)) == {"same"}
    assert len(found.lines) == model_of(noun).objects.count()


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(made_up=registers())
def test_any_list_comes_back_as_it_left(made_up):
    register = Register()
    for noun, struct in made_up:
        if noun == "delegations" and struct.report_filed_on:  # a year that staff could type
            struct.report_filed_on = struct.report_filed_on.replace(year=2000)
        register.records[noun].append(Placed(noun, struct, "", Mapping(0)))
    with transaction.atomic():
        load(register)
        for noun in NOUNS:
            for form in ("csv", "xlsx"):
                comes_back_the_same(noun, form)
        transaction.set_rollback(True)


CANARY = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "＝1", CANARY])
def test_no_cell_of_a_list_is_taken_for_a_formula(start):
    place = builders.city("Farport", staff_note=start, own_name=start.strip())
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(exported("cities", "csv").decode("utf-8-sig")))
        if row["key"] == place.key
    ]
    assert not any(cell.startswith(("=", "+", "@", "\t", "＝", "-1+")) for cell in row.values())
    sheet = load_workbook(io.BytesIO(exported("cities", "xlsx"))).worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    comes_back_the_same("cities", "csv")


def test_a_text_too_long_for_a_cell_is_left_out_and_stays_as_it_is():
    builders.city("Farport", staff_note="x" * 40_000)
    comes_back_the_same("cities", "xlsx")
    comes_back_the_same("cities", "csv")


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
@pytest.mark.parametrize("noun", NOUNS)
def test_headers_of_each_language_are_recognised(noun, language):
    client = Client()
    client.force_login(staff())
    for query in ("", "?headers=names"):
        address = f"/{language}/desk/imports/empty/{noun}.csv{query}"
        first = client.get(address).content.decode("utf-8-sig").splitlines()[0]
        assert guess(noun, next(csv.reader([first]))) == list(settable(noun))


def test_a_template_for_excel_explains_its_columns():
    client = Client()
    client.force_login(staff())
    answer = client.get("/fa/desk/imports/empty/agreements.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [sheet.title for sheet in book.worksheets] == ["توافق‌ها", "راهنما"]
    assert book.worksheets[1].max_row == len(settable("agreements")) + 1


def download(client: Client, noun: str, form: str) -> bytes:
    answer = client.get(reverse("ingest:export", args=[noun, form]))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{noun}-')
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("role", ["viewer", "recorder", "administrator"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_list_leaves_in_both_formats_and_contacts_only_for_recorders(role, form):
    builders.person(contact="private@test.test")
    builders.delegation(builders.city())
    builders.tie()
    client = Client()
    client.force_login(staff(role))
    found = {noun: download(client, noun, form) for noun in EXPORTED}
    assert all(found.values())
    people = found["people"].decode() if form == "csv" else str(cells(found["people"]))
    assert ("private@test.test" in people) == (role != "viewer")


def cells(data: bytes) -> list[tuple]:
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


def test_a_list_holds_drafts_but_no_copies_that_change_another():
    shown = builders.agreement()
    draft = builders.agreement(publication="draft")
    copy = builders.agreement(publication="draft", revises=shown)
    text = exported("agreements", "csv").decode()
    assert shown.key in text
    assert draft.key in text
    assert copy.key not in text


def test_a_list_costs_the_same_number_of_queries_however_long(django_assert_max_num_queries):
    for _ in range(30):
        builders.delegation(builders.city())
    with django_assert_max_num_queries(12):
        exported("delegations", "csv")
