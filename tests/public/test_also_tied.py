"""A tie's page names the places that a list of others twins with both ends."""

from datetime import date

import pytest

from diplomacy.registry.models import TwinnedPlace, TwinningSource
from tests import builders
from tests.public.pages import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def tie():
    """A tie whose partner a list twins with another partner, and with a place that it twins
    with the home city too."""
    made, other = builders.tie(), builders.tie()
    source = TwinningSource.objects.create(
        key="twins",
        name="Twins of the world",
        publisher="The Lister",
        date=date(2024, 5, 6),
        url="https://twins.test/",
        licence="CC BY-SA 4.0",
        licence_url="https://twins.test/licence",
    )
    partner, sister, home, far = (
        TwinnedPlace.objects.create(source=source, name=name, country="Land", city=city)
        for name, city in [
            ("P", made.partner),
            ("S", other.partner),
            ("H", builders.home_city()),
            ("Farville", None),
        ]
    )
    partner.twins.add(sister, far)
    home.twins.add(far)
    return made


def test_places_in_common_stand_with_list_date_and_licence(client, tie):
    html = client.get(f"/en/cities/{tie.partner.key}/").content.decode()
    block = html.split('id="also"')[1].split("</section>")[0]
    for said in ("Farville, Land", "Twins of the world", "The Lister", "CC BY-SA 4.0", "2024"):
        assert said in block
    assert 'href="https://twins.test/licence"' in block
    other = tie.home_end.ties_from_here.exclude(pk=tie.pk).get().partner
    assert f"/en/cities/{other.key}/" in block


def test_they_are_no_part_of_the_timeline_or_of_the_standing(client, tie):
    page = client.get(f"/en/cities/{tie.partner.key}/")
    assert not page.context["detail"].timeline.entries
    assert page.context["detail"].standing.form.value == "none"


def test_a_tie_without_any_has_no_such_block(client):
    tie = builders.tie()
    assert 'id="also"' not in client.get(f"/en/cities/{tie.partner.key}/").content.decode()


@pytest.mark.parametrize("code", ["fa", "zh-hans"])
def test_the_block_speaks_the_language_of_the_page(client, tie, code):
    language = {"fa": "fa", "zh-hans": "zh-Hans"}[code]
    found = words_in(client.get(f"/{code}/cities/{tie.partner.key}/"), r"[A-Za-z]{2,}", language)
    assert not set(found) & {"Sisters", "list", "twins", "Farville", "Land", "Lister", "Source"}
