"""A page's facts as schema.org knows them, for JSON-LD.

Pure functions over what the pages themselves show: nothing is read here. What was only said is no
fact: a claim, a list or an assessment is a page about the city, never an event or a paper. A visit
whose day passed and that nobody recorded is none either, as an event is read as having happened. A
date that ISO 8601 cannot say truly is left out.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from msgspec import Struct

from diplomacy.calendars import PartialDate, iso
from diplomacy.registry.models import City, Delegation, Document, Entry, Event, Participation
from diplomacy.registry.queries.city_detail import CityDetail
from diplomacy.registry.queries.entry_detail import EntryDetail

from .addresses import address
from .labels import label
from .templatetags.entries import is_unconfirmed
from .templatetags.offers import is_superseded

_TYPE = {
    City.Kind.CITY: "City",
    City.Kind.PROVINCE: "AdministrativeArea",
    City.Kind.DISTRICT: "AdministrativeArea",
    City.Kind.PORT: "Place",
}
_STATUS = {
    Delegation.Progress.PLANNED: "EventScheduled",
    Delegation.Progress.ANNOUNCED: "EventScheduled",
    Delegation.Progress.POSTPONED: "EventPostponed",
    Delegation.Progress.CANCELLED: "EventCancelled",
}
_OFF = (Delegation.Progress.POSTPONED, Delegation.Progress.CANCELLED)  # nobody attended
# Words, and what is still to come of them.
_NO_EVENTS = (*Event.WORDS, Event.Type.PLAN)

Facts = dict[str, Any]


class Page(Struct, frozen=True):
    """What every page says of itself; `url` is its canonical address."""

    url: str
    language: str
    title: str
    description: str
    site_name: str
    publisher: str
    home: City | None
    today: PartialDate


def of_page(page: Page) -> Facts:
    """Return the page, the register that it is part of, and who answers for it."""
    return _graph(page, _web_page(page))


def of_city(detail: CityDetail, page: Page) -> Facts:
    """Return the page of a city, the city itself, its papers and what happened."""
    about = [_city(detail.city)]
    if detail.tie:
        about.insert(0, _city(detail.tie.home_end))
    shown = {entry.pk: entry for entry in (*detail.papers, *detail.timeline.entries)}
    facts = [fact for entry in shown.values() if (fact := _short(entry, page.today))]
    return _graph(page, _web_page(page, detail.city.key, about=about, mentions=facts))


def of_entry(detail: EntryDetail, page: Page) -> Facts:
    """Return the page of an entry with the event or the paper that it records."""
    entry = detail.entry
    web_page = _web_page(page, entry.key, about=[_city(city) for city in detail.cities])
    fact = _short(entry, page.today)
    if fact:
        web_page["mainEntity"] = fact | _more(detail)
    return _graph(page, web_page)


def of_crumbs(steps: Iterable[tuple[str, str]]) -> Facts:
    """Return the way back to the first page; this page, the last, has no address in it."""
    items = []
    for position, (url, name) in enumerate(steps, 1):
        item = {"@type": "ListItem", "position": position, "name": name}
        items.append(item | _known(item=settings.SITE_URL + str(url) if url else ""))
    return _linked({"@type": "BreadcrumbList", "itemListElement": items})


def _graph(page: Page, web_page: Facts) -> Facts:
    return _linked({"@graph": [web_page, _site(page), *_publisher(page)]})


def _linked(facts: Facts) -> Facts:
    return {"@context": "https://schema.org"} | facts


def _web_page(page: Page, key: str = "", **facts: Any) -> Facts:
    return {"@type": "WebPage", "url": page.url, "name": page.title} | _known(
        description=page.description,
        inLanguage=page.language,
        identifier=_permanent(key) if key else "",
        isPartOf={"@id": _site_id()},
        **facts,
    )


def _site(page: Page) -> Facts:
    site = {"@type": "WebSite", "@id": _site_id(), "url": f"{settings.SITE_URL}/"}
    return site | _known(
        name=page.site_name,
        inLanguage=page.language,
        publisher={"@id": _publisher_id()} if page.home else "",
        potentialAction=_search(),
    )


def _search() -> Facts | str:
    try:
        url = settings.SITE_URL + reverse("public:search")
    except NoReverseMatch:
        return ""
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{url}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }


def _publisher(page: Page) -> list[Facts]:
    """Return the body that answers for the register, as the page about contact names it."""
    if not page.home:
        return []
    identity = getattr(page.home, "identity", None)
    publisher = {"@type": "GovernmentOrganization", "@id": _publisher_id()}
    words = {"name": page.publisher}
    if identity:
        words |= {
            "name": str(identity.publisher or page.publisher),
            "address": str(identity.postal_address),
            "telephone": identity.telephone,
            "email": identity.mail,
            "url": identity.website,
        }
    return [publisher | _known(**words, areaServed=_city(page.home))]


def _city(city: City) -> Facts:
    other_names = dict.fromkeys((city.own_name, city.name_en, city.name_fa, city.name_zh))
    place = {"@type": _TYPE[City.Kind(city.kind)], "name": str(city)}
    return place | _known(
        url=_absolute("city", city.key),
        alternateName=[name for name in other_names if name and name != str(city)],
        sameAs=_same_as(city),
        geo=_geo(city),
    )


def _same_as(city: City) -> list[str]:
    same = []
    if city.wikidata_id:
        same.append(f"https://www.wikidata.org/entity/{city.wikidata_id}")
    if city.geonames_id:
        same.append(f"https://sws.geonames.org/{city.geonames_id}/")
    return same


def _geo(city: City) -> Facts | str:
    if city.latitude is None:
        return ""
    return {
        "@type": "GeoCoordinates",
        "latitude": city.latitude,
        "longitude": city.longitude,
    }


def _short(entry: Entry, today: PartialDate) -> Facts | None:
    """Return the event or paper with its name and date, None for what is neither."""
    common = {
        "name": str(entry.title or entry.key),
        "url": _absolute(entry.kind, entry.key),
    }
    if entry.kind == Entry.Kind.AGREEMENT:
        paper = {"dateCreated": _day(entry.start)}
        paper["creativeWorkStatus"] = label(entry.leaf, "paper_state")
        return {"@type": "DigitalDocument"} | common | _known(**paper)
    is_event = entry.kind == Entry.Kind.EVENT and entry.leaf.type not in _NO_EVENTS
    is_visit = entry.kind == Entry.Kind.DELEGATION and not is_unconfirmed(entry, today)
    if not is_event and not is_visit:
        return None
    status = _STATUS.get(getattr(entry.leaf, "progress", ""), "")
    return (
        {"@type": "Event"}
        | common
        | _known(
            startDate=_day(entry.start),
            endDate=_day(entry.end),
            eventStatus=f"https://schema.org/{status}" if status else "",
        )
    )


def _more(detail: EntryDetail) -> Facts:
    """Return what the page of an entry tells besides."""
    entry = detail.entry
    more = _known(identifier=_permanent(entry.key), description=str(entry.summary))
    if entry.kind == Entry.Kind.AGREEMENT:
        return more | _known(
            about=[_city(city) for city in detail.cities],
            expires=_day(detail.leaf.expires),
            encoding=[_document(document) for document in detail.documents],
        )
    invited_by = getattr(detail.leaf, "invited_by", None)
    took_place = getattr(detail.leaf, "progress", "") not in _OFF
    return more | _known(
        location=_location(entry),
        offers=_offer(detail),
        organizer={"@type": "Organization", "name": str(invited_by)} if invited_by else "",
        attendee=[
            who for one in detail.participations if took_place and (who := _participant(one))
        ],
    )


def _location(entry: Entry) -> Facts | str:
    """Return where it was: by name alone, since a place need have no page here."""
    if entry.place:
        return {"@type": _TYPE[City.Kind(entry.place.kind)], "name": str(entry.place)}
    return {"@type": "Place", "name": str(entry.venue)} if entry.venue else ""


def _offer(detail: EntryDetail) -> Facts | str:
    """Return what residents may take part in, with its days, unless it was called off."""
    event = detail.leaf
    if not isinstance(event, Event) or not event.may_be_open or is_superseded(detail.links):
        return ""
    offer = {"@type": "Offer"} | _known(availabilityEnds=_day(event.open_until))
    return offer | _known(url=event.offer_url, availabilityStarts=_day(event.start))


def _document(document: Document) -> Facts:
    return {
        "@type": "MediaObject",
        "name": str(document.title or document.key),
        "contentUrl": _absolute("document", document.key),
    }


def _participant(one: Participation) -> Facts | None:
    """Return who took part: a person only by a name that is public, else the body."""
    if one.person and one.name_shown:
        person = {"@type": "Person", "name": str(one.person)}
        return person | _known(
            url=_absolute("person", one.person.key),
            jobTitle=str(one.office),
            affiliation=_body(one.organisation) if one.organisation else "",
        )
    return _body(one.organisation) if one.organisation else None


def _body(organisation: Any) -> Facts:
    return {
        "@type": "Organization",
        "name": str(organisation),
        "url": _absolute("organisation", organisation.key),
    }


def _day(value: PartialDate) -> str:
    return iso(value) if value.is_known else ""


def _known(**facts: Any) -> Facts:
    """Return what is recorded of these."""
    return {name: fact for name, fact in facts.items() if fact}


def _absolute(name: str, key: str) -> str:
    return settings.SITE_URL + address(name, key)


def _permanent(key: str) -> str:
    return settings.SITE_URL + reverse("permanent", args=[key])


def _site_id() -> str:
    return f"{settings.SITE_URL}/#register"


def _publisher_id() -> str:
    return f"{settings.SITE_URL}/#publisher"
