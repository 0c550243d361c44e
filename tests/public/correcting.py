"""Filling in the form for corrections, and sending it, as a browser does."""

from django.test import Client

from tests.public.pages import parse

FORM = "/en/corrections/"
WORDS = {"words": "The day is wrong.", "found_where": "A newspaper", "sender": "a@example.org"}


def field(page, name: str) -> str:
    """Return what a field of the form holds, as a browser would send it."""
    for element in parse(page).iter():
        if element.get("name") == name:
            return element.get("value") or (element.text or "").removeprefix("\n")
    raise LookupError(name)


def address(page) -> str:
    (form,) = (e for e in parse(page).iter("form") if e.get("method") == "post")
    return form.get("action")


def send(client: Client, page, clock=None, wait: int = 60, **typed):
    """Send the form of `page` after a minute."""
    if clock:
        clock(wait)
    typed = WORDS | {"token": field(page, "token"), "website": ""} | typed
    return client.post(address(page), typed)


def about(record, noun: str) -> str:
    return f"{FORM}?about={record.key}&noun={noun}"


def text(page) -> str:
    return page.content.decode()


def assert_all_is_kept(page) -> None:
    """Find everything that was typed in the form once more."""
    for name, value in WORDS.items():
        assert field(page, name) == value
