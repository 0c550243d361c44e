"""The register's own name, line and sign: the identity's where it has them, composed where not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from diplomacy.registry.models import Identity
from tests import builders
from tests.public.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def name_on(page) -> str:
    return parse(page).find(".//a[@class='brand']//b").text


def strip_on(page) -> str:
    return parse(page).find(".//div[@class='mast']//p").text.strip()


def letters_on(page) -> list[str]:
    return [element.text for element in parse(page).iter("{http://www.w3.org/2000/svg}text")]


def identity(**fields) -> Identity:
    return Identity.objects.create(city=builders.home_city(), **fields)


def test_names_are_composed_until_there_is_an_identity(client):
    builders.home_city()
    page = client.get("/en/")
    assert name_on(page) == "Ties of Testabad"
    assert strip_on(page) == "Municipality of Testabad · International Affairs"
    assert letters_on(page) == []


def test_an_identity_names_the_register(client):
    identity(site_name_en="Friends of Testabad", strip_en="Testabad City Hall", emblem="T")
    page = client.get("/en/")
    assert name_on(page) == "Friends of Testabad"
    assert parse(page).find("head/title").text.endswith(" | Friends of Testabad")
    assert strip_on(page) == "Testabad City Hall"
    assert letters_on(page) == ["T"]


def test_a_name_missing_in_the_language_of_the_page_is_composed(client):
    identity(site_name_fa="یاران آزمون‌آباد")
    assert name_on(client.get("/fa/")) == "یاران آزمون‌آباد"
    assert name_on(client.get("/en/")) == "Ties of Testabad"


def test_the_name_of_a_former_home_city_does_not_stay(client):
    identity(site_name_en="Friends of Testabad")
    former = builders.home_city()
    former.is_home = False
    former.save()
    builders.city("Othertown", is_home=True)
    assert name_on(client.get("/en/")) == "Ties of Othertown"


@pytest.mark.parametrize("address", ["", "cities/", "agreements/"])
def test_an_identity_costs_no_query(client, address):
    builders.agreement(builders.city())
    with CaptureQueriesContext(connection) as without:
        client.get(f"/en/{address}")
    identity(site_name_en="Friends of Testabad")
    with CaptureQueriesContext(connection) as with_one:
        assert name_on(client.get(f"/en/{address}")) == "Friends of Testabad"
    assert len(with_one) == len(without)


def test_a_register_has_one_identity():
    identity()
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(city=builders.city())
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(city=builders.city(), key="another")


@pytest.mark.parametrize(
    ("field", "value"),
    [("emblem", "<b"), ("emblem", "ABC"), ("telephone", "call me"), ("mail", "x")],
)
def test_a_sign_or_contact_that_is_none_is_refused(field, value):
    with pytest.raises(ValidationError, match=field):
        Identity(city=builders.home_city(), **{field: value}).full_clean()
