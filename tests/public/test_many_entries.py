"""A list of more than a thousand: nothing of it is counted, and it costs what a short one costs."""

import pytest

from diplomacy.registry.models import EntryCity, Restriction
from diplomacy.registry.models.bulk import insert_entries
from tests import builders
from tests.public.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MORE = {"fa": "بیش از ۱٬۰۰۰", "en": "more than 1,000", "zh-hans": "超过1,000"}


def restrictions(number: int, *cities) -> None:
    body = builders.organisation()
    made = [
        Restriction(
            key=f"made-{one}",
            title_en=f"Made {one}",
            scope="official_political",
            body=body,
            start=f"{2000 + one % 20}-05-06",
            publication="published",
        )
        for one in range(number)
    ]
    insert_entries(made, [EntryCity(entry=one, city=city) for one in made for city in cities])


def options(page) -> list[str]:
    return [one.text.strip() for one in parse(page).iter("option") if one.get("value")]


def test_a_thousand_are_counted_and_one_more_are_not(client, django_assert_max_num_queries):
    partner, other = builders.tie().partner, builders.city(en="Elsewhere")
    restrictions(1000, partner, other)
    page = client.get("/en/restrictions/")
    assert "1000 in all" in page.content.decode()
    assert all(one.endswith(("(1000)", "(50)")) for one in options(page))
    builders.restriction(other, start="1999")
    for language, more in MORE.items():
        with django_assert_max_num_queries(5):
            page = client.get(f"/{language}/restrictions/")
        assert more in page.content.decode()
    found = options(client.get("/en/restrictions/"))
    assert not any("(" in one for one in found)
    # Every year between the first and the last, and of the places only partners of ties.
    assert [one for one in found if one.isdecimal()] == [str(y) for y in range(2019, 1998, -1)]
    assert partner.name in found
    assert other.name not in found
    # The form that was drawn is not shown again once it offers something else.
    builders.restriction(builders.tie(partner=other).partner, start="1998")
    found = options(client.get("/en/restrictions/"))
    assert {"1998", other.name} <= set(found)


def test_what_is_chosen_of_many_stays_and_is_counted_as_far_as_any(client):
    partner, other = builders.tie().partner, builders.city(en="Elsewhere")
    restrictions(1001, partner)
    builders.restriction(other, start="1999")
    page = client.get(f"/en/restrictions/?city={other.key}")
    assert other.name in options(page)
    assert "1 of more than 1,000" in page.content.decode()
    page = client.get("/en/restrictions/?year=1999").content.decode()
    assert "1 of more than 1,000" in page
    page = client.get(f"/en/restrictions/?city={partner.key}").content.decode()
    assert "more than 1,000 of more than 1,000" in page


def test_a_search_of_all_counts_fifty_and_that_of_one_noun_goes_on(client):
    restrictions(50, builders.tie().partner)
    page = client.get("/en/search/?q=made").content.decode()
    assert "more than" not in page
    assert "Restrictions: all 50" in page
    builders.restriction(title_en="Made last", start="1999")
    for language, more in {"fa": "بیش از ۵۰", "en": "more than 50", "zh-hans": "超过50"}.items():
        page = client.get(f"/{language}/search/?q=made")
        assert more in page.content.decode()
    page = client.get("/en/search/?q=made").content.decode()
    assert "Restrictions: show more" in page
    page = client.get("/en/search/?q=made&noun=restriction").content.decode()
    assert "<small>51</small>" in page
    assert "more than" not in page
