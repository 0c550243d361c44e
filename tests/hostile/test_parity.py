"""Both databases answer the same question with the same records in the same order.

What is expected stands in a file that no database wrote alone: these tests run on each of them.
After a change that means to alter an order, write what `answered` returns there anew.
"""

import json
from pathlib import Path

import pytest
from django.db.models import CharField

from diplomacy.registry.models import Country, Organisation, Source
from tests import builders
from tests.office import capturing
from tests.registry.admin.conftest import recorder, signed_in
from tests.registry.queries.searched import found as found_by

__all__ = ["recorder", "signed_in"]

pytestmark = pytest.mark.django_db

EXPECTED = Path(__file__).with_name("parity.json")

# Case, marks, scripts, digits, signs of patterns, empty columns, joiners, two ways to write é.
NAMES = [
    ("zed", "زد", "泽德"), ("Zed 2", "زد ۲", "泽德2"), ("Äther", "آتر", "以太"),
    ("ather", "اتر", "以太二"),
    ("Éclair", "اکلر", "闪电"), ("E\u0301clair", "اِکلر", "闪 电"), ("İzmit", "ایزمیت", "伊兹"),
    ("izmit", "ایزمیت ۱۰", "伊兹10"), ("izmit 9", "ایزمیت ۹", "伊兹9"), ("straße", "می‌روم", "重港"),
    ("STRASSE", "میروم", "长安"), ("100%", "صد٪", "百分"), ("a_b", "ا_ب", "甲_乙"),
    ("a\\b", "ا\\ب", "甲\\乙"),
    ("", "بی‌نام", "無"), ("Ørsted", "كيان", "欧"), ("Orsted", "کیان", "鸥"), ("b-c", "ب-پ", "丙"),
]  # fmt: skip
DATES = ["", "2020", "2020-05", "2020-05-04", "1399", "1399-02", "[2019..2021]", "2021-01-01"]
QUESTIONS = [
    *(f"/api/v1/{noun}/?limit=100&lang={lang}"
      for noun in ("cities", "ties", "organisations", "areas")
      for lang in ("fa", "en", "zh")),
    *(f"/api/v1/timeline/?limit=100&order={order}" for order in ("newest", "oldest")),
    *(f"/api/v1/events/?limit=100&year={year}" for year in ("2020", "1399", "2021")),
]  # fmt: skip
SEARCHES = ("zed", "ZED", "eclair", "É", "strasse", "ß", "100%", "a_b", "\\", "10", "۱۰", "كيان",
            "می روم", "重", "izmit", "I")  # fmt: skip


def fill() -> None:
    """Write records whose names and days are easily put in another order."""
    for number, (en, fa, zh) in enumerate(NAMES):
        names = {"name_en": en, "name_fa": fa, "name_zh": zh}
        place = builders.city(key=f"city-{number}", own_name=en, **names)
        builders.tie(place, key=f"tie-to-{number}", position=0)
        body = builders.organisation(key=f"body-of-{number}", **names)
        start = DATES[number % len(DATES)]
        titles = {"title_en": f"Meeting {en}", "title_fa": f"دیدار {fa}", "title_zh": f"会见{zh}"}
        key = f"event-of-{number}"
        held = builders.event(place, key=key, start=start, sources=[], **titles)
        builders.took_part(held, organisation=body)
        builders.area(held, key=f"area-of-{number}", **names)


def answered(client) -> dict[str, list[str]]:
    """Return the keys that each question is answered with, in their order."""
    found = {}
    for question in QUESTIONS:
        answer = client.get(question)
        assert answer.status_code == 200, (question, answer.content)
        found[question] = [one["key"] for one in answer.json()["items"]]
    for words in SEARCHES:
        found[words] = [key for keys in found_by(words).values() for key in keys]
    return found


def test_the_same_questions_find_the_same_records_in_the_same_order(client):
    fill()
    found = answered(client)
    for question, keys in json.loads(EXPECTED.read_text("utf-8")).items():
        assert found[question] == keys, question
    assert len(found) == len(QUESTIONS) + len(SEARCHES)


@pytest.mark.parametrize("field", ["title_en", "title_fa", "city_words", "people-0-office"])
def test_a_text_longer_than_its_column_is_refused_before_the_database(recorder, field):
    """SQLite would keep it, PostgreSQL would fail."""
    typed = capturing.visit(builders.city()) | {field: "x" * 5000}
    answer = recorder.post(capturing.address(), typed)
    assert answer.status_code < 500
    for model in (Organisation, Source, Country):
        for one in model._meta.concrete_fields:
            if isinstance(one, CharField) and one.max_length:
                longest = max(map(len, model.objects.values_list(one.name, flat=True)), default=0)
                assert longest <= one.max_length
