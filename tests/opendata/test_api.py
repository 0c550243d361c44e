"""The API shows what the pages show: the same rows, in the same order, page by page."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.objects import NOUNS
from diplomacy.registry.models import Document, Entry, EntryCity, Person
from tests import builders
from tests.opendata.register import everything

pytestmark = pytest.mark.django_db


def read(client, address: str, **parameters):
    answer = client.get(address, {"lang": "en", **parameters})
    assert answer.status_code == 200, answer.content
    return answer.json()


def keys(answer) -> list[str]:
    return [item["key"] for item in answer["items"]]


def whole(client, address: str, **parameters) -> list[str]:
    """Return the keys of all pages, by following `next`."""
    answer = read(client, address, **parameters)
    found = keys(answer)
    while answer["links"]["next"]:
        answer = client.get(answer["links"]["next"]).json()
        assert len(found) < 1000
        found += keys(answer)
    return found


QUESTIONS = {
    "ties": ["form=none", "form=mou", "way=on", "certainty=press_only", "country=tl", "country="],
    "agreements": ["city=CITY", "instrument=mou", "year=2020", "year=1399", "order=oldest"],
    "delegations": ["direction=incoming", "city=CITY&year=2020"],
    "events": ["type=exhibition", "type=meeting", "offer=scholarship", "city=CITY&year=2020"],
    "commitments": ["owner=none", "force=undertaking", "verdict=not_assessed", "due=none",
                    "layer=LAYER", "city=CITY&order=oldest", "year=2020"],
    "restrictions": ["scope=all", "city=CITY&year=1399"],
    "areas": ["city=CITY"],
    "organisations": ["kind=municipality", "city=CITY"],
    "people": ["city=CITY"],
    "sources": ["kind=press", "language=en", "words=report"],
    "differences": ["city=CITY", "field=name", "state=open"],
    "questions": ["city=CITY", "state=open"],
}  # fmt: skip


PAGES = {"ties": "city-list"}  # the others are called as their nouns


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_list_holds_the_rows_of_its_page_for_every_filter(client, shown, name):
    layer = shown.layers.get().layer
    asked = ["", *QUESTIONS[name]]
    filters = API_LISTS[name].filters.base_filters
    named = {part.partition("=")[0] for one in asked for part in one.split("&")}
    assert named >= filters.keys() - {"area", "layer"}
    for one in asked:
        query = one.replace("CITY", shown.partner.key).replace("LAYER", layer.key)
        with override("en"):
            page = reverse(f"public:{PAGES.get(name, NOUNS[name].page + '-list')}")
        context = client.get(f"{page}?{query}").context
        parameters = QueryDict(query).dict()
        assert not context["filter"].ignored
        assert whole(client, f"/api/v1/{name}/", **parameters) == [
            row.key for row in context["page"].rows
        ], one


@pytest.mark.parametrize("name", API_LISTS)
def test_pages_lead_through_the_whole_list_and_back(client, shown, name):
    address = f"/api/v1/{name}/"
    everything_at_once = whole(client, address, limit=100)
    assert whole(client, address, limit=1) == everything_at_once
    answer = client.get(address, {"limit": 1, "lang": "en"})
    while following := answer.json()["links"]["next"]:
        before, answer = answer, client.get(following)
        back = client.get(answer.json()["links"]["previous"])
        assert back.json()["items"] == before.json()["items"]
        assert f'<{following}>; rel="next"' in before.headers["Link"]
    assert 'rel="next"' not in answer.headers.get("Link", "")


def test_behind_the_last_item_nothing_stands_rather_than_the_first_page_again(client, shown):
    last = client.get("/api/v1/timeline/", {"limit": 4}).json()["links"]["next"]
    Entry.objects.filter(key__in=keys(client.get(last).json())).update(publication="withdrawn")
    assert client.get(last).json()["items"] == []
    assert client.get(last).json()["links"]["next"] is None


@pytest.mark.parametrize("name", NOUNS)
def test_an_item_of_a_list_is_the_object_at_its_address(client, shown, name):
    items = read(client, f"/api/v1/{name}/")["items"]
    assert items
    for item in items:
        address = item["api"].partition("8000")[2]
        assert address == reverse("opendata:object", args=[name, item["key"]])
        assert read(client, address) == item
        assert {"page", "permanent", "sources", "changed_on", "licence"} <= item.keys()


@pytest.mark.parametrize(("lang", "tag"), [("fa", "fa"), ("en", "en"), ("zh", "zh-hans")])
def test_words_and_pages_are_in_the_language_asked_for(client, shown, lang, tag):
    answer = client.get(f"/api/v1/cities/{shown.partner.key}/", {"lang": lang})
    city = answer.json()
    assert answer.headers["Content-Language"] == tag
    assert city["name"]["language"] == lang
    assert city["name"]["text"] == city["name"][lang]
    assert f"/{tag}/cities/" in city["page"]


def test_without_a_parameter_the_browser_chooses_then_the_home_language(client, settings, shown):
    settings.HOME_LANGUAGE = "zh-hans"
    asked = {"fr, en;q=0.5": "en", "fa": "fa", "fr": "zh-hans", "": "zh-hans", "zh-CN": "zh-hans"}
    for accepted, expected in asked.items():
        answer = client.get("/api/v1/", headers={"accept-language": accepted})
        assert answer.headers["Content-Language"] == expected
        assert "Accept-Language" in answer.headers["Vary"]
    client.cookies["django_language"] = "en"
    assert client.get("/api/v1/").headers["Content-Language"] == "zh-hans"


def test_links_keep_the_language_and_the_conditions(client, shown):
    asked = {"limit": 1, "kind": ["event", "agreement"], "order": "oldest"}
    answer = client.get("/api/v1/timeline/", asked, headers={"accept-language": "zh"}).json()
    following = answer["links"]["next"]
    for part in ("lang=zh", "kind=event", "kind=agreement", "order=oldest", "limit=1", "after="):
        assert part in following


def test_a_tie_tells_where_it_stood_on_any_day(client):
    tie = builders.tie()
    builders.agreement(tie.partner, start="2020-05-04")
    forms = {
        on: read(client, f"/api/v1/ties/{tie.key}/", on=on)["standing"]["form"]["value"]
        for on in ("2020-05-03", "2020-05-04", "1399-02-14", "1399-02-15")
    }
    assert forms == {
        "2020-05-03": "none",
        "2020-05-04": "mou",
        "1399-02-14": "none",
        "1399-02-15": "mou",
    }
    listed = read(client, "/api/v1/ties/", on="1399-02-14", form="none")
    assert listed["items"][0]["standing"]["on"] == "2020-05-03"
    assert read(client, "/api/v1/ties/", on="1399-02-14", form="mou")["items"] == []


def test_a_tie_names_the_sources_on_which_its_certainty_rests(client):
    tie = builders.tie()
    found = builders.source(kind="press")
    builders.agreement(tie.partner, sources=[found])
    told = read(client, f"/api/v1/ties/{tie.key}/")
    assert [one["key"] for one in told["standing"]["certainty"]["sources"]] == [found.key]
    assert [one["key"] for one in told["sources"]] == [found.key]


def test_a_tie_of_a_district_has_an_object_and_stands_in_no_list(client):
    home = builders.home_city()
    tie = builders.tie(home_end=builders.city(kind="district", parent=home))
    assert read(client, f"/api/v1/ties/{tie.key}/")["key"] == tie.key
    assert tie.key not in whole(client, "/api/v1/ties/")


def test_the_timeline_is_what_the_history_of_a_tie_shows(client, shown):
    expected = EntryCity.objects.filter(city=shown.partner, public=True).order_by("-day", "-entry")
    found = whole(client, "/api/v1/timeline/", city=shown.partner.key)
    assert found == [row.entry.key for row in expected]
    area = Entry.objects.published().first().area_rows.get().area
    assert whole(client, "/api/v1/timeline/", area=area.key) == found
    assert whole(client, "/api/v1/timeline/", layer=area.layer.key) == found
    assert whole(client, "/api/v1/timeline/", year="1399") == found
    assert whole(client, "/api/v1/timeline/", year="1398") == []
    assert whole(client, "/api/v1/timeline/", order="oldest") == found[::-1]
    of_kinds = read(client, "/api/v1/timeline/", kind=["event", "agreement"])["items"]
    assert {item["kind"] for item in of_kinds} == {"event", "agreement"}
    for item in of_kinds:
        assert read(client, item["api"].partition("8000")[2])["title"] == item["title"]


def test_an_entry_lists_its_public_files_and_no_others(client):
    pact = builders.agreement(builders.tie().partner)
    for access in ("public", "staff", "restricted"):
        Document.objects.create(
            entry=pact.entry_ptr, kind="report", title_en=access, access=access,
            language="en", file=builders.upload(),
        )  # fmt: skip
    (told,) = read(client, f"/api/v1/agreements/{pact.key}/")["documents"]
    assert (told["title"]["text"], told["kind"], told["language"]) == ("public", "report", "en")
    assert len(told["sha256"]) == 64
    assert b"".join(client.get(told["address"].partition("8000")[2])).startswith(b"%PDF")


def test_a_city_with_nothing_gives_an_empty_list_and_no_error(client, shown):
    other = builders.tie().partner
    assert read(client, "/api/v1/agreements/", city=other.key)["items"] == []
    assert read(client, "/api/v1/agreements/", city="")["items"]
    assert read(client, "/api/v1/sources/", language="xx", words=" ")["items"] == []


def test_the_index_leads_everywhere(client, shown):
    told = read(client, "/api/v1/")
    assert [one["name"] for one in told["lists"]] == list(API_LISTS)
    ways = [one["address"] for one in told["lists"]]
    for address in (
        *ways,
        told["openapi"],
        told["docs"],
        told["site"],
        told["feed"],
        told["calendar"],
    ):
        assert client.get(address.partition("8000")[2]).status_code == 200, address
    assert told["licence"]["name"] == "CC-BY-4.0"
    assert told["bundle"] is None  # none was made


COSTS = {
    "cities": 5, "ties": 8, "agreements": 11, "delegations": 10, "events": 9, "commitments": 12,
    "restrictions": 9, "areas": 2, "layers": 2, "organisations": 2, "people": 4, "sources": 2,
    "differences": 3, "questions": 2, "timeline": 6,
}  # fmt: skip


def test_a_page_costs_the_same_for_few_and_for_many(client, django_assert_num_queries):
    for _ in range(5):
        everything()
    few = {name: _costing(client, name, 5, django_assert_num_queries) for name in API_LISTS}
    for _ in range(3):
        everything()
    for name, number in few.items():
        assert _costing(client, name, 50, django_assert_num_queries) > number >= 5, name


def _costing(client, name: str, limit: int, django_assert_num_queries) -> int:
    """Return how many items a page of the list holds, which may cost so much."""
    with django_assert_num_queries(COSTS[name], info=name):
        return len(read(client, f"/api/v1/{name}/", limit=limit)["items"])


def test_an_unnamed_person_has_no_object(client, shown):
    hidden = Person.objects.exclude(pk__in=Person.objects.published())
    assert hidden
    for person in hidden:
        assert client.get(f"/api/v1/people/{person.key}/").status_code == 404
