"""The API is described as OpenAPI 3.1, as it is, and within a version things are only added."""

import json
from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import call_command

from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.opendata.objects import NOUNS
from diplomacy.opendata.openapi import document
from tests.opendata.promise import PROMISED, broken, promised


def test_version_1_keeps_what_it_promised():
    assert not list(broken(promised(), document()))


def test_what_was_added_is_promised_from_now_on():
    """After an addition: manage.py open_data_schema > docs/openapi-v1.json."""
    printed = StringIO()
    call_command("open_data_schema", stdout=printed)
    assert printed.getvalue() == PROMISED.read_text("utf-8")


def _without_path(told):
    del told["paths"]["/api/v1/ties/"]


def _without_parameter(told):
    told["paths"]["/api/v1/ties/"]["get"]["parameters"].pop(0)


def _with_duty(told):
    told["paths"]["/api/v1/ties/"]["get"]["parameters"].append({"name": "x", "required": True})


def _in_duty(told):
    told["paths"]["/api/v1/ties/"]["get"]["parameters"][0]["required"] = True


def _without_property(told):
    del told["components"]["schemas"]["Agreement"]["properties"]["title"]


def _not_always(told):
    told["components"]["schemas"]["Agreement"]["required"].remove("title")


def _of_another_type(told):
    told["components"]["schemas"]["Agreement"]["properties"]["key"]["type"] = "integer"


def _without_value(told):
    told["components"]["schemas"]["FormOf"]["properties"]["value"]["enum"].remove("mou")


def _without_header(told):
    del told["paths"]["/api/v1/ties/"]["get"]["responses"]["200"]["headers"]["Link"]


@pytest.mark.parametrize(
    "change",
    [
        _without_path,
        _without_parameter,
        _with_duty,
        _in_duty,
        _without_property,
        _not_always,
        _of_another_type,
        _without_value,
        _without_header,
    ],
)
def test_what_would_break_a_program_is_noticed(change):
    told = deepcopy(document())
    change(told)
    assert list(broken(document(), told))


def test_other_words_and_additions_break_nothing():
    told = deepcopy(document())
    told["info"]["description"] = "Other words."
    told["paths"]["/api/v1/new/"] = {}
    told["paths"]["/api/v1/ties/"]["get"]["parameters"].append({"name": "x", "required": False})
    told["components"]["schemas"]["Agreement"]["properties"]["new"] = {"type": "string"}
    assert not list(broken(document(), told))


def test_every_list_and_object_is_described():
    lists = {f"/api/v1/{name}/" for name in API_LISTS}
    objects = {f"/api/v1/{name}/{{key}}/" for name in NOUNS}
    rest = {"/api/v1/", "/api/v1/openapi.json"}
    files = {f"/api/v1/{name}.{{form}}" for name in DOWNLOADS}
    assert document()["paths"].keys() == lists | objects | files | rest


def test_every_filter_of_a_page_is_a_parameter():
    for name, listed in API_LISTS.items():
        told = document()["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
        assert listed.filters.base_filters.keys() <= {one["name"] for one in told}


def test_every_parameter_and_property_is_explained():
    told = document()
    for path in told["paths"].values():
        assert all(one["description"] for one in path["get"]["parameters"])
    for name, schema in told["components"]["schemas"].items():
        for field, value in schema["properties"].items():
            explained = value.get("description") or "$ref" in json.dumps(value)
            assert explained, f"{name}.{field}"


def test_the_document_is_answered_as_json_in_english(client, db):
    answer = client.get("/api/v1/openapi.json", headers={"accept-language": "fa"})
    assert answer.json() == json.loads(json.dumps(document()))
    assert answer.headers["Content-Language"] == "en"
