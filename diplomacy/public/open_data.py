"""What the page "Open data" shows: the lists, the terms, and examples that work as they stand."""

import json
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.licences import LICENCES
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import DateBasis
from diplomacy.registry.models.words import page_language
from diplomacy.registry.queries.open_bundle import OpenBundle

from .data_facts import DataFile
from .embedding import snippet
from .templatetags.subscribing import webcal

API = "/api/v1/"
WHOLE = "/data/register.zip"
ANY_KEY = "KEY"  # where nothing is published that could serve as an example

# Each list that can be taken whole: its name in addresses, the page that shows the same, its title.
LISTS = {
    "timeline": ("timeline", gettext_lazy("Timeline")),
    "ties": ("city-list", gettext_lazy("Ties")),
    "cities": ("", gettext_lazy("Cities")),
    "agreements": ("agreement-list", gettext_lazy("Agreements")),
    "delegations": ("delegation-list", gettext_lazy("Delegations")),
    "events": ("event-list", gettext_lazy("Events")),
    "offers": ("offer-list", gettext_lazy("Open to you now")),
    "commitments": ("commitment-list", gettext_lazy("Commitments")),
    "restrictions": ("restriction-list", gettext_lazy("Restrictions")),
    "areas": ("area-list", gettext_lazy("Cooperation areas")),
    "layers": ("layer-list", gettext_lazy("Layers and sectors")),
    "organisations": ("organisation-list", gettext_lazy("Organisations")),
    "people": ("person-list", gettext_lazy("People in office")),
    "sources": ("source-list", gettext_lazy("Sources")),
    "differences": ("difference-list", gettext_lazy("Where sources differ")),
    "questions": ("question-list", gettext_lazy("What is not known")),
}
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}

_NAMING = gettext_lazy(
    "You may copy, change and pass on the data, also in trade. Name the publisher and the licence, "
    "link to both, and say what you changed."
)
_PERMITTED = {
    "CC-BY-4.0": (gettext_lazy("Creative Commons: attribution"), "CC BY 4.0", _NAMING),
    "CC0-1.0": (
        gettext_lazy("Creative Commons: no rights reserved"),
        "CC0 1.0",
        gettext_lazy("You may use the data for anything, without asking and without naming us."),
    ),
    "ODbL-1.0": (
        gettext_lazy("Open database licence"),
        "ODbL 1.0",
        gettext_lazy(
            "You may copy, change and pass on the data, also in trade. Name the publisher and the "
            "licence, and give a database that you make of it on the same terms."
        ),
    ),
    "ODC-BY-1.0": (gettext_lazy("Open data: attribution"), "ODC-BY 1.0", _NAMING),
}
# Dates as far as a source may know them: a day, months of both calendars, bounds, about a year.
_DATES = ("2024-09-25", "1403-07", "2019-05", "[..2018-02-06]", "[2025-10..]", "2021~")


class Terms(Struct, frozen=True):
    """The licence of the data in words; `short` is how it is written everywhere."""

    name: str | Promise
    short: str
    url: str
    permitted: str | Promise


class File(Struct, frozen=True):
    """A list of the API in one format."""

    format: str
    path: str


class ListFiles(Struct, frozen=True):
    """A list with its page and its files; `name` is that in the address."""

    name: str
    title: str | Promise
    page: str
    files: tuple[File, ...]


class Examples(NamedTuple):
    """The worked examples, each as it is to be copied."""

    curl: str
    pandas: str
    sheet: str
    workbook: str  # a path, to follow
    calendar: str
    webcal: str  # likewise, whole
    embed: str


def terms() -> Terms:
    """Return on which terms the data are given, as the operator chose it."""
    return Terms(
        *_PERMITTED[settings.DATA_LICENCE][:2],
        url=LICENCES[settings.DATA_LICENCE],
        permitted=_PERMITTED[settings.DATA_LICENCE][2],
    )


def lists() -> list[ListFiles]:
    """Return every list with its files in the language of the page."""
    return [
        ListFiles(
            name=name,
            title=title,
            page=reverse(f"public:{page}") if page else "",
            files=tuple(File(label, _path(f"{name}.{end}")) for end, label in FORMATS.items()),
        )
        for name, (page, title) in LISTS.items()
    ]


def data_files(bundle: OpenBundle | None) -> list[DataFile]:
    """Return the tables and the whole, for those who look for data in catalogues."""
    whole = DataFile(bundle.name, address(WHOLE), "application/zip") if bundle else None
    tables = [DataFile(str(one.title), address(one.files[0].path), "text/csv") for one in lists()]
    return [*([whole] if whole else []), *tables]


def dates() -> list[PartialDate]:
    """Return dates as sources know them, to show how each is written."""
    return [PartialDate.parse(text) for text in _DATES]


def sample() -> str:
    """Return a date as the API gives it: known to a month of the Solar Hijri calendar."""
    value = PartialDate.parse(_DATES[1])
    told = {
        "text": value.text,
        "words": both_calendars(value),
        "earliest": value.first.isoformat(),
        "latest": value.last.isoformat(),
        "precision": value.precision,
        "approximate": value.approximate,
        "calendar": value.calendar,
        "basis": DateBasis.STATED.value,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def examples(key: str, city: str) -> Examples:
    """Return the examples in the language of the page; `key` and `city` are those of a tie."""
    calendar = reverse("public:calendar")
    visits = address(_path("delegations.csv"))
    return Examples(
        curl=f"curl '{address(_path('ties/'))}&form=sister'",
        pandas="\n".join(
            [
                "import pandas as pd",
                "",
                f'visits = pd.read_csv("{visits}", dtype=str)',
                'first, last = visits["start_earliest"].str[:4], visits["start_latest"].str[:4]',
                "print(first[first == last].value_counts().sort_index())",
            ]
        ),
        sheet=f'=IMPORTDATA("{address(_path("agreements.csv"))}")',
        workbook=_path("agreements.xlsx"),
        calendar=address(calendar),
        webcal=webcal(calendar),
        embed=snippet("embed-city", key, _("Tie with %(city)s") % {"city": city}).html,
    )


def address(path: str) -> str:
    """Return the whole address of a path."""
    return settings.SITE_URL + path


def _path(name: str) -> str:
    return f"{API}{name}?lang={page_language()}"
