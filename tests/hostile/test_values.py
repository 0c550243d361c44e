"""What programs send in addresses, forms and headers is refused or ignored: never an error of ours.

Each address meets a few of the values, each value meets many addresses.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest
from django.db import transaction
from django.test import Client

from diplomacy.accounts.roles import Role
from tests.hostile.everywhere import of_programs, of_readers, of_staff, rich_register
from tests.hostile.values import NAMES, STOCK, STRANGE, VALUES
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import MAKERS, NOUNS, change_page, sent

pytestmark = pytest.mark.django_db

NUL = "%00"


@pytest.fixture(scope="module")
def register(made_once) -> None:
    rich_register()


@pytest.fixture
def chief(register, db) -> Client:
    client = Client()
    client.force_login(member(Role.ADMINISTRATOR))
    return client


def queries(names: list[str], step: int) -> Iterator[str]:
    """Yield queries without end: all the names at once, each with another value than before."""
    place = 0
    while True:
        yield "&".join(
            f"{name}={VALUES[(place + n) % len(VALUES)]}" for n, name in enumerate(names)
        )
        place += step


def status_of(client: Client, address: str) -> int:
    """Return the status of what is read to its end."""
    with transaction.atomic():
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code


def light(addresses: Iterator[str]) -> list[str]:
    """Return the addresses without the papers and pictures, which read nothing of a query."""
    return [one for one in addresses if not one.endswith((".pdf", ".png", ".xlsx"))]


@pytest.mark.slow
def test_every_public_address_takes_every_kind_of_value(client, register):
    asked = queries([*NAMES, *STRANGE], 7)
    statuses = set()
    for address in light([*of_readers(), *of_programs()]):
        for single in (NAMES[len(address) % len(NAMES)], "year", "q", ""):
            query = next(asked) if not single else f"{single}={VALUES[len(address) % len(VALUES)]}"
            statuses.add(found := status_of(client, f"{address}?{query}"))
            assert found < 500 or found == 501, (address, query)
    assert {200, 400} <= statuses


@pytest.mark.slow
def test_every_address_of_staff_takes_every_kind_of_value(chief):
    asked = queries([*STOCK, *NAMES], 5)
    for address in light(of_staff()):
        query = next(asked)
        assert status_of(chief, f"{address}?{query}") < 500, (address, query)


@pytest.mark.slow
@pytest.mark.parametrize("name", STOCK)
def test_every_list_of_the_admin_takes_every_value_of_a_parameter(chief, name):
    lists = [one for one in light(of_staff()) if "/admin/" in one and one.count("/") == 5]
    for place, value in enumerate(VALUES):
        address = lists[place % len(lists)]
        assert status_of(chief, f"{address}?{name}={value}") < 500, (address, value)


PLACES = [
    "/{}",
    "/en/{}/",
    "/en/cities/{}/",
    "/en/years/{}/",
    "/fa/events/{}/",
    "/id/{}/",
    "/styles/{}.css",
    "/sitemap-{}.xml",
    "/calendar/{}.ics",
    "/api/v1/{}/",
    "/api/v1/events/{}/",
    "/api/v1/{}.csv",
    "/static/{}",
    "/en/documents/{}/",
    "/en/desk/{}/",
    "/en/desk/records/event/{}/",
    "/en/desk/help/{}/",
    "/en/admin/registry/event/{}/change/",
    "/en/admin/registry/event/{}/history/",
    "/en/admin/registry/event/1/history/{}/",
    "/en/admin/registry/event/1/history/{}/restore/",
    "/en/admin/registry/entry/{}/history/1/restore/",
    "/en/admin/accounts/user/{}/password/",
    "/en/admin/accounts/user/{}/link/",
    "/en/admin/accounts/user/{}/second-step/",
    "/en/admin/r/{}/{}/",
    "/en/admin/r/1/{}/",
    "/en/admin/{}/",
    "/en/desk/password/{}/{}/",
]


IN_PATHS = [one for one in VALUES if len(one) < 400 and "?" not in one and "#" not in one]


@pytest.mark.parametrize("place", PLACES)
def test_a_part_of_a_path_takes_some_of_every_kind_of_value(chief, place):
    for value in IN_PATHS[PLACES.index(place) % 9 :: 9]:
        assert status_of(chief, place.replace("{}", value)) < 500, value


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_every_part_of_a_path_takes_every_kind_of_value(chief, place):
    for value in IN_PATHS:
        assert status_of(chief, place.replace("{}", value)) < 500, value


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_of_a_form_of_the_admin_takes_what_no_field_should(chief, noun):
    record = MAKERS[noun]()
    page = chief.get(change_page(record))
    form = sent(page)
    for value in ("a\x00b", "\ufffd\ufffd " + "9" * 400):
        typed = {name: held if name.endswith("_FORMS") else value for name, held in form.items()}
        assert chief.post(change_page(record), typed).status_code < 500, value[:9]


FORMS = {
    "/en/corrections/": ("words", "name", "email", "token", "page"),
    "/en/desk/sign-in/": ("username", "password", "next", "typed"),
    "/en/desk/forgotten/": ("username", "email"),
    "/en/desk/sign-in/code/": ("code",),
    "/en/desk/password/a/b/": ("new_password1", "new_password2"),
}


@pytest.mark.parametrize("address", FORMS)
def test_the_forms_at_the_door_take_any_bytes(client, db, address):
    for value in ("%00", "a%00b", "%ff%fe", "%ed%a0%80", "%", "a" * 50_000, "%E2%80%AE", "=&&;"):
        body = "&".join(f"{name}={value}" for name in FORMS[address])
        for kind in (
            "application/x-www-form-urlencoded",
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=\x00",
            "multipart/form-data",
            "",
        ):
            answer = client.post(address, body.encode("latin-1"), content_type=kind)
            assert answer.status_code < 500, (kind, value[:9])


HEADERS = [
    "accept",
    "accept-language",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "referer",
    "user-agent",
    "cookie",
    "x-request-id",
    "x-forwarded-for",
    "range",
    "origin",
    "x-forwarded-proto",
    "authorization",
    "content-length",
    "x-csrftoken",
    "host",
]
IN_HEADERS = [
    "",
    "\x00",
    "a\x00b",
    "\xff\xfe",
    "é",
    "\x7f",
    ";;;",
    ",,,",
    '"',
    "W/",
    "*",
    "-1",
    "9" * 5000,
    "bytes=9-1",
    "fa;q=NaN",
    "en;q=1e400",
    "zh-" * 300,
    "sessionid=\x00",
    "sessionid=" + "a" * 8000,
    "csrftoken=%00; sessionid=%ff",
    "Thu, 99 Foo 99999 99:99:99 GMT",
    "a" * 8000,
]


@pytest.mark.parametrize("header", HEADERS)
def test_every_header_takes_what_no_header_should(client, register, header):
    pages = cycle(("/en/corrections/", "/api/v1/ties/", "/en/desk/sign-in/"))
    for value, address in zip(IN_HEADERS, pages, strict=False):
        assert client.get(address, headers={header: value}).status_code < 500, (address, value)


@pytest.mark.parametrize("number", [999, 1_001, 5_000, 20_000])
def test_a_thousand_parameters_are_too_many_or_none_too_many(client, register, number):
    for query in (
        "&".join(f"x{place}=1" for place in range(number)),
        "&".join(["year=2020"] * number),
        "&".join(["c=a"] * number),
        "&" * number,
    ):
        for address in (
            "/en/",
            "/en/agreements/",
            "/en/timeline/",
            "/en/search/",
            "/api/v1/events/",
        ):
            assert client.get(f"{address}?{query}").status_code in (200, 301, 302, 400, 413), (
                address
            )


@pytest.mark.parametrize("length", [8_000, 50_000, 1_000_000])
@pytest.mark.parametrize("letter", ["a", "%D8%A7", "%", "(", "a+"])
def test_a_text_of_any_length_is_bounded_before_it_is_looked_for(
    client, register, django_assert_max_num_queries, letter, length
):
    for address, name in (
        ("/en/search/", "q"),
        ("/api/v1/sources/", "words"),
        ("/en/agreements/", "year"),
        ("/oembed", "url"),
        ("/en/timeline/", "c"),
        ("/en/corrections/", "key"),
    ):
        with django_assert_max_num_queries(60) as asked:
            status = client.get(f"{address}?{name}={letter * (length // len(letter))}").status_code
        assert status < 500
        # No statement is asked that holds the text.
        assert all(len(one["sql"]) < 60_000 for one in asked.captured_queries)


DATES = [
    "0000",
    "0001-01-01",
    "9999-12-31",
    "2147483648",
    "2020-02-30",
    "1403-12-31",
    "-622",
    "99999999",
]


@pytest.mark.parametrize("day", DATES)
def test_no_day_breaks_a_page_or_a_filter(client, chief, day):
    for address in (
        "/en/agreements/?year=",
        "/en/cities/?on=",
        "/en/years/",
        "/api/v1/ties/?on=",
        "/api/v1/events/?year=",
        "/en/events/?order=oldest&year=",
    ):
        assert client.get(f"{address}{day}", follow=True).status_code < 500
    for query in (
        f"start__year={day}",
        f"ordering_day__gte={day}",
        f"year={day}",
        f"published_at__year={day}",
    ):
        assert chief.get(f"/en/admin/registry/event/?{query}").status_code < 500
    assert chief.get("/en/admin/date-echo/", {"text": day}).status_code == 200
    assert chief.get("/en/desk/duplicates/", {"start": day, "city": "x"}).status_code == 200
