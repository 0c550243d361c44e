"""Lists of the world's twinnings: read from a CSV with its SOURCE.toml, matched, and stored.

A place is a city of the register by its Wikidata or GeoNames id, else by its exact name (folded)
and country; one that could be two of them is none. Names are counted, never guessed.
"""

import csv
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from msgspec import Struct, field

from diplomacy.registry.models import City, Country, DataVersion, TwinnedPlace, TwinningSource
from diplomacy.registry.models.folding import fold
from diplomacy.registry.models.sources import followable
from diplomacy.registry.models.words import LANGUAGES

from .nodes import Fault, RegisterFaults

COLUMNS = ("city1", "country1", "city2", "country2")
ABOUT = {"key": str, "name": str, "publisher": str, "date": date, "url": str}
ABOUT |= {"licence": str, "licence_url": str}
ADDRESSES = ("url", "licence_url")
LONGEST = 250
BATCH = 2000

Progress = Callable[[str], None]
Printed = tuple[str, str, str, str]  # name, country, Wikidata id, GeoNames id


class TwinningList(Struct):
    """What a list says: who says it, labels of countries it explains, pairs of places.

    `home` is the key of the home city that an extract was made for, empty for a whole list.
    """

    about: dict
    countries: dict[str, str]
    home: str = ""
    pairs: list[tuple[Printed, Printed]] = field(default_factory=list)
    with_itself: int = 0


class TwinningOutcome(Struct, frozen=True):
    """`matched` of the `places` are cities of the register; `ambiguous` could be several."""

    places: int
    pairs: int
    matched: int
    ambiguous: int
    with_itself: int


def read_twinnings(path: Path, about: Path) -> TwinningList:
    """Return the pairs of the CSV at `path` and what `about` says of them. Raises RegisterFaults.

    The CSV has at least the columns city1, country1, city2, country2; ids stand in wikidata1,
    geonames1 and so on; others are not read.
    """
    faults: list[Fault] = []
    found = _read_about(about, faults)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                faults.append(Fault(str(path), 1, f"Columns are missing: {', '.join(missing)}."))
            for row in rows if not faults else ():
                _read_row(row, found, faults, path, rows.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(str(path), 0, f"The file cannot be read: {error}"))
    if faults:
        raise RegisterFaults(faults)
    return found


def load_twinnings(said: TwinningList, progress: Progress = lambda line: None) -> TwinningOutcome:
    """Store the list in place of what was loaded under its key before: all of it or nothing."""
    with transaction.atomic():
        match = _Matching(said.countries)
        TwinningSource.objects.filter(key=said.about["key"]).delete()
        source = TwinningSource.objects.create(**said.about)
        printed = dict.fromkeys(place for pair in said.pairs for place in pair)
        places = {one: _place(source, one, match) for one in printed}
        TwinnedPlace.objects.bulk_create(places.values(), batch_size=BATCH)
        progress(f"{len(places)} places stored")
        ways = {way for one, two in said.pairs for way in ((one, two), (two, one))}
        through = TwinnedPlace.twins.through
        through.objects.bulk_create(
            (
                through(from_twinnedplace=places[one], to_twinnedplace=places[two])
                for one, two in sorted(ways)
            ),
            batch_size=BATCH,
        )
        progress(f"{len(ways) // 2} pairs stored")
        DataVersion.bump()
    return TwinningOutcome(
        places=len(places),
        pairs=len(ways) // 2,
        matched=sum(place.city_id is not None for place in places.values()),
        ambiguous=match.ambiguous,
        with_itself=said.with_itself,
    )


class _Matching:
    """Which city of the register a printed place surely is."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.ambiguous = 0
        self._countries = {fold(label): key for label, key in labels.items()}
        for country in Country.objects.all():
            for code in LANGUAGES:
                self._countries.setdefault(fold(getattr(country, f"name_{code}")), country.key)
        self._cities: dict[tuple, set[int]] = defaultdict(set)
        cities = City.objects.filter(kind=City.Kind.CITY).select_related("country")
        for city in cities.prefetch_related("aliases"):
            for name in _names(city):
                self._cities["name", name, city.country.key if city.country else ""].add(city.pk)
            self._cities["wikidata", city.wikidata_id].add(city.pk)
            self._cities["geonames", str(city.geonames_id or "")].add(city.pk)

    def city_id(self, place: Printed) -> int | None:
        name, country, wikidata, geonames = place
        label = self._countries.get(fold(country), "") if country else ""
        for given, key in (
            (wikidata, ("wikidata", wikidata)),
            (geonames, ("geonames", geonames)),
            (label, ("name", fold(name), label)),
        ):
            found = self._cities.get(key, ()) if given else ()
            if len(found) > 1:
                self.ambiguous += 1
                return None
            if found:
                return next(iter(found))
        return None


def _names(city: City) -> Iterator[str]:
    aliases = (alias.text for alias in city.aliases.all())
    names = (city.name_fa, city.name_en, city.name_zh, city.own_name, *aliases)
    return (fold(name) for name in names if name)


def _place(source: TwinningSource, printed: Printed, match: _Matching) -> TwinnedPlace:
    name, country, wikidata, geonames = printed
    return TwinnedPlace(
        source=source,
        name=name,
        country=country,
        wikidata_id=wikidata,
        geonames_id=int(geonames) if geonames else None,
        city_id=match.city_id(printed),
    )


def _read_about(path: Path, faults: list[Fault]) -> TwinningList:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(Fault(str(path), 0, f"The file cannot be read: {error}"))
        return TwinningList({}, {})
    for name, kind in ABOUT.items():
        if type(given.get(name)) is not kind or given[name] == "":
            wanted = "a day, as 2024-09-25" if kind is date else "a text"
            faults.append(Fault(str(path), 0, f"Give {wanted}.", name))
        elif kind is str and not _fits(name, given[name]):
            faults.append(Fault(str(path), 0, "The value is too long, or no text.", name))
        elif name in ADDRESSES and not followable(given[name]):
            faults.append(Fault(str(path), 0, "Give an address of the web, as https://…", name))
    countries = given.get("countries", {})
    if not isinstance(countries, dict):
        faults.append(Fault(str(path), 0, "Give a table of labels and countries.", "countries"))
    about = {name: given.get(name) for name in ABOUT}
    return TwinningList(about, countries, given.get("home", ""))


def _fits(name: str, text: str) -> bool:
    return len(text) <= TwinningSource._meta.get_field(name).max_length and "\0" not in text


def _read_row(row: dict, found: TwinningList, faults: list[Fault], path: Path, line: int) -> None:
    if None in row or None in row.values():
        faults.append(Fault(str(path), line, "The row has not as many values as the header."))
        return
    one, two = (_printed(row, end) for end in "12")
    for place in (one, two):
        name, country, wikidata, geonames = place
        if not name:
            faults.append(Fault(str(path), line, "A place has no name."))
        if max(len(name), len(country)) > LONGEST or len(wikidata) > 20 or "\0" in "".join(place):
            faults.append(Fault(str(path), line, "A value is too long, or no text."))
        if geonames and not (geonames.isascii() and geonames.isdigit() and len(geonames) < 10):
            faults.append(Fault(str(path), line, f"“{geonames}” is no GeoNames id."))
    if one == two:
        found.with_itself += 1
    else:
        found.pairs.append((one, two))


def _printed(row: dict[str, str], end: str) -> Printed:
    columns = ("city", "country", "wikidata", "geonames")
    return tuple(row.get(f"{column}{end}", "").strip() for column in columns)
