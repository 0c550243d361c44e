"""Whatever is asked of the API, it answers as its OpenAPI document says: schemathesis asks.

Few examples for each address at all times, a dozen in the slow set.
"""

from contextlib import closing
from copy import deepcopy
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from diplomacy.opendata.openapi import document
from diplomacy.registry.models import City, CooperationArea, DiplomacyLayer, Entry
from tests.repeatable import repeatable

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 12
OPERATIONS = sorted(document()["paths"])
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# The document itself takes nothing that could be wrong.
QUESTIONS = [
    (path, mode)
    for path in OPERATIONS
    for mode in (POSITIVE, NEGATIVE)
    if mode is POSITIVE or not path.endswith(".json")
]


@pytest.fixture(scope="module")
def schema(shown, django_db_blocker):
    """Return the document, its keys those of the register: who makes one up is told 400."""
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["*"]):
        # As Django's own client does: the register stands in a transaction of this connection.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        yield _with_keys(deepcopy(document()))
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _with_keys(told):
    schemathesis.openapi.format("date", st.dates(date(1600, 1, 1), date(2999, 12, 31)).map(str))
    keys = {
        "city": City.objects.published(),
        "area": CooperationArea.objects.published(),
        "layer": DiplomacyLayer.objects.published(),
    }
    enums = {name: list(found.values_list("key", flat=True)[:3]) for name, found in keys.items()}
    enums |= {"country": ["tl"]}
    for path in told["paths"].values():
        kept = [one for one in path["get"]["parameters"] if one["name"] not in ("after", "before")]
        for one in kept:
            if one["name"] in enums:
                one["schema"] = {"enum": [*enums[one["name"]], ""]}
                del one["example"]
        path["get"]["parameters"] = kept
    found = schemathesis.openapi.from_dict(told)
    found.app = at_once(get_wsgi_application())
    found.location = None
    return found


def at_once(application):
    """Return the application with each answer read to its end and closed, as servers do."""

    def answer(environ, start_response):
        with closing(application(environ, start_response)) as parts:
            return [b"".join(parts)]

    return answer


def asked(schema, path: str, mode: GenerationMode, number: int) -> None:
    """Ask so many questions of an address and check every answer."""

    @repeatable(number)
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case) -> None:
        case.call_and_validate()

    ask()


def at_the_bounds(schema, path: str) -> set[int]:
    """Check the answers to all that schemathesis knows to ask without chance; return statuses."""
    cases = schema.iter_coverage_cases(
        schema[path]["GET"],
        generation_modes=[POSITIVE, NEGATIVE],
        generation_config=schema.config.generation,
    )
    return {case.call_and_validate().status_code for case in cases}


@pytest.mark.once  # many questions are asked on both
@pytest.mark.parametrize(("path", "mode"), QUESTIONS)
def test_every_answer_is_as_declared(schema, path, mode):
    asked(schema, path, mode, FEW)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "mode"), QUESTIONS)
def test_every_answer_to_many_questions_is_as_declared(schema, path, mode):
    asked(schema, path, mode, MANY)


@pytest.mark.parametrize("path", ["/api/v1/agreements/", "/api/v1/cities/{key}/"])
def test_every_bound_is_kept(schema, path):
    """Each parameter at its bounds and beyond, each method that is none of ours."""
    assert {400, 405} <= at_the_bounds(schema, path)


@pytest.mark.slow
@pytest.mark.parametrize("path", OPERATIONS)
def test_every_bound_of_every_address_is_kept(schema, path):
    assert 405 in at_the_bounds(schema, path)


def test_the_document_is_valid(schema):
    schema.validate()


def test_the_register_holds_something_of_every_kind(schema):
    assert set(Entry.objects.published().values_list("kind", flat=True)) == set(Entry.Kind.values)
