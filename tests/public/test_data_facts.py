"""What programs are told of the register as data: what there is, where, and on which terms."""

import pytest

from diplomacy.calendars import PartialDate
from diplomacy.licences import LICENCES
from diplomacy.public.data_facts import DataFile, of_data
from diplomacy.public.linked_data import Page
from tests import builders
from tests.public.pages import facts

pytestmark = pytest.mark.once

SITE = "https://register.test"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def told(home=None) -> dict[str, dict]:
    page = Page(
        url=f"{SITE}/en/about/open-data/",
        language="en",
        title="Open data",
        description="For programs.",
        site_name="Ties of a city",
        publisher="The city",
        home=home,
        today=PartialDate.parse("2026-01-02"),
    )
    files = [DataFile("Visits", f"{SITE}/visits.csv", "text/csv")]
    return {one["@type"]: one for one in of_data(page, files, "Where ties stand.")["@graph"]}


def test_the_page_is_about_a_set_of_data_with_each_way_to_it():
    found = told()
    data = found["Dataset"]
    assert found["WebPage"]["mainEntity"] == {"@id": data["@id"]}
    assert found["DataCatalog"]["dataset"] == {"@id": data["@id"]}
    assert data["includedInDataCatalog"] == {"@id": found["DataCatalog"]["@id"]}
    assert data["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "Visits",
            "contentUrl": f"{SITE}/visits.csv",
            "encodingFormat": "text/csv",
        }
    ]
    assert data["description"] == "Where ties stand."


@pytest.mark.parametrize("licence", LICENCES)
def test_the_licence_is_that_of_the_data_and_not_of_the_pages(settings, licence):
    settings.DATA_LICENCE = licence
    found = told()
    assert found["Dataset"]["license"] == found["DataCatalog"]["license"] == LICENCES[licence]
    assert "license" not in found["WebSite"]
    assert "license" not in found["WebPage"]


@pytest.mark.django_db
def test_who_answers_is_named_where_somebody_does():
    assert "publisher" not in told()["Dataset"]
    found = told(builders.home_city())
    assert found["Dataset"]["publisher"] == {"@id": found["GovernmentOrganization"]["@id"]}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_every_way_that_the_page_names_leads_to_what_it_says(client, language):
    builders.event(builders.tie().partner)
    (found, *_) = facts(client.get(f"/{language}/about/open-data/"))
    (data,) = (one for one in found["@graph"] if one["@type"] == "Dataset")
    assert data["distribution"]
    for one in data["distribution"]:
        answer = client.get(one["contentUrl"].removeprefix(SITE))
        assert answer.status_code == 200, one
        assert answer["Content-Type"].partition(";")[0] == one["encodingFormat"]
        assert list(answer)
