"""What of an answer is compared, and every public address in every language."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.http import HttpResponseBase

from tests.hostile.everywhere import of_programs, of_readers

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Another for each request: its name in the log.
OF_EACH_REQUEST = "X-Request-ID"

_TOKEN = re.compile(rb'name="token" value="[^"]*"')  # of a form, by the second

Said = tuple[int, dict[str, str], bytes]


def public_addresses(every_language: bool = False) -> Iterator[str]:
    """Yield one address of each public view, narrowed and searched too.

    The languages take turns, or each address stands in each of them. Papers are left out: they
    are drawn from the same record as the page, and drawing takes seconds.
    """
    for place, address in enumerate(dict.fromkeys(of_readers())):
        if address.startswith("/en/") and not address.endswith(".pdf"):
            for language in LANGUAGES if every_language else [LANGUAGES[place % 3]]:
                yield address.replace("/en/", f"/{language}/", 1)
        elif not address.startswith("/en/"):
            yield address
    yield from (f"/en/{one}/?order=oldest&year=2020" for one in ("agreements", "events"))
    yield from (f"/en/search/?q={words}" for words in ("agreement", "2020", "partnerville"))
    yield from of_programs()


def said(answer: HttpResponseBase, known: str = "") -> Said:
    """Return status, headers and body, the key in the address left out."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheetml" in answer.get("Content-Type", ""):
        body = parts_of(body)
    body = _TOKEN.sub(b"", body)
    left_out = {OF_EACH_REQUEST}
    if "spreadsheetml" in answer.get("Content-Type", ""):
        left_out.add("Content-Length")  # of what was packed, the moment included
    if known and known.encode() in body:
        left_out.add("ETag")  # of the body that says it back
    headers = {name: value.replace(known, "…") if known else value for name, value in
               answer.items() if name not in left_out}  # fmt: skip
    return answer.status_code, headers, body.replace(known.encode(), b"...") if known else body


def differing(one: dict[str, Said], two: dict[str, Said]) -> dict[str, str]:
    """Return the addresses that do not say the same, each with where they part."""
    told = {}
    for address, said_before in one.items():
        for before, after in zip(said_before, two[address], strict=True):
            if before != after:
                pairs = enumerate(zip(str(before), str(after), strict=False))
                place = next((place for place, (a, b) in pairs if a != b), 0)
                told[address] = (
                    f"{str(before)[place - 80 : place + 80]} ≠ {str(after)[place:][:80]}"
                )
    return told


def parts_of(workbook: bytes) -> bytes:
    """Return what a workbook says without the moment at which it was made."""
    with ZipFile(BytesIO(workbook)) as book:
        return b"".join(book.read(name) for name in book.namelist() if "docProps" not in name)


def answers(client, addresses: Iterable[str]) -> dict[str, Said]:
    """Return what is said at each address."""
    return {address: said(client.get(address)) for address in addresses}
