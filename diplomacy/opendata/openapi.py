"""The API described for programs, as OpenAPI 3.1: made from the Structs and the filters.

Nothing of it is typed a second time, so that it cannot fall behind what is answered.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from . import asking
from .api_lists import API_LISTS, ApiList
from .asking import Parameter
from .downloads import DOWNLOADS
from .downloads import parameters as of_download
from .faults import Fault
from .objects import NOUNS, Noun
from .views.downloads import TYPES
from .views.index import VERSION, Index
from .views.lists import answer_shape
from .views.objects import parameters_of

JSON = "application/json"
ROOT = "/api/v1/"
_COMPONENTS = "#/components"

_ABOUT = (
    "The public register as data: the same records, narrowed by the same parameters, as on the"
    " pages. Nothing that is not published shows here. No key, cookie or registration is needed."
    " Within version 1 things are only ever added: ignore what you do not know. A list is read"
    " whole by following `links.next` until it is null. Give `If-None-Match` with the `ETag` of an"
    " answer that you kept, and nothing is sent twice."
)
_LISTS = {
    "cities": "Places that something published shows.",
    "ties": "Ties of the home city itself, with where each stands; those of its districts have"
    " objects, and stand in no list, as on the pages.",
    "timeline": "Entries of all kinds in short, in the order of their days.",
}
_FAULTS = {
    400: "A parameter is unknown, stands twice, or has a value that it cannot have.",
    404: "Nothing public is at this address.",
    405: "The method is none of GET, HEAD and OPTIONS.",
    410: "The record was withdrawn: the day and the public reason, and nothing else of it.",
    429: "Too many requests: ask again after `Retry-After` seconds.",
}
_EXAMPLES = {
    400: {
        "message": "There is no such parameter at this address: “colour”.",
        "parameter": "colour",
    },
    404: {"message": "Nothing public is at this address."},
    405: {"message": "Only GET, HEAD and OPTIONS are answered here."},
    410: {"message": "This record was withdrawn.", "withdrawn_on": "2020-05-06"},
    429: {"message": "Too many requests. Please ask again in 20 seconds.", "retry_after": 20},
}
_HEADERS = {
    "ETag": ("A tag of the body: the same body has the same tag.", {"type": "string"}, True),
    "Link": ("The pages around this one, if any (RFC 8288).", {"type": "string"}, False),
    "Location": ("The address of the key that the record has now.", {"type": "string"}, True),
    "Retry-After": ("Seconds after which to ask again.", {"type": "integer", "minimum": 1}, True),
    "Content-Disposition": ("How the file is called.", {"type": "string"}, True),
    "Allow": ("The methods that are answered.", {"type": "string"}, True),
    "Content-Language": ("The language of the answer.", {"type": "string"}, True),
}  # fmt: skip


@cache
def document() -> dict[str, Any]:
    """Return the description of the API, made once in a process; not to be changed."""
    shapes = _Shapes()
    paths = dict(_paths(shapes))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The open data of this register",
            "version": VERSION,
            "description": _ABOUT,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in DOWNLOADS],
        "paths": paths,
        "components": {
            "schemas": shapes.components(),
            "responses": {f"fault_{status}": _fault(status) for status in _FAULTS},
            "headers": {
                name: {"description": about, "schema": schema, "required": required}
                for name, (about, schema, required) in _HEADERS.items()
            },
        },
    }


class _Shapes:
    """The Structs of the answers, gathered while the addresses are described."""

    def __init__(self) -> None:
        self.types: list[type] = [Fault]

    def body(self, shape: type) -> dict[str, Any]:
        """Return the content of an answer of this shape."""
        self.types.append(shape)
        return {JSON: {"schema": _ref("schemas", shape.__name__)}}

    def components(self) -> dict[str, Any]:
        _, found = msgspec.json.schema_components(
            self.types, ref_template=_COMPONENTS + "/schemas/{name}"
        )
        return dict(sorted(found.items()))


def _paths(shapes: _Shapes) -> Iterator[tuple[str, dict[str, Any]]]:
    yield ROOT, _get("index", "What there is, and where.", [asking.LANG], shapes.body(Index))
    described = {JSON: {"schema": {"type": "object"}}}
    yield f"{ROOT}openapi.json", _get("openapi", "This description.", [], described)
    for name, listed in API_LISTS.items():
        yield f"{ROOT}{name}/", _list(listed, shapes)
        if name in NOUNS:
            yield f"{ROOT}{name}/{{key}}/", _object(listed.noun, shapes)
    for name, listed in DOWNLOADS.items():
        yield f"{ROOT}{name}.{{form}}", _file(name, listed, shapes)


def _list(listed: ApiList, shapes: _Shapes) -> dict[str, Any]:
    about = _LISTS.get(listed.name, f"What is public of the {listed.name}.")
    found = _get(f"list_{listed.name}", about, listed.parameters, shapes.body(answer_shape(listed)))
    found["get"]["tags"] = [listed.name]
    found["get"]["responses"]["200"]["headers"]["Link"] = _ref("headers", "Link")
    return found


def _object(noun: Noun, shapes: _Shapes) -> dict[str, Any]:
    found = _get(
        f"read_{noun.name}",
        f"One of the {noun.name} by its key.",
        parameters_of(noun),
        shapes.body(noun.shape),
        faults=(404, 410),
    )
    found["get"]["tags"] = [noun.name]
    found["get"]["responses"]["308"] = {
        "description": "The record has another key now.",
        "headers": {"Location": _ref("headers", "Location")},
    }
    found["parameters"] = [
        {
            "name": "key",
            "in": "path",
            "required": True,
            "description": "The stable key of the record.",
            "schema": {"type": "string", "minLength": 1},
            "example": "example-key",
        }
    ]
    return found


def _file(name: str, listed: ApiList, shapes: _Shapes) -> dict[str, Any]:
    """Return the address of a whole list as a file; it has no tag, as it is sent while made."""
    shapes.types.append(listed.noun.shape)
    item = _ref("schemas", listed.noun.shape.__name__)
    content = {kind: {"schema": {"type": "string"}} for kind in TYPES.values()}
    content[JSON] = {"schema": _struct_of_file(item)}
    about = f"All {name} that were asked for, in one file."
    found = _get(f"download_{name}", about, of_download(listed), content, faults=(404,))
    answers = found["get"]["responses"]
    del answers["304"], answers["200"]["headers"]["ETag"]
    answers["200"]["headers"]["Content-Disposition"] = _ref("headers", "Content-Disposition")
    found["get"]["tags"] = [name]
    found["parameters"] = [
        {
            "name": "form",
            "in": "path",
            "required": True,
            "description": "What sort of file: a table, the objects of the API, or a workbook.",
            "schema": {"type": "string", "enum": list(TYPES)},
            "example": "csv",
        }
    ]
    return found


def _struct_of_file(item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list as a JSON file; `streaming.json_of` writes it part by part."""
    properties = {
        "list": {"type": "string", "description": "The name of the list."},
        "on": {"type": "string", "format": "date", "description": "The day for which it holds."},
        "licence": _ref("schemas", "Licence"),
        "items": {"type": "array", "items": item, "description": "All of them, in order."},
        "count": {"type": "integer", "description": "How many they are."},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _get(
    name: str,
    about: str,
    parameters: Iterable[Parameter],
    content: dict[str, Any],
    faults: Iterable[int] = (),
) -> dict[str, Any]:
    """Return an address that is read: what it takes, and every answer that it gives."""
    tag = {"ETag": _ref("headers", "ETag"), "Content-Language": _ref("headers", "Content-Language")}
    responses: dict[str, Any] = {
        "200": {"description": "What was asked for.", "headers": tag, "content": content},
        "304": {"description": "Nothing changed since the tag in `If-None-Match`."},
    }
    for status in sorted({400, 405, 429, *faults}):
        responses[str(status)] = _ref("responses", f"fault_{status}")
    return {
        "get": {
            "operationId": name,
            "summary": about,
            "parameters": [_parameter(one) for one in parameters],
            "responses": responses,
        }
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    told = {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": one.about,
        "schema": dict(one.schema),
    }
    return told | ({"example": one.example} if one.example is not None else {})


def _fault(status: int) -> dict[str, Any]:
    nothing = dict.fromkeys(Fault.__struct_fields__)
    example = {**nothing, "status": status, **_EXAMPLES[status]}
    named = {429: ["Retry-After"], 405: ["Allow"]}.get(status, [])
    return {
        "description": _FAULTS[status],
        "headers": {name: _ref("headers", name) for name in ["Content-Language", *named]},
        "content": {JSON: {"schema": _ref("schemas", "Fault"), "example": example}},
    }


def _ref(part: str, name: str) -> dict[str, str]:
    return {"$ref": f"{_COMPONENTS}/{part}/{name}"}
