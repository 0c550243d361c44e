"""The API gives the fields that its description names, and none that staff keep to themselves."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile.everywhere import of_programs, rich_register
from tests.opendata.promise import promised

pytestmark = pytest.mark.django_db

KEPT = {
    "staff_note",
    "contact",
    "publication",
    "search",
    "revises",
    "access",
    "sender",
    "history",
    "history_user",
    "by",
    "prepared_by",
    "email",
    "user",
    "id",
    "pk",
    "withdrawn_reason",
}


def beyond(value: Any, schema: dict, root: dict, place: str = "") -> Iterator[str]:
    """Yield the places of what a value holds and its schema does not name."""
    schema = resolved(schema, root)
    if "anyOf" in schema or "oneOf" in schema:
        tried = [
            list(beyond(value, one, root, place)) for one in schema.get("anyOf") or schema["oneOf"]
        ]
        yield from min(tried, key=len)
    elif isinstance(value, dict):
        named = schema.get("properties", {})
        extra = schema.get("additionalProperties")
        for name, held in value.items():
            if name in named:
                yield from beyond(held, named[name], root, f"{place}/{name}")
            elif isinstance(extra, dict):
                yield from beyond(held, extra, root, f"{place}/{name}")
            else:
                yield f"{place}/{name}"
    elif isinstance(value, list):
        for one in value:
            yield from beyond(one, schema.get("items", {}), root, f"{place}[]")
    elif schema.get("type") not in (None, "array", "object") or "enum" in schema:
        return
    elif value is not None and not schema:
        yield place


def resolved(schema: dict, root: dict) -> dict:
    while "$ref" in schema:
        node: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            node = node[step]
        schema = node
    return schema


def answer_schema(address: str, root: dict) -> dict:
    """Return what the description says of the answer at an address."""
    parts = address.strip("/").split("/")
    pattern = f"/{'/'.join([*parts[:3], '{key}'])}/" if len(parts) == 4 else address
    told = root["paths"][pattern]["get"]["responses"]["200"]["content"]
    return told["application/json"]["schema"]


def test_every_answer_holds_what_its_description_names_and_nothing_else(client):
    rich_register()
    root, looked_at = promised(), 0
    for address in of_programs():
        if not address.endswith("/") or "nothing" in address:
            continue
        answer = client.get(address)
        if answer.status_code == 200:
            told = list(beyond(json.loads(answer.content), answer_schema(address, root), root))
            assert not told, (address, told)
            looked_at += 1
    assert looked_at > 20


def test_no_field_that_staff_keep_to_themselves_is_described():
    for name, schema in promised()["components"]["schemas"].items():
        assert not KEPT & schema.get("properties", {}).keys(), name
