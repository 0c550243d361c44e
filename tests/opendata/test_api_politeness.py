"""The API is polite: it sends nothing twice, answers any site, knows nobody, and sets limits."""

from datetime import UTC, datetime
from unittest import mock

import pytest
from django.core.cache import caches

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from tests import builders
from tests.test_headers import HEADER_SET

pytestmark = pytest.mark.django_db

ADDRESSES = ["/api/v1/", "/api/v1/openapi.json", "/api/v1/cities/", "/api/v1/cities/partnerville/"]
EVERYWHERE = [*ADDRESSES, "/api/v1/cities/?colour=red", "/api/v1/nothing/", "/api/nothing/"]


@pytest.fixture
def city():
    return builders.tie(builders.city("Partnerville")).partner


@pytest.fixture(autouse=True)
def _no_one_has_asked():
    caches["limits"].clear()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_sent_twice(client, city, address):
    first = client.get(address)
    tag = first.headers["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "max-age" in again.headers["Cache-Control"]
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_another_language_or_another_word_has_another_tag(client, city):
    address = f"/api/v1/cities/{city.key}/"
    tags = {client.get(address, {"lang": lang}).headers["ETag"] for lang in ("fa", "en", "zh")}
    city.name_en = "Partnerville upon Test"
    city.save()
    tags.add(client.get(address, {"lang": "en"}).headers["ETag"])
    assert len(tags) == 4


def test_what_was_withdrawn_meanwhile_is_not_said_to_be_unchanged(client, city):
    pact = builders.agreement(city)
    addresses = (f"/api/v1/agreements/{pact.key}/", "/api/v1/agreements/", "/api/v1/timeline/")
    tags = {address: client.get(address).headers["ETag"] for address in addresses}
    pact.publication, pact.withdrawn_reason_en = "withdrawn", "A mistake"
    pact.save()
    statuses = [
        client.get(address, headers={"if-none-match": tag}).status_code
        for address, tag in tags.items()
    ]
    assert statuses == [410, 200, 200]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_any_site_may_read_and_no_cookie_is_set_or_read(client, city, address):
    answer = client.get(address)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for name in ("ETag", "Link", "Retry-After"):
        assert name in answer.headers["Access-Control-Expose-Headers"]
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_an_answer_carries_the_header_set_of_the_site(client, city, address):
    answer = client.get(address)
    expected = HEADER_SET | {"Cross-Origin-Resource-Policy": "cross-origin"}
    assert {name: answer.headers.get(name) for name in expected} == expected


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_browser_may_ask_first(client, address):
    asked = {"origin": "https://elsewhere.test", "access-control-request-method": "GET",
             "access-control-request-headers": "if-none-match"}  # fmt: skip
    answer = client.options(address, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_head_has_the_headers_of_the_answer_and_no_body(client, city, address):
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Language", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_who_is_signed_in_reads_the_same(client, city, address, django_assert_num_queries):
    builders.agreement(city, publication="draft")
    before = client.get(address)
    client.force_login(User.objects.create_user("admin", role=Role.ADMINISTRATOR))
    after = client.get(address)
    assert (after.content, after.headers.get("ETag")) == (
        before.content,
        before.headers.get("ETag"),
    )
    with django_assert_num_queries(0):
        client.get("/api/v1/openapi.json")


@pytest.mark.parametrize(
    "accepted", ["*", "xx", "en;q=x", "a" * 5000, ",".join(["fr-" + "a" * 8] * 900), "fa-\xe9", ";"]
)
def test_no_wish_for_a_language_is_a_fault_of_ours(client, accepted):
    answer = client.get("/api/v1/openapi.json", headers={"accept-language": accepted})
    assert answer.status_code == 200
    refused = client.get("/api/v1/nothing/", headers={"accept-language": accepted})
    assert refused.status_code == 404
    assert refused.headers["Content-Language"] in ("fa", "en")


def at(second: int):
    """Let it be so many seconds after a full minute."""
    now = datetime(2026, 1, 1, 12, 0, tzinfo=UTC).timestamp() + second
    return mock.patch(
        "diplomacy.opendata.answers.timezone.now", return_value=datetime.fromtimestamp(now, UTC)
    )


def test_who_asks_too_often_is_told_when_to_ask_again(client, settings, city):
    settings.API_PER_MINUTE = 3
    with at(19):
        statuses = [client.get(address).status_code for address in EVERYWHERE[:5]]
        refused = client.get("/api/v1/ties/", {"lang": "en"})
    assert statuses == [200, 200, 200, 429, 429]
    assert refused.headers["Retry-After"] == "41"
    told = refused.json()
    assert (told["status"], told["retry_after"], told["parameter"]) == (429, 41, None)
    assert "41 seconds" in told["message"]
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    with at(19 + 40):
        assert client.get("/api/v1/").status_code == 429
    with at(19 + 41):
        assert client.get("/api/v1/").status_code == 200


def test_what_is_refused_counts_as_well(client, settings):
    settings.API_PER_MINUTE = 2
    with at(0):
        for _ in range(2):
            client.get("/api/v1/nothing/")
        assert client.get("/api/v1/", {"lang": "fa"}).status_code == 429


def test_each_client_has_a_limit_of_its_own_behind_a_proxy_too(client, settings):
    settings.API_PER_MINUTE, settings.TRUSTED_PROXIES = 1, 1
    with at(0):
        for seen in ("192.0.2.1", "192.0.2.2"):
            # What stands further left anybody can write.
            for forged, status in (("198.51.100.1", 200), ("198.51.100.2", 429)):
                headers = {"x-forwarded-for": f"{forged}, {seen}"}
                assert client.get("/api/v1/", headers=headers).status_code == status


def test_without_a_proxy_nobody_gets_more_by_claiming_one(client, settings):
    settings.API_PER_MINUTE, settings.TRUSTED_PROXIES = 1, 0
    with at(0):
        for forged, status in (("192.0.2.1", 200), ("192.0.2.2", 429)):
            answer = client.get("/api/v1/", headers={"x-forwarded-for": forged})
            assert answer.status_code == status


def test_a_limit_of_nought_is_none(client, settings):
    settings.API_PER_MINUTE = 0
    assert {client.get("/api/v1/").status_code for _ in range(20)} == {200}


def test_counting_writes_nothing_to_the_database(client, settings, django_assert_num_queries):
    settings.API_PER_MINUTE = 1
    with django_assert_num_queries(0):
        for _ in range(3):
            client.get("/api/v1/openapi.json")
