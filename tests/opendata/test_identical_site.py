"""The readers' register, loaded into an empty install, gives the same public site, byte by byte."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from difflib import unified_diff
from io import StringIO
from itertools import cycle
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from diplomacy.public.sitemap import part_names
from diplomacy.registry.codec import RegisterFaults, read_register
from diplomacy.registry.models import (
    City,
    CityFigure,
    Document,
    Entry,
    EntryLink,
    Relationship,
    YearReport,
)
from tests import builders
from tests.canaries import canaries, register  # noqa: F401 fixtures

pytestmark = pytest.mark.django_db

# The way to the next page holds the number of a row, which another database gives otherwise.
NEXT_PAGE = re.compile(r"\bafter=[\w-]+")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
# The shipped register and its neighbour, told by the folder that holds them.
SHIPPED = sorted(path for path in (settings.BASE_DIR / "registers").iterdir() if path.is_dir())


def addresses(client: Client, *, in_turn: bool) -> Iterator[str]:
    """Yield the parts of the sitemap, and every page in every language, or in one after another."""
    turns = cycle(code for code, _ in settings.LANGUAGES)
    for name in part_names():
        yield f"/sitemap-{name}.xml"
        part = fromstring(client.get(f"/sitemap-{name}.xml").content)
        for page in part.iterfind("s:url", NAMES):
            languages = {
                link.get("hreflang"): link.get("href") for link in page.iterfind("x:link", NAMES)
            }
            languages.pop("x-default")
            turn = next(turns)
            shown = [languages[turn]] if in_turn and turn in languages else languages.values()
            yield from (href.removeprefix(settings.SITE_URL) for href in shown)


def site(client: Client, *, in_turn: bool = False) -> dict[str, str]:
    """Return every page by its address."""
    found = {}
    for address in dict.fromkeys(addresses(client, in_turn=in_turn)):
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = NEXT_PAGE.sub("after=", response.content.decode())
    return found


def differing(one: dict[str, str], two: dict[str, str]) -> list[str]:
    """Return what differs, a few lines of each page."""
    told = [f"only on one: {address}" for address in sorted(one.keys() ^ two.keys())]
    for address in sorted(one.keys() & two.keys()):
        if one[address] != two[address]:
            lines = unified_diff(one[address].split("\n"), two[address].split("\n"), address, n=0)
            told += list(lines)[:12]
    return told


def differences(
    client: Client,
    folder: Path,
    fill: Callable[[], object],
    least: int,
    *,
    in_turn: bool = False,
) -> list[str]:
    """Return what differs on the site after the readers' register was loaded into nothing."""
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    with transaction.atomic():
        fill()
        before = site(client, in_turn=in_turn)
        call_command("dump_register", str(folder), "--public", **quiet)
        transaction.set_rollback(True)
    assert len(before) > least
    assert not City.objects.exists()
    call_command("load_register", str(folder), **quiet)
    return differing(before, site(client, in_turn=in_turn))


def leave_out_what_no_file_carries() -> None:
    """Delete reports and documents. There is no note of a change: those have authors."""
    YearReport._base_manager.all()._raw_delete("default")
    Document._base_manager.all()._raw_delete("default")


def add_what_stands_beside() -> None:
    """Add rows of every kind, several entries of one day in no order of kinds, and hidden names."""
    tie = Relationship.objects.published().get()
    town = tie.partner
    home = tie.home_end
    venue = builders.city("Venue Port", latitude=1.5, longitude=2.5, wikidata_id="Q1")
    above = builders.organisation(name_en="Above")
    body = builders.organisation(name_en="Body", parent=above, city=venue)
    speaker = builders.person(contact="private@test.test")
    same_day = []
    for make in (builders.event, builders.agreement, builders.delegation, builders.event):
        same_day.append(make(town, start="2021-03-04", place=venue))
    visit = same_day[2]
    visit.cost, visit.currency, visit.cost_shown = 5, "EUR", False
    visit.save()
    visit.programme.create(position=1, day="2021-03-04", place=venue, text_en="Dinner")
    builders.took_part(visit, person=speaker, name_shown=True, office_en="head", signed_on="2021")
    builders.took_part(visit, person=builders.person(), name_shown=False, office_en="")
    builders.took_part(visit, organisation=body)
    builders.term(speaker, body, since="2019", source=builders.source())
    unlinked = builders.source(url="https://mirror.example/", linked=False, organisation=body)
    builders.cite(same_day[0], unlinked, place="p. 3", wording="as said")
    EntryLink.objects.create(
        entry=same_day[0].entry_ptr, kind="during", to=same_day[2].entry_ptr, place="Art. 2"
    )
    builders.area(*same_day, layer=builders.layer(tie))
    builders.indicator(same_day[1], values={"2022": 3, "2023": 5})
    promise = builders.commitment(town, start="2021-03-04", due="2022")
    promise.reviews.create(on="2022-02", verdict="no_evidence", words_en="Nobody answered.")
    for city in (home, town, venue):
        CityFigure.objects.create(city=city, value=1000, as_of="2020", source=builders.source())
    builders.difference(tie)
    builders.question(town)
    gone = builders.tie(publication="withdrawn", withdrawn_on=date(2024, 5, 6))
    Relationship.objects.filter(pk=gone.pk).update(withdrawn_reason_en="It was another city.")
    builders.event(gone.partner, start="2020")
    for days, entry in enumerate(Entry.objects.order_by("-pk")):
        Entry.objects.filter(pk=entry.pk).update(
            published_at=datetime(2025, 1, 1 + days % 28, 22, 45, tzinfo=UTC)
        )
    Entry.objects.filter(pk=same_day[0].pk).update(published_at=None)


@pytest.mark.slow
def test_a_register_with_hidden_neighbours_gives_the_same_site_elsewhere(client, tmp_path, request):
    def fill():
        request.getfixturevalue("register")
        leave_out_what_no_file_carries()
        add_what_stands_beside()

    told = differences(client, tmp_path, fill, 200)
    assert not told, "\n".join(told[:80])


def test_no_hidden_word_stands_in_the_files(canaries, register, tmp_path):  # noqa: F811
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    call_command("dump_register", str(tmp_path), "--public", **quiet)
    text = "".join(file.read_text() for file in tmp_path.iterdir())
    assert not {word for word in canaries.words if word in text}
    assert "a clerk" in text


def test_what_was_loaded_gives_the_same_files_again(tmp_path, request):
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    with transaction.atomic():
        request.getfixturevalue("register")
        add_what_stands_beside()
        call_command("dump_register", str(tmp_path / "one"), "--public", **quiet)
        transaction.set_rollback(True)
    call_command("load_register", str(tmp_path / "one"), **quiet)
    call_command("dump_register", str(tmp_path / "two"), "--public", **quiet)
    one, two = (
        {file.name: file.read_text() for file in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert {"named.yaml", "withdrawn.yaml", "first_published.yaml"} < one.keys()


def test_a_time_without_a_zone_is_refused_and_nothing_is_loaded(tmp_path):
    (tmp_path / "a.yaml").write_text("first_published:\n  entries:\n    a: 2024-09-25T12:30\n")
    with pytest.raises(RegisterFaults) as told:
        read_register([tmp_path])
    assert "a.yaml:3" in str(told.value)


@pytest.mark.slow
@pytest.mark.once  # every page twice; the made-up register goes to both, in every language
def test_the_shipped_register_gives_the_same_site_elsewhere(client, tmp_path):
    def fill():
        call_command("load_register", *map(str, SHIPPED), stdout=StringIO(), stderr=StringIO())

    told = differences(client, tmp_path, fill, 500, in_turn=True)
    assert not told, "\n".join(told[:80])
