"""What is taken back is gone from the next answer, also for who kept the last one."""

from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.db import transaction

from diplomacy.registry.models import Document, Participation
from tests import builders
from tests.hostile.everywhere import rich_register
from tests.leaks.looking import public_addresses

pytestmark = pytest.mark.django_db

WORD = "zqvanish"


@pytest.fixture
def shown(db) -> dict:
    """Publish an agreement that says the word in all ways, among the rest of a register."""
    tie = rich_register()
    pact = builders.agreement(
        tie.partner, key=WORD, title_fa=WORD, title_en=WORD, title_zh=WORD, summary_en=WORD,
        start="2026-01-01",
    )  # fmt: skip
    builders.area(pact, name_en=WORD, name_fa=WORD, key=f"area-{WORD}")
    row = builders.took_part(
        pact, person=builders.person(name_en=WORD, name_fa=WORD, key=f"p-{WORD}")
    )
    paper = Document.objects.create(
        entry=pact.entry_ptr, kind="report", access="public", title_en=WORD, file=builders.upload()
    )
    return {"pact": pact, "paper": paper, "row": row}


def set_to(record: str, field: str, value: object) -> Callable[[dict], None]:
    def take_back(shown: dict) -> None:
        setattr(shown[record], field, value)
        shown[record].save()

    return take_back


def own_pages(shown: dict) -> Iterator[str]:
    yield from (f"/en/agreements/{WORD}/", f"/id/{WORD}/", f"/api/v1/agreements/{WORD}/")
    yield from (f"/api/v1/timeline/{WORD}/", f"/en/areas/area-{WORD}/", f"/en/people/p-{WORD}/")
    yield from (f"/api/v1/people/p-{WORD}/", f"/en/areas/area-{WORD}/feed.atom")
    yield f"/en/documents/{shown['paper'].key}/"
    yield f"/en/search/?q={WORD}"


def text_of(answer) -> str:
    """Return what an answer says, a workbook unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as book:
            body = b"".join(map(book.read, book.namelist()))
    return body.replace(b"\r\n ", b"").decode(errors="replace")


def test_a_record_taken_back_is_in_no_answer_and_no_kept_one_still_holds(client, shown):
    addresses = dict.fromkeys([*public_addresses(), *own_pages(shown)])
    tags = {}
    for address in addresses:
        answer = client.get(address)
        if WORD in text_of(answer):
            tags[address] = answer.get("ETag", "")
    assert len(tags) > 25
    assert len([tag for tag in tags.values() if tag]) > 10
    for state in ("draft", "in_review", "withdrawn"):
        with transaction.atomic():
            set_to("pact", "publication", state)(shown)
            for address, tag in tags.items():
                answer = client.get(address, headers={"if-none-match": tag} if tag else {})
                assert answer.status_code != 304, address
                said = text_of(answer)
                # What a reader asks for may be said back.
                if WORD not in address:
                    assert WORD not in said, address
                elif "search" not in address:
                    gone = (
                        (404, 410) if "people" not in address and "area" not in address else (404,)
                    )
                    assert answer.status_code in gone, address
            transaction.set_rollback(True)
        shown["pact"].refresh_from_db()


@pytest.mark.parametrize(
    ("record", "field", "value", "address"),
    [
        ("paper", "access", Document.Access.RESTRICTED, "/en/documents/{}/"),
        ("row", "name_shown", False, "/en/people/p-zqvanish/"),
    ],
)
def test_a_paper_or_a_name_closed_is_not_found_at_once(
    client, shown, record, field, value, address
):
    address = address.format(shown["paper"].key)
    before = client.get(address)
    b"".join(before.streaming_content if before.streaming else [])  # closes it
    assert before.status_code == 200
    page = client.get(f"/en/agreements/{WORD}/")
    set_to(record, field, value)(shown)
    kept = {"if-none-match": before.get("ETag", '"x"')}
    assert client.get(address, headers=kept).status_code == 404
    after = client.get(f"/en/agreements/{WORD}/")
    assert address in page.content.decode()
    assert address not in after.content.decode()
    assert Participation.objects.count() > 1
