"""The register as data, as schema.org knows it: a set of data in a catalogue, and each way to it.

The licence is that of the data alone: photographs and documents have their own.
"""

from collections.abc import Iterable

from django.conf import settings
from msgspec import Struct

from diplomacy.licences import LICENCES

from .linked_data import Facts, Page, of_page


class DataFile(Struct, frozen=True):
    """The data, or a part of them, in one format at its whole address."""

    name: str
    address: str
    media_type: str


def of_data(page: Page, files: Iterable[DataFile], about: str) -> Facts:
    """Return the page about the data with what there is; `about` says what the data tell."""
    found = of_page(page)
    web_page, *others = found["@graph"]
    catalogue = {"@id": f"{settings.SITE_URL}/#catalogue"}
    data = {"@id": f"{settings.SITE_URL}/#data"}
    shared = {
        "name": page.site_name,
        "description": about,
        "url": page.url,
        "license": LICENCES[settings.DATA_LICENCE],
        "isAccessibleForFree": True,
    }
    if page.home:
        shared["publisher"] = {"@id": f"{settings.SITE_URL}/#publisher"}
    downloads = [
        {
            "@type": "DataDownload",
            "name": file.name,
            "contentUrl": file.address,
            "encodingFormat": file.media_type,
        }
        for file in files
    ]
    graph = [
        web_page | {"mainEntity": data},
        *others,
        {"@type": "DataCatalog"} | catalogue | shared | {"dataset": data},
        {"@type": "Dataset"}
        | data
        | shared
        | {
            "includedInDataCatalog": catalogue,
            "inLanguage": ["fa", "en", "zh-Hans"],
            "distribution": downloads,
        },
    ]
    return found | {"@graph": graph}
