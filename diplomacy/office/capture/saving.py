"""Writing what a screen holds: all of it or nothing."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from msgspec import Struct

from diplomacy.office.models import Snooze
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    Citation,
    City,
    Commitment,
    Entry,
    EntryArea,
    EntryCity,
    EntryLink,
    Participation,
    Person,
    Publication,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.folding import fold

from .rows import PromiseForm
from .screen import Capture


class Saved(Struct, frozen=True):
    """The draft, and the city and people that came new into the register with it."""

    entry: Entry
    made: tuple[Keyed, ...]


@transaction.atomic
def save(capture: Capture, key: str) -> Saved:
    """Write the draft with its rows, and what is new beside it; a new one under `key`.

    The screen must be valid. Rows that stand already are kept: the city and the areas follow
    the screen, and with the city the party that it is and the promises made in it; everything
    else is only added to. Raises IntegrityError where an entry has the
    key: the same screen was sent twice.
    """
    form = capture.form
    is_new = form.cleaned_data["city"]._state.adding
    city = _stored(form.cleaned_data["city"])
    entry = form.instance
    is_first = entry._state.adding
    place = form.cleaned_data["place"]
    entry.place = city if place is form.cleaned_data["city"] else place
    if is_first:
        entry.key = key
    entry.save()
    former = _write_city(capture, entry, city)
    if not is_first:
        _correct_what_follows(capture, entry, former, city)
    _write_areas(capture, entry)
    if form.cleaned_data.get("between"):
        for party in filter(None, (form.home, city)):
            Participation.objects.create(
                entry=entry.entry_ptr, role=Participation.Role.PARTY, city=party
            )
    people: dict[str, Person] = {}
    for row in capture.people.filled:
        _add_person(row.participation(), entry, people)
    source = _cite(capture, entry)
    for row in capture.promises.filled:
        _add_promise(row, entry, city, source)
    return Saved(entry, (*((city,) if is_new else ()), *people.values()))


def _stored(record: Keyed | None) -> Keyed | None:
    """Return the record, saved if it is new; a city is addressed by its Latin name if free."""
    if record is None or not record._state.adding:
        return record
    if isinstance(record, City):
        key = slugify(record.name_en)[:80].strip("-")
        if key and not City.objects.filter(key=key).exists():
            record.key = key
    record.save()
    return record


def _write_city(capture: Capture, entry: Entry, city: City) -> City | None:
    """Let the entry name the city; return the one that stood in its place, None for none."""
    row = getattr(capture.form, "city_row", None)
    if row and row.city_id == city.pk:
        return None
    former = row and row.city
    already = entry.city_rows.filter(city=city).exists()
    if row and already:
        row.delete()
    elif row:
        row.city = city
        row.save()
    elif not already:
        EntryCity.objects.create(entry=entry.entry_ptr, city=city)
    return former


def _correct_what_follows(capture: Capture, entry: Entry, former: City | None, city: City) -> None:
    """Let what was written of the former city and day by this screen tell of the new ones."""
    began = capture.form.initial["start"]
    if former is None and began == entry.start:
        return
    parties = entry.participations.filter(role=Participation.Role.PARTY)
    if former:
        _replace(parties, former, city)
    for promise in _promised(entry).locked():
        if promise.start == began != entry.start:
            promise.start = entry.start
            promise.save()
        if former:
            _replace(promise.city_rows.all(), former, city)


def _promised(entry: Entry) -> QuerySet[Commitment]:
    """Return the promises made in the entry that are drafts still."""
    drafts = Commitment.objects.originals().filter(publication=Publication.DRAFT)
    return drafts.filter(links__kind=EntryLink.Kind.ARISES_FROM, links__to=entry.pk)


def send(entry: Entry, by: AbstractBaseUser) -> list[Commitment]:
    """Send the draft for review with the promises made in it, a submission each; return these."""
    publishing.submit(entry, by)
    Snooze.objects.wake(entry.kind, entry.key)
    promises = list(_promised(entry))
    for promise in promises:
        publishing.submit(promise, by)
    return promises


def _replace(rows: QuerySet, former: City, city: City) -> None:
    """Let the rows of the former city name `city`, unless one of them does already."""
    if not rows.filter(city=city).exists():
        for row in rows.filter(city=former):
            row.city = city
            row.save()


def _write_areas(capture: Capture, entry: Entry) -> None:
    chosen = {area.pk: area for area in capture.form.cleaned_data["areas"]}
    for row in getattr(capture.form, "area_rows", ()):
        if chosen.pop(row.area_id, None) is None:
            row.delete()
    for area in chosen.values():
        EntryArea.objects.create(entry=entry.entry_ptr, area=area)


def _add_person(part: Participation, entry: Entry, made: dict[str, Person]) -> None:
    """Write who took part; a new person named in two rows is one, kept in `made`."""
    part.entry = entry.entry_ptr
    if part.person and part.person._state.adding:
        name = fold(str(part.person))
        part.person = made.setdefault(name, part.person)
        if part.person._state.adding:
            part.person.save()
        part.person_id = part.person.pk
    part.save()


def _cite(capture: Capture, entry: Entry) -> Source | None:
    """Cite the source of the screen once; return it, or the first one cited before."""
    source = _stored(capture.source.cleaned_data["source"])
    if source and not entry.citations.filter(source=source, about="").exists():
        Citation.objects.create(entry=entry.entry_ptr, source=source)
    if source is None and (first := entry.citations.select_related("source").first()):
        return first.source
    return source


def _add_promise(row: PromiseForm, entry: Entry, city: City, source: Source | None) -> None:
    """Write a promise made on the day of the entry, for the same city and by the same source."""
    promise = row.commitment()
    promise.start, promise.level = entry.start, entry.level
    promise.save()
    EntryCity.objects.create(entry=promise.entry_ptr, city=city)
    if debtor := row.debtor():
        debtor.entry = promise.entry_ptr
        debtor.save()
    if source:
        Citation.objects.create(entry=promise.entry_ptr, source=source)
    EntryLink.objects.create(
        entry=promise.entry_ptr, kind=EntryLink.Kind.ARISES_FROM, to=entry.entry_ptr
    )
