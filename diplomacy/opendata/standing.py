"""Where a tie stands, as open data: one object on all axes, with what each rests on."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from django.db import models
from msgspec import Meta, Struct

from diplomacy.registry.models import Form
from diplomacy.registry.queries import standing as rules
from diplomacy.registry.queries.standing import Activity, Certainty, Stage

from .shapes import called
from .values import Date, Named, date_of

Label = Annotated[str, Meta(description="`value` in words, in the language asked for.")]
Since = Annotated[Date | None, Meta(description="From when; null: no day is known for it.")]
Entries = Annotated[list[Named], Meta(description="The entries on which it rests.")]


def _one_of(choices: type[models.TextChoices]) -> type:
    return Literal[tuple(choices.values)]


class FormOf(Struct, kw_only=True):
    """The highest paper surely in force; `perhaps` a higher one that a partial date leaves open."""

    value: Annotated[_one_of(Form), Meta(description="The form.")]
    label: Label
    since: Since
    perhaps: Annotated[
        _one_of(Form) | None,
        Meta(description="A higher form that may hold already, as its date is partial."),
    ]
    entries: Entries


class StageOf(Struct, kw_only=True):
    """Where the next step stands; in approval `waiting_on` tells who is to act."""

    value: Annotated[_one_of(Stage), Meta(description="The stage.")]
    label: Label
    since: Since
    waiting_on: Annotated[
        Literal["home", "partner", "unrecorded"] | None,
        Meta(description="Whose move it is; null: the stage is not `approval`."),
    ]
    entries: Entries


class ActivityOf(Struct, kw_only=True):
    """Whether anything happens; `last` is the last contact that counts."""

    value: Annotated[_one_of(Activity), Meta(description="The activity.")]
    label: Label
    last: Annotated[Date | None, Meta(description="The last contact that counts.")]
    measured: Annotated[date, Meta(description="The day for which the value holds.")]
    entries: Entries


class CertaintyOf(Struct, kw_only=True):
    """How we know it: the best evidence held."""

    value: Annotated[_one_of(Certainty), Meta(description="The best evidence held.")]
    label: Label
    sources: Annotated[list[Named], Meta(description="The sources that are that evidence.")]


class Standing(Struct, kw_only=True):
    """Where a tie stands on a day, by rule from the published record; nobody types it."""

    on: Annotated[date, Meta(description="The day asked for, today unless `on` names another.")]
    sentence: Annotated[str, Meta(description="One sentence, in the language asked for.")]
    form: Annotated[FormOf, Meta(description="The highest paper surely in force.")]
    stage: Annotated[StageOf, Meta(description="Where the next step stands.")]
    activity: Annotated[ActivityOf, Meta(description="Whether anything happens.")]
    restrictions: Annotated[list[Named], Meta(description="Channels closed on that day.")]
    certainty: Annotated[CertaintyOf, Meta(description="How that is known.")]


def standing_of(one: rules.Standing) -> Standing:
    """Return where a published tie stood, as open data; labels in the active language."""
    form, stage, activity = one.form, one.stage, one.activity
    return Standing(
        on=one.on,
        sentence=str(str(one.sentence)),
        form=FormOf(
            value=form.value.value,
            label=str(form.value.label),
            since=date_of(form.since),
            perhaps=form.perhaps and form.perhaps.value,
            entries=_named(form.entries),
        ),
        stage=StageOf(
            value=stage.value.value,
            label=str(stage.value.label),
            since=date_of(stage.since),
            waiting_on=stage.waiting_on or None,
            entries=_named(stage.entries),
        ),
        activity=ActivityOf(
            value=activity.value.value,
            label=str(activity.value.label),
            last=date_of(activity.last),
            measured=activity.measured,
            entries=_named(activity.entries),
        ),
        restrictions=_named(one.restrictions),
        certainty=CertaintyOf(
            value=one.certainty.value.value,
            label=str(one.certainty.value.label),
            sources=_named(one.certainty.sources),
        ),
    )


def _named(records: Iterable[models.Model]) -> list[Named]:
    return [called(record, record.key) for record in records]
