"""What readers would see of what is typed, and what is still missing before they may."""

from copy import copy

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from msgspec import Struct, field

from diplomacy.registry import publishing
from diplomacy.registry.models import (
    City,
    Commitment,
    CooperationArea,
    Entry,
    Participation,
    Source,
)
from diplomacy.registry.models.words import LANGUAGES

from .screen import Capture


class Preview(Struct, frozen=True):
    """The public parts of the screen, from unsaved records. The private note has no place in it."""

    entry: Entry
    city: City | None = None
    areas: tuple[CooperationArea, ...] = ()
    sources: tuple[Source, ...] = ()
    people: tuple[Participation, ...] = ()
    promises: tuple[Commitment, ...] = ()


class Need(Struct, frozen=True):
    """What publishing asks for: whether it is there, and the id of its field on the page."""

    words: str | Promise
    is_there: bool
    field: str
    is_wanted: bool = field(default=True)


def preview(capture: Capture) -> Preview:
    """Return what readers would see; parts that are wrong or unfinished are left out."""
    form, cited = capture.form, [row.source for row in capture.standing.citations]
    entry = form.instance
    entry.kind = entry.KIND
    if not form.is_bound:
        return _as_stored(capture, cited)
    capture.is_valid()
    typed = form.cleaned_data
    for name in set(form._meta.fields) & set(typed):  # a faulty form fills its record too
        setattr(entry, name, typed[name])
    source = capture.source.cleaned_data.get("source")
    return Preview(
        entry,
        typed.get("city"),
        tuple(typed.get("areas") or ()),
        tuple(cited) + ((source,) if source and source not in cited else ()),
        tuple(map(_as_readers_see, _people(capture))),
        tuple(promise.leaf for promise in capture.standing.promises)
        + tuple(row.commitment() for row in capture.promises.filled if row.is_valid()),
    )


def _as_stored(capture: Capture, cited: list[Source]) -> Preview:
    """Return the draft as it is stored, or a blank."""
    form, people = capture.form, capture.standing.people
    if capture.entry is None:
        return Preview(form.instance)
    return Preview(
        form.instance,
        form.city_row and form.city_row.city,
        tuple(row.area for row in form.area_rows),
        tuple(cited),
        tuple(map(_as_readers_see, people)),
        tuple(promise.leaf for promise in capture.standing.promises),
    )


def _people(capture: Capture) -> list[Participation]:
    typed = [row.participation() for row in capture.people.filled if row.is_valid()]
    return [*capture.standing.people, *typed]


def _as_readers_see(part: Participation) -> Participation:
    seen = copy(part)
    if not seen.name_shown:
        seen.person = None
    return seen


def needs(capture: Capture, shown: Preview) -> list[Need]:
    """Return what publishing asks for, what is wished for besides coming last."""
    entry, home = shown.entry, settings.HOME_LANGUAGE[:2]
    named = bool(shown.city and entry.title and entry.start.is_known)
    needed = [
        Need(_("City, date and title"), named, _first_open(capture, shown)),
        Need(
            _("Title in %(language)s") % {"language": LANGUAGES[home]},
            bool(getattr(entry, f"title_{home}")),
            f"id_title_{home}",
        ),
        Need(_("A source"), bool(shown.sources), "id_source"),
    ]
    needed += _of_the_draft(capture, needed)
    wished = [
        Need(
            _("Summary in %(language)s") % {"language": LANGUAGES[home]},
            bool(getattr(entry, f"summary_{home}")),
            f"id_summary_{home}",
            is_wanted=False,
        )
    ]
    for code in LANGUAGES:
        if code != home:
            words = _("Title and summary in %(language)s") % {"language": LANGUAGES[code]}
            lacking = [n for n in ("title", "summary") if not getattr(entry, f"{n}_{code}")]
            field = f"id_{lacking[0] if lacking else 'title'}_{code}"
            wished.append(Need(words, not lacking, field, is_wanted=False))
    return needed + wished


def _first_open(capture: Capture, shown: Preview) -> str:
    if shown.city is None:
        return "id_city"
    return capture.form.titles[0].id_for_label if shown.entry.start.is_known else "id_start"


def _of_the_draft(capture: Capture, told: list[Need]) -> list[Need]:
    """Return what publishing misses in the stored draft and the screen has no word of."""
    if capture.entry is None:
        return []
    asked = {need.field.removeprefix("id_") for need in told} | {"start", "citations"}
    return [
        Need(message, False, f"id_{name}")
        for name, messages in publishing.missing(capture.entry).items()
        if name not in asked
        for message in messages
    ]
