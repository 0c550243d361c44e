"""The page that shows what each row of a table would do: part by part, in the reader's words."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from diplomacy.ingest.models import Batch
from diplomacy.registry.models import City
from tests import builders

from .sheets import compared, reasons
from .test_pages import mark_in, signed_in, text, upload

pytestmark = pytest.mark.django_db


def test_a_large_table_is_shown_part_by_part_and_what_is_ticked_stays_ticked():
    client = signed_in()
    upload(client, ["name_en"], *([f"Town {number:03}"] for number in range(130)))
    rows = reverse("ingest:rows", args=[Batch.objects.get().key])
    client.post(rows.replace("rows", "columns"), {"column_0": "name_en"})

    def ticked(page) -> list[str]:
        return re.findall(r'value="(\d+)" checked', text(page))

    page = client.get(rows)
    assert text(page).count("What is recorded") == 100
    assert "30 further rows, by name only" in text(page)
    assert len(ticked(page)) == 130
    page = client.post(rows, {"look": "new:100", "rows": ["2", "131"]})
    assert text(page).count("What is recorded") == 30
    assert sorted(ticked(page)) == ["131", "2"]
    assert ticked(client.post(rows, {"look": "new:none", "rows": ["2"]})) == []
    assert len(ticked(client.post(rows, {"look": "new:all"}))) == 130
    assert not City.objects.exists()
    page = client.post(rows, {"look": "new:100", "rows": ["2", "131"]})
    client.post(rows, {"mark": mark_in(page), "rows": ticked(page)})
    assert sorted(City.objects.values_list("name_en", flat=True)) == ["Town 000", "Town 129"]


@pytest.mark.parametrize("look", ["", "new", "new:-1", "new:9999999", "new:۵", "same:all", "\0:1"])
def test_a_forged_part_of_a_large_table_is_met_with_the_page(look):
    client = signed_in()
    upload(client, ["name_en"], ["Newtown"])
    key = Batch.objects.get().key
    client.post(reverse("ingest:columns", args=[key]), {"column_0": "name_en"})
    page = client.post(reverse("ingest:rows", args=[key]), {"look": look, "rows": ["2"]})
    assert page.status_code == 200
    assert "Newtown" in text(page)


def test_a_persian_page_says_what_rows_do_in_its_own_words_and_digits():
    client = signed_in()
    city = builders.city("faraway")
    given = ["سفر", city.key, "۱۴۰۲/۰۷/۱۲", "اعزامی"]
    headers = ["title_fa", "cities", "start", "direction", "currency"]
    upload(client, headers, [*given, ""], [*given, "ریال"], noun="delegations")
    key = Batch.objects.get().key
    with override("fa"):
        sent = {f"column_{place}": name for place, name in enumerate(headers)}
        page = client.post(reverse("ingest:columns", args=[key]), sent, follow=True)
    main = text(page).partition("<main")[2]
    assert "۱۲ مهر ۱۴۰۲" in main
    assert "اعزامی" in main
    assert not re.search(r">[^<]*(1402|outgoing|3 کاراکتر)[^<]*<", main)


def test_several_names_separated_by_commas_are_told_how_to_be_separated():
    found = compared("delegations", ["title_en", "cities"], ["Journey", "Farport، Newtown"])
    assert any("separate them by semicolons" in reason for reason in reasons(found))
    found = compared("delegations", ["title_en", "cities"], ["Journey", "Farport"])
    assert not any("semicolons" in reason for reason in reasons(found))


def test_a_fault_in_a_day_is_told_in_persian_digits_on_a_persian_page():
    with override("fa"):
        found = compared("delegations", ["title_en", "report_filed_on"], ["Journey", "۱۴۰۲"])
    assert any("۱۴۰۳-۰۷-۰۴" in reason for reason in reasons(found))
