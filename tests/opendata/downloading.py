"""Reading downloads back as the programs of readers do."""

import csv
import io
import json
from datetime import timedelta

from django.utils import timezone
from openpyxl import load_workbook

from tests import builders

FORMS = ("csv", "json", "xlsx")


def content_of(client, name: str, form: str, query: str = "") -> bytes:
    response = client.get(f"/api/v1/{name}.{form}{query}")
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def rows_of(client, name: str, query: str = "") -> list[dict[str, str]]:
    """Return the rows of the CSV file, by the names of their columns."""
    text = content_of(client, name, "csv", query).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def items_of(client, name: str, query: str = "") -> list[dict]:
    return json.loads(content_of(client, name, "json", query))["items"]


def sheet_of(client, name: str, query: str = ""):
    """Return the one sheet of the workbook."""
    (sheet,) = load_workbook(io.BytesIO(content_of(client, name, "xlsx", query))).worksheets
    return sheet


def keys_of(client, name: str, form: str, query: str = "") -> list[str]:
    if form == "json":
        return [item["key"] for item in items_of(client, name, query)]
    if form == "csv":
        return [row["key"] for row in rows_of(client, name, query)]
    return [row[0].value for row in sheet_of(client, name, query).iter_rows(min_row=2)]


def a_little_of_everything() -> None:
    """Make two ties with something in every list, and what is hidden beside it."""
    for number in range(2):
        partner = builders.city()
        tie = builders.tie(partner)
        for start in ("2020-05-04", "1399-07", "", f"202{number}"):
            event = builders.event(partner, start=start)
            paper = builders.agreement(partner, start=start)
        builders.delegation(partner, direction="outgoing" if number else "incoming")
        builders.commitment(partner, force="plan" if number else "undertaking")
        builders.restriction(partner)
        soon = timezone.localdate() + timedelta(days=9 + number)
        builders.offer(partner, end=str(soon), offer="grant" if number else "scholarship")
        builders.area(event)
        builders.layer(tie)
        body = builders.organisation(city=partner, kind="council" if number else "university")
        builders.took_part(paper, organisation=body)
        speaker = builders.person()
        builders.term(speaker, body)
        builders.took_part(paper, person=speaker)
        builders.difference(tie)
        builders.question(event)
        builders.event(partner, publication="draft")
    builders.tie(publication="draft")
