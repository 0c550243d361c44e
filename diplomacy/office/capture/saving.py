"""Writing what a screen holds: all of it or nothing."""

from django.db import transaction
from django.utils.text import slugify

from diplomacy.registry.models import (
    Citation,
    City,
    Entry,
    EntryArea,
    EntryCity,
    EntryLink,
    Participation,
    Source,
)
from diplomacy.registry.models.base import Keyed

from .rows import PromiseForm
from .screen import Capture


@transaction.atomic
def save(capture: Capture) -> Entry:
    """Write the draft with its rows, and what is new beside it; return the draft.

    The screen must be valid. Rows that stand already are kept: the city and the areas follow
    the screen, everything else is only added to.
    """
    form = capture.form
    city = _stored(form.cleaned_data["city"])
    entry = form.instance
    place = form.cleaned_data["place"]
    entry.place = city if place is form.cleaned_data["city"] else place
    entry.save()
    _write_city(capture, entry, city)
    _write_areas(capture, entry)
    if form.cleaned_data.get("between"):
        for party in filter(None, (form.home, city)):
            Participation.objects.create(
                entry=entry.entry_ptr, role=Participation.Role.PARTY, city=party
            )
    for row in capture.people.filled:
        _add_person(row.participation(), entry)
    source = _cite(capture, entry)
    for row in capture.promises.filled:
        _add_promise(row, entry, city, source)
    return entry


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


def _write_city(capture: Capture, entry: Entry, city: City) -> None:
    row = getattr(capture.form, "city_row", None)
    if row and row.city_id == city.pk:
        return
    already = entry.city_rows.filter(city=city).exists()
    if row and already:
        row.delete()
    elif row:
        row.city = city
        row.save()
    elif not already:
        EntryCity.objects.create(entry=entry.entry_ptr, city=city)


def _write_areas(capture: Capture, entry: Entry) -> None:
    chosen = {area.pk: area for area in capture.form.cleaned_data["areas"]}
    for row in getattr(capture.form, "area_rows", ()):
        if chosen.pop(row.area_id, None) is None:
            row.delete()
    for area in chosen.values():
        EntryArea.objects.create(entry=entry.entry_ptr, area=area)


def _add_person(part: Participation, entry: Entry) -> None:
    part.entry = entry.entry_ptr
    if part.person_id is None and part.person:
        part.person = _stored(part.person)
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
