"""The page "Open data": its terms, its lists, and that its examples work as they stand."""

import csv
import io
import json
import re
from collections import Counter
from html import unescape

import msgspec
import pytest
import vobject
from django.test import Client
from django.utils.translation import override

from diplomacy.calendars import PartialDate
from diplomacy.licences import LICENCES
from diplomacy.opendata.bundle.making import make_bundle
from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.opendata.values import date_of
from diplomacy.public import open_data
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import Identity
from tests import builders
from tests.public.pages import addresses, facts, parse, words_in

pytestmark = pytest.mark.django_db

PAGE = "/en/about/open-data/"
LANGUAGES = {"fa": "fa", "en": "en", "zh-hans": "zh"}


@pytest.fixture
def place():
    """A city with a tie, a pact and two visits: the year of one of them is certain."""
    place = builders.tie().partner
    builders.agreement(place, instrument="sister", start="2020-03-01")
    builders.delegation(place, start="2021-05")
    builders.delegation(place, start="[2022..2023]")
    return place


def codes(page) -> list[str]:
    """Return what the page gives to copy."""
    return ["".join(one.itertext()) for one in parse(page).iter("pre")]


def example(client, number: int, language: str = "en") -> str:
    return codes(client.get(f"/{language}/about/open-data/"))[number]


def asked(client, code: str, settings):
    """Return the answer to the address that stands in the code."""
    found = re.search(re.escape(settings.SITE_URL) + r"[^\s\"']*", code)[0]
    return client.get(unescape(found).removeprefix(settings.SITE_URL))


def table(response) -> list[dict[str, str]]:
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_is_answered_in_the_language_of_the_page(
    client, place, settings, language
):
    code = example(client, 0, language)
    assert code.startswith("curl 'http")
    answer = asked(client, code, settings)
    (tie,) = json.loads(answer.content)["items"]
    assert tie["partner"]["key"] == place.key
    assert tie["standing"]["form"]["value"] == "sister"
    assert answer.headers["Content-Language"].lower() == language
    assert f"/{language}/" in tie["page"]


def test_the_program_finds_its_columns_and_counts_only_years_that_are_certain(
    client, place, settings
):
    code = example(client, 1)
    rows = table(asked(client, code, settings))
    columns = set(re.findall(r'visits\["(\w+)"\]', code))
    assert columns == {"start_earliest", "start_latest"}
    assert columns <= set(rows[0])
    years = [(row["start_earliest"][:4], row["start_latest"][:4]) for row in rows]
    assert Counter(first for first, last in years if first == last) == {"2021": 1}
    compile(code, "example", "exec")


def test_the_spreadsheet_reads_a_table_and_the_workbook_is_one(client, place, settings):
    page = client.get(PAGE)
    code = codes(page)[2]
    assert code.startswith('=IMPORTDATA("')
    (row,) = table(asked(client, code, settings))
    assert row["instrument"] == "sister"
    (workbook,) = [one for one in addresses(page) if "agreements.xlsx" in one]
    assert b"".join(client.get(workbook)).startswith(b"PK")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_can_be_subscribed_to(client, place, settings, language):
    page = client.get(f"/{language}/about/open-data/")
    code = codes(page)[3]
    answer = asked(client, code, settings)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events = vobject.readOne(answer.content.decode()).vevent_list
    assert [one.dtstart.value.isoformat() for one in events] == ["2020-03-01"]
    assert code.replace("http://", "webcal://") in addresses(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_may_stand_on_any_site(client, place, settings, language):
    code = example(client, 4, language)
    assert code.startswith("<iframe ")
    answer = asked(client, code, settings)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert place.name_en in answer.content.decode() or language != "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_reads_left_to_right_and_what_scrolls_does_so_by_keyboard(client, place, language):
    blocks = list(parse(client.get(f"/{language}/about/open-data/")).iter("pre"))
    assert len(blocks) == len(open_data.Examples._fields) - 1
    for block in blocks:
        assert block.get("dir") == "ltr"
        is_wrapped = "wrapped" in block.get("class")
        assert is_wrapped or (block.get("tabindex") == "0" and block.get("aria-label"))
    assert [len("".join(one.itertext()).splitlines()) for one in blocks] == [1, 5, 1, 1, 1, 10]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_date_shown_is_one_as_the_api_gives_it(client, language):
    with override(language):
        given = date_of(PartialDate.parse("1403-07"), "stated")
    assert json.loads(example(client, 5, language)) == msgspec.to_builtins(given)


def test_every_list_that_can_be_taken_stands_there_with_its_files(client, place):
    found = addresses(client.get(PAGE))
    assert set(open_data.LISTS) == set(DOWNLOADS)
    for name in DOWNLOADS:
        for form in ("csv", "xlsx", "json"):
            assert f"/api/v1/{name}.{form}?lang=en" in found
        assert client.get(f"/api/v1/{name}.csv?lang=en").status_code == 200


@pytest.mark.parametrize("name", ["/api/v1/", "/api/v1/openapi.json"])
def test_the_interface_is_where_the_page_says(client, name):
    assert name in addresses(client.get(PAGE))
    assert client.get(name).status_code == 200


@pytest.mark.parametrize("licence", LICENCES)
def test_the_terms_are_those_that_the_operator_chose(client, settings, licence):
    settings.DATA_LICENCE = licence
    page = client.get(PAGE)
    (link,) = (one for one in parse(page).iter("a") if one.get("rel") == "license")
    assert link.get("href") == LICENCES[licence]
    assert set(open_data._PERMITTED) == set(LICENCES)


def test_the_publisher_is_named_or_said_to_be_missing(client):
    assert "not recorded" in client.get(PAGE).content.decode()
    Identity.objects.create(city=builders.home_city(), publisher_en="The City of Testabad")
    assert "The City of Testabad" in client.get(PAGE).content.decode()


def test_the_limits_are_those_of_the_settings(client, settings):
    settings.API_PER_MINUTE, settings.DOWNLOADS_PER_HOUR = 7, 9
    assert "7 requests a minute and 9 files an hour" in client.get(PAGE).content.decode()
    settings.API_PER_MINUTE = settings.DOWNLOADS_PER_HOUR = 0
    started_anew = Client()
    assert "requests a minute" not in started_anew.get(PAGE).content.decode()


def test_without_a_tie_the_frame_names_no_city(client):
    builders.tie(publication="draft")
    assert "/en/embed/cities/KEY/" in example(client, 4)
    assert not words_in(client.get(PAGE), "KEY", "en")


def test_the_whole_register_is_offered_with_its_day_and_size(client, settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path
    page = client.get(PAGE)
    assert "It has not been made yet" in page.content.decode()
    assert "/data/register.zip" not in addresses(page)
    made = make_bundle(tmp_path)
    (link,) = (
        a for a in parse(client.get(PAGE)).iter("a") if a.get("href") == "/data/register.zip"
    )
    day = PartialDate.of(made.day)
    assert both_calendars(day) in link.text
    assert f"{max(1, round(made.size / 1000))} kB" in link.text
    answer = client.get("/data/register.zip")
    assert b"".join(answer).startswith(b"PK")
    answer.close()


def test_programs_that_look_for_data_are_told_of_it(client, place):
    page = client.get(PAGE)
    graph = {one["@type"]: one for one in facts(page)[0]["@graph"]}
    data = graph["Dataset"]
    assert data["license"] == LICENCES["CC-BY-4.0"]
    given = {one["contentUrl"].partition("/api")[2] for one in data["distribution"]}
    assert {f"/v1/{name}.csv?lang=en" for name in DOWNLOADS} == given
