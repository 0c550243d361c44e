"""Where a tie stands on a day: one function, five questions (domain.md, section 2)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from msgspec.structs import replace

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Event, Form, Relationship, Restriction

from . import words
from .activity import activity_of
from .axes import (
    Activity,
    ActivityAxis,
    Axes,
    Certainty,
    CertaintyAxis,
    FormAxis,
    FormSpan,
    Rung,
    Said,
    Stage,
    StageAxis,
)
from .certainty import certainty_of
from .figures import Figure, Figures, figures
from .form import Reach, all_reaches, form_on, reaches, spans
from .history import with_contacts, with_form_and_stage, with_what_bears
from .record import TieRecord, read_besides, tie_records
from .shown import decisive, long_ground
from .stage import has_steps, stage_on
from .tags import Tag, tags


class Standing(Axes, frozen=True):
    """The axes of a tie on a day, and their words in the active language."""

    talks_since: PartialDate = UNKNOWN
    said: tuple[Said, ...] = ()
    own_words_hold: bool = False
    recorded: frozenset[str] = frozenset()

    @property
    def sentence(self) -> str:
        """Return the reviewer's sentence if it holds in the page's language, else one composed."""
        return words.own_sentence(self) if self.written_on else words.sentence(self)

    @property
    def written_on(self) -> date | None:
        """Return the day of the reviewer's sentence where that is what `sentence` shows."""
        shown = self.own_words_hold and words.own_sentence(self)
        return self.relationship.sentence_on if shown else None

    @property
    def has_stale_sentence(self) -> bool:
        """Whether a reviewer wrote a sentence by this day and the standing is another since."""
        written = self.relationship.sentence_on
        return written is not None and written <= self.on and not self.own_words_hold

    @property
    def ladder(self) -> tuple[Rung, ...]:
        return words.ladder(self, self.talks_since, self.recorded)

    @property
    def look(self) -> str:
        return words.look(self)

    @property
    def tag(self) -> str:
        return words.tag(self)

    @property
    def tag_since(self) -> PartialDate:
        return words.tag_since(self)

    @property
    def suspended(self) -> str:
        return words.suspended(self)


def standing(
    relationship: Relationship, on: date, *, public: bool = True, grounds: bool = False
) -> Standing:
    """Return where the tie stands on the day `on`, as `standings` does."""
    return standings([relationship], on, public=public, grounds=grounds)[relationship.pk]


def standings(
    relationships: Iterable[Relationship],
    on: date,
    *,
    public: bool = True,
    grounds: bool = False,
) -> dict[int, Standing]:
    """Return where each tie stands on the day `on`, by primary key. Five queries in all.

    Reads published entries only; with `public=False` drafts too. The values are right, and rest
    on as many entries and sources as make them so; with `grounds` on all there are, as long as
    that takes.
    """
    records = _records(relationships, public, on, grounds=grounds)
    return {pk: _standing(record, on) for pk, record in records.items()}


def standing_shown(tie: Relationship, on: date, *, is_long: bool) -> Standing:
    """Return the public standing of a tie of `with_contacts` with what its page names of it.

    The newest of what was said and the first entries and sources that an axis rests on, each
    beyond what the page has room for; where little bears on the tie (`long_ground`), all.
    """
    if not is_long:
        return standing(tie, on, grounds=True)
    record = tie_records([tie], True, on, shown=True)[tie.pk]
    read_besides(record, decisive(_as_recorded(record, on)))
    return _standing(record, on)


def form_history(
    relationships: Iterable[Relationship], until: date, *, public: bool = True
) -> dict[int, tuple[FormSpan, ...]]:
    """Return each tie's form over time up to `until`, by primary key. Six queries in all."""
    histories = standings_with_history(relationships, until, until, public=public)
    return {pk: history for pk, (_where, history) in histories.items()}


def standings_with_history(
    relationships: Iterable[Relationship], on: date, until: date, *, public: bool = True
) -> dict[int, tuple[Standing, tuple[FormSpan, ...]]]:
    """Return both at once. Six queries in all."""
    records = _records(relationships, public, on)
    history = all_reaches(records)
    return {
        pk: (_standing(record, on), spans(history[pk], until)) for pk, record in records.items()
    }


def _records(
    relationships: Iterable[Relationship],
    public: bool,
    on: date,
    *,
    grounds: bool = False,
) -> dict[int, TieRecord]:
    """Ties of a queryset that `with_contacts` has annotated for the day are not read again."""
    given = list(relationships)
    if any(getattr(tie, "contacts_on", None) != on for tie in given):
        chosen: QuerySet = Relationship.objects.filter(pk__in=[tie.pk for tie in given])
        given = list(with_contacts(chosen.select_related("home_end", "partner"), public, on))
    return tie_records(given, public, None if grounds or not public else on)


def _standing(record: TieRecord, on: date) -> Standing:
    now = _as_recorded(record, on)
    written = record.relationship.sentence_on
    if written is None or written > on:
        return now
    then = _as_recorded(record, written)
    return replace(now, own_words_hold=_told_by_a_sentence(then) == _told_by_a_sentence(now))


def _told_by_a_sentence(where: Standing) -> tuple:
    """Return what a sentence tells of a standing; activity is none of it."""
    scopes = frozenset(restriction.scope for restriction in where.restrictions)
    stage = where.stage
    return where.form.value, stage.value, stage.waiting_on, scopes, where.certainty.value


def _as_recorded(record: TieRecord, on: date) -> Standing:
    found = reaches(record)
    form = form_on(found, on)
    stage = stage_on(record, form, on)
    first = min(
        (reach for reach in found if reach.is_talk and reach.holds(on)),
        key=lambda reach: reach.sure,
        default=None,
    )
    return Standing(
        relationship=record.relationship,
        on=on,
        form=form,
        stage=stage,
        activity=activity_of(record, on),
        restrictions=tuple(r for r in record.restrictions if _in_force(r, on)),
        certainty=certainty_of(record, form, stage),
        talks_since=first.since if first else UNKNOWN,
        said=_said(record, on),
        recorded=_recorded_rungs(record, found, on),
    )


def _recorded_rungs(record: TieRecord, found: list[Reach], on: date) -> frozenset[str]:
    """Return the rungs below a sister city for which something is recorded by the day."""
    reached = [reach for reach in found if reach.sure <= on]
    rungs = {
        "talks": any(reach.is_talk for reach in reached),
        "paper": any(Form.CONTACT.rung < r.form.rung < Form.SISTER.rung for r in reached),
        "steps": has_steps(record, on),
    }
    return frozenset(name for name, is_recorded in rungs.items() if is_recorded)


def _said(record: TieRecord, on: date) -> tuple[Said, ...]:
    """Return what was said up to the day: claims, then lists, then assessments, newest first."""
    words = [event for event in reversed(record.words) if event.start.first <= on]
    words.sort(key=lambda event: Event.WORDS.index(event.type))
    return tuple(Said(event, tuple(record.citations.get(event.pk, ()))) for event in words)


def _in_force(restriction: Restriction, on: date) -> bool:
    """Whether it surely holds: its last day counts, an open end holds on."""
    ended = restriction.end.is_known and restriction.end.first < on
    return restriction.start.last <= on and not ended


__all__ = [
    "Activity",
    "ActivityAxis",
    "Certainty",
    "CertaintyAxis",
    "Figure",
    "Figures",
    "FormAxis",
    "FormSpan",
    "Rung",
    "Said",
    "Stage",
    "StageAxis",
    "Standing",
    "Tag",
    "figures",
    "form_history",
    "long_ground",
    "standing",
    "standing_shown",
    "standings",
    "standings_with_history",
    "tags",
    "with_contacts",
    "with_form_and_stage",
    "with_what_bears",
]
