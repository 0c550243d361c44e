"""The pages of tables: from upload to undo, and closed to whoever may not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomacy.ingest.models import Batch, ColumnMapping
from diplomacy.registry.models import City, Delegation
from tests import builders

from .sheets import csv_file, imported, opened, staff

pytestmark = pytest.mark.django_db

PAGES = ("tables", "exports")
PAGES_OF_A_TABLE = ("batch", "columns", "rows")
DEEDS = ("undo", "discard")


def signed_in(role: str = "recorder", name: str = "") -> Client:
    client = Client()
    client.force_login(staff(role, name))
    return client


def upload(client: Client, *rows: list, noun: str = "cities"):
    return client.post(
        reverse("ingest:tables"), {"noun": noun, "file": csv_file(*rows)}, follow=True
    )


def mark_in(response) -> str:
    return re.search(r'name="mark" value="(\w+)"', response.content.decode())[1]


def text(response) -> str:
    return response.content.decode()


def test_a_table_goes_from_upload_to_undo():
    client = signed_in()
    page = upload(client, ["Town", "web", "x"], ["Newtown", "https://new.test", "?"])
    batch = Batch.objects.get()
    assert page.redirect_chain[-1][0] == reverse("ingest:columns", args=[batch.key])
    assert "https://new.test" in text(page)
    meant = {"column_0": "name_en", "column_1": "website", "column_2": ""}
    page = client.post(reverse("ingest:columns", args=[batch.key]), meant, follow=True)
    assert "Newtown" in text(page)
    assert not City.objects.exists()
    sent = {"mark": mark_in(page), "rows": ["2"]}
    page = client.post(reverse("ingest:rows", args=[batch.key]), sent, follow=True)
    assert City.objects.get().website == "https://new.test"
    assert "The chosen rows were brought in." in text(page)
    page = client.post(reverse("ingest:undo", args=[batch.key]), follow=True)
    assert "The whole table was undone." in text(page)
    assert not City.objects.exists()


def test_the_meaning_of_columns_is_remembered_for_a_person_and_a_noun():
    client = signed_in()
    for _ in range(2):
        page = upload(client, ["Town", "web"], ["Newtown", "https://new.test"])
        batch = Batch.objects.latest("id")
        client.post(
            reverse("ingest:columns", args=[batch.key]),
            {"column_0": "name_en", "column_1": "website"},
        )
    assert "As you had a table" in text(page)
    assert ColumnMapping.objects.count() == 1
    other = signed_in("recorder", "another")
    assert "As you had a table" not in text(upload(other, ["Town", "web"], ["a", "b"]))
    assert "As you had a table" not in text(
        upload(client, ["Town", "web"], ["a", "b"], noun="people")
    )


def test_two_headers_of_one_meaning_and_none_at_all_are_refused_beside_the_field():
    batch = opened("cities", ["a", "b"], ["x", "y"])
    client, address = signed_in(), reverse("ingest:columns", args=[batch.key])
    page = client.post(address, {"column_0": "name_en", "column_1": "name_en"})
    assert "Another header has this meaning already." in text(page)
    assert "Say of at least one header" in text(client.post(address, {}))
    page = client.post(address, {"column_0": "is_home"})
    assert "is not one of the available choices" in text(page)


@pytest.mark.parametrize(
    ("noun", "file"), [("cities", None), ("procedures", csv_file(["a"], ["b"])), ("", None)]
)
def test_an_upload_without_a_file_or_of_another_noun_is_refused(noun, file):
    page = signed_in().post(reverse("ingest:tables"), {"noun": noun, "file": file or ""})
    assert page.status_code == 200
    assert "errorlist" in text(page)
    assert not Batch.objects.exists()


def test_what_changed_between_looking_and_choosing_is_shown_again():
    place = builders.city("Farport")
    batch = opened("cities", ["key", "name_en"], [place.key, "Far Port"])
    client, address = signed_in(), reverse("ingest:rows", args=[batch.key])
    mark = mark_in(client.get(address))
    place.name_en = "Farport on Sea"
    place.save()
    page = client.post(address, {"mark": mark, "rows": ["2"]})
    assert page.status_code == 409
    assert "Farport on Sea" in text(page)
    page = client.post(address, {"mark": mark_in(page), "rows": ["2"]})
    assert page.status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"rows": ["2"]},
        {"rows": ["2"], "mark": "\x00"},
        {"rows": ["x", "-1", "9" * 30, "\x00", "２"], "mark": "right"},
    ],
)
def test_a_forged_choice_writes_nothing(sent):
    batch = opened("cities", ["name_en"], ["Newtown"])
    client, address = signed_in(), reverse("ingest:rows", args=[batch.key])
    if sent.get("mark") == "right":
        sent = sent | {"mark": mark_in(client.get(address))}
    assert client.post(address, sent).status_code == 409
    assert not City.objects.exists()


def test_a_row_that_shows_an_error_cannot_be_chosen():
    batch = opened("cities", ["name_en", "latitude"], ["Newtown", "95"])
    client, address = signed_in(), reverse("ingest:rows", args=[batch.key])
    page = client.get(address)
    assert 'name="rows"' not in text(page)
    page = client.post(address, {"mark": mark_in(page), "rows": ["2"]})
    assert page.status_code == 409
    assert not City.objects.exists()


def test_hostile_cells_are_shown_as_texts():
    canary = "<script>alert(1)</script>"
    batch = opened("cities", ["name_en", "kind"], [canary, canary])
    page = signed_in().get(reverse("ingest:rows", args=[batch.key]))
    assert canary not in text(page)
    assert "&lt;script&gt;" in text(page)


def test_a_thousand_rows_and_more_can_be_chosen_at_once():
    batch = opened("cities", ["name_en"], *[[f"Town number {number}"] for number in range(1200)])
    client, address = signed_in(), reverse("ingest:rows", args=[batch.key])
    numbers = [str(number) for number in range(2, 1202)]
    sent = {"mark": "another", "rows": numbers}
    assert client.post(address, sent).status_code == 409


def test_who_may_not_bring_tables_in_meets_a_closed_door_and_changes_nothing():
    batch = imported("cities", ["name_en"], ["Newtown"])
    waiting = opened("cities", ["name_en"], ["Othertown"])
    viewer, before = signed_in("viewer"), City.history.count()
    for key in (batch.key, waiting.key, "no-such-table"):
        for page in (*PAGES_OF_A_TABLE, *DEEDS):
            address = reverse(f"ingest:{page}", args=[key])
            assert viewer.get(address).status_code == 403
            assert viewer.post(address, {"rows": ["2"], "column_0": "name_en"}).status_code == 403
    assert viewer.get(reverse("ingest:tables")).status_code == 403
    assert upload(viewer, ["name_en"], ["x"]).status_code == 403
    assert viewer.get(reverse("ingest:template", args=["cities", "csv"])).status_code == 403
    assert viewer.get(reverse("ingest:guide", args=["cities"])).status_code == 403
    assert City.history.count() == before
    assert Batch.objects.count() == 2


def test_a_visitor_is_sent_to_sign_in():
    batch = imported("cities", ["name_en"], ["Newtown"])
    addresses = [reverse(f"ingest:{page}") for page in PAGES]
    addresses += [reverse(f"ingest:{page}", args=[batch.key]) for page in PAGES_OF_A_TABLE]
    addresses.append(reverse("ingest:export", args=["cities", "csv"]))
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "next=" in answer.url


def test_a_table_under_way_is_its_owners_alone():
    batch = opened("cities", ["name_en"], ["Newtown"])
    for role, name in (("recorder", "another"), ("administrator", "")):
        other = signed_in(role, name)
        for page in PAGES_OF_A_TABLE:
            assert other.get(reverse(f"ingest:{page}", args=[batch.key])).status_code == 404
        assert other.post(reverse("ingest:discard", args=[batch.key])).status_code == 404
        assert batch.file_name not in text(other.get(reverse("ingest:tables")))
    answer = signed_in().post(reverse("ingest:discard", args=[batch.key]), follow=True)
    assert "nothing was written" in text(answer)
    assert not Batch.objects.exists()


def test_another_recorder_sees_what_came_in_and_may_not_undo_it():
    batch = imported("cities", ["name_en"], ["Newtown"])
    other, undo = signed_in("reviewer"), reverse("ingest:undo", args=[batch.key])
    assert "Undo the whole table" not in text(other.get(reverse("ingest:batch", args=[batch.key])))
    assert other.post(undo).status_code == 403
    assert other.get(undo).status_code == 405
    assert City.objects.exists()
    assert signed_in("administrator").post(undo).status_code == 302
    assert not City.objects.exists()


def test_what_keeps_a_table_from_being_undone_is_named_with_a_link():
    batch = imported("delegations", ["title_en", "direction"], ["Trade visit", "incoming"])
    made = Delegation.objects.get()
    made.title_en = "A better title"
    made.save()
    page = signed_in().post(reverse("ingest:undo", args=[batch.key]))
    assert page.status_code == 409
    assert reverse("desk:record", args=["delegation", made.key]) in text(page)
    assert "It has been changed since." in text(page)


@pytest.mark.parametrize("noun", ["procedures", "users", "no-such-noun"])
def test_no_other_noun_has_a_table(noun):
    client = signed_in("administrator")
    for address in (
        reverse("ingest:template", args=[noun, "csv"]),
        reverse("ingest:export", args=[noun, "csv"]),
        reverse("ingest:guide", args=[noun]),
        reverse("ingest:export", args=["cities", "pdf"]),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_pages_cost_a_fixed_number_of_queries(language, django_assert_max_num_queries):
    tables = [imported("cities", ["name_en"], [f"Town number {number}"]) for number in range(8)]
    long = imported("cities", ["name_en"], *[[f"Village {number}"] for number in range(40)])
    client = signed_in()
    with django_assert_max_num_queries(8):
        assert client.get(f"/{language}/desk/imports/").status_code == 200
    with django_assert_max_num_queries(10):
        assert client.get(f"/{language}/desk/imports/{long.key}/").status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(f"/{language}/desk/exports/").status_code == 200
    assert len(tables) == 8


def test_a_batch_says_who_and_when():
    batch = imported("cities", ["name_en"], ["Newtown"])
    assert timezone.now() - batch.imported_at < timedelta(hours=1)
    page = signed_in("reviewer").get(reverse("ingest:batch", args=[batch.key]))
    assert "recorder" in text(page)
    assert "table.csv" in text(page)
