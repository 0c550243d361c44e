"""Which pages are measured, and which questions are meant to be dear."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.db.models.functions import Length

from diplomacy.public.sitemap import part_names
from diplomacy.registry.models import (
    CooperationArea,
    DiplomacyLayer,
    Event,
    Organisation,
    Person,
    Relationship,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.queries.paging import CITY_NEWEST_FIRST, NEWEST_FIRST, cursor_before
from diplomacy.registry.sample.names import place_name

LANGUAGE = "fa"  # the first of the site, and the dearest to write: other digits, two calendars
FAR = date(1990, 1, 1)  # behind nine of ten entries of the sample, which begin in 1985
HOT = 1  # the number of the place with 1 % of all entries; the home city has 0


@dataclass(frozen=True, slots=True)
class Page:
    """`search`: its growth is held to P7, not to P6. `staff`: asked for by an administrator."""

    name: str
    address: str
    search: bool = False
    staff: bool = False
    status: int = 200


def pages() -> list[Page]:
    """Return them for the register at hand."""
    here, hot = f"/{LANGUAGE}/", key_of(HOT)
    shown = Event.objects.filter(publication="published").order_by("id")
    event = shown[shown.count() // 2]
    # Of the longest titles no other begins like one: found once, however many events there are.
    rare = shown.order_by(-Length("title_en"), "id")[0].title_en.split()[-1]
    names = place_name(HOT)
    return [
        Page("home", here),
        Page("tie", f"{here}cities/{hot}/"),
        Page("tie, far back", f"{here}cities/{hot}/?after={_far(CITY_NEWEST_FIRST)}"),
        Page("comparison", f"{here}timeline/"),
        Page("list", f"{here}events/"),
        Page("list, one city", f"{here}events/?city={hot}"),
        Page("list, year and type", f"{here}events/?year=2010&type=meeting"),
        Page("list, far back", f"{here}events/?after={_far(NEWEST_FIRST)}"),
        Page("board of promises", f"{here}commitments/"),
        Page("detail", f"{here}events/{event.key}/"),
        Page("counts", f"{here}about/counts/"),
        _search("rare", here, rare),
        _search("common", here, "Sample"),
        _search("none", here, "zzzzzz"),
        _search("two characters", "/zh-hans/", names["name_zh"][:2]),
        _search("Chinese", "/zh-hans/", "样本协议"),
        _search("no ZWNJ", here, names["name_fa"].replace("\u200c", "")),
        Page("API list", "/api/v1/events/"),
        Page("feed", f"{here}feed.atom"),
        Page("sitemap part", f"/sitemap-{_last_part()}.xml"),
        Page("admin list", "/en/admin/registry/event/", staff=True),
        Page("admin filter", "/en/admin/registry/event/?publication__exact=draft", staff=True),
        Page("admin search", f"/en/admin/registry/event/?q={quote(rare)}", staff=True),
    ]


def hostile() -> list[Page]:
    """Return what one reader may ask to keep the others waiting."""
    here, hot = f"/{LANGUAGE}/", key_of(HOT)
    everything = {
        "city": hot,
        "year": "2010",
        "type": "meeting",
        "offer": "visit",
        "order": "oldest",
    }
    ties = Relationship.objects.published().order_by("id")[:6]
    partners = ",".join(ties.values_list("partner__key", flat=True))
    return [
        Page("page a billion", f"{here}events/?page=1000000000"),
        Page("forged cursor", f"{here}events/?after={quote('A' * 900)}"),
        Page("the very end", f"{here}events/?after={_far(NEWEST_FIRST, date(1, 1, 2))}"),
        Page("all filters", f"{here}events/?{urlencode(everything)}"),
        Page("tie, all filters", f"{here}cities/{hot}/?kind=event&year=2010&order=oldest"),
        Page("six ties, all years", f"{here}timeline/?c={partners}"),
        _search("% × 50", here, "%" * 50),
        _search("_ × 50", here, "_" * 50),
        _search("one letter", here, "S"),
        _search("two letters", here, "Sa"),
        _search("a common word", here, "Sample"),
        _search("a word of every person", here, Person.objects.first().name_fa.split()[0]),
        _search("many words", here, "Sample event visit promise made up text about measure fast"),
        Page("last page of a search", f"{here}search/?q=Sample&noun=event&page=999", search=True),
        Page("filters of the API", f"/api/v1/events/?city={hot}&year=2010&type=meeting"),
        Page("not there", f"{here}events/no-such-event/", status=404),
        *_dear(),
    ]


def _dear() -> list[Page]:
    """Return the dearest addresses of each kind, as a walk through the whole site found them.

    Of a body, a source and so on one in the middle of all, narrowed so that few entries are left.
    """
    here, hot = f"/{LANGUAGE}/", key_of(HOT)
    area, layer = _middle(CooperationArea), _middle(DiplomacyLayer)
    few = "?kind=restriction&order=oldest"
    paths = {
        "home": here,
        "sitemap": "/sitemap.xml",
        "calendar": f"{here}calendar.ics",
        "calendar of a tie": f"{here}cities/{hot}/calendar.ics",
        "history to embed": f"{here}embed/timeline/{hot}/",
        "delivery": f"{here}cities/{hot}/delivery/?class=courtesy",
        "one year": f"{here}years/2010/{few}",
        "all cities": f"{here}cities/",
        "areas": f"{here}areas/",
        "areas of a city": f"{here}areas/?city={hot}",
        "an area": f"{here}areas/{area}/{few}&standing=agreed",
        "feed of an area": f"{here}areas/{area}/feed.atom",
        "layers": f"{here}layers/",
        "a layer": f"{here}layers/{layer}/",
        "bodies": f"{here}organisations/?city={hot}",
        "a body": f"{here}organisations/{_middle(Organisation)}/{few}",
        "people": f"{here}people/?city={hot}",
        "a person": f"{here}people/{_middle(Person)}/{few}",
        "sources": f"{here}sources/",
        "a source": f"{here}sources/{_middle(Source)}/{few}",
        "promises of a city": f"{here}commitments/?city={hot}",
        "promises by verdict": f"{here}commitments/?verdict=delivered",
    }
    return [Page(name, path) for name, path in paths.items()]


def _middle(noun: type[Keyed]) -> str:
    keys = noun.objects.published().order_by("id").values_list("key", flat=True)
    return keys[keys.count() // 2]


def ordinary_tie() -> Page:
    """Return the page of a tie in the middle of all."""
    ties = Relationship.objects.published().order_by("id")
    tie = ties.select_related("partner")[ties.count() // 2]
    return Page("ordinary tie", f"/{LANGUAGE}/cities/{tie.partner.key}/")


def key_of(number: int) -> str:
    return place_name(number)["name_en"].lower().replace(" ", "-")


def _search(name: str, here: str, words: str) -> Page:
    return Page(f"search, {name}", f"{here}search/?{urlencode({'q': words})}", search=True)


def _far(order, day: date = FAR) -> str:
    return cursor_before(order, day)


def _last_part() -> str:
    """Return the last that is full: the very last may hold one entry or a thousand."""
    return [name for name in part_names() if name.startswith("entry-")][-2:][0]
