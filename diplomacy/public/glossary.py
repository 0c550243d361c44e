"""Every term of the pages with its meaning, in sections that have addresses."""

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from . import meanings


class Section(Struct, frozen=True):
    """A group of terms; a term stands at `#name-value`."""

    name: str
    title: Promise
    lead: Promise
    terms: dict[Choices, Promise]


SECTIONS = (
    Section(
        "form",
        _("Forms of a tie"),
        _(
            "The highest paper in force between the two ends. It is derived from the recorded "
            "papers and never typed."
        ),
        meanings.FORM,
    ),
    Section(
        "stage",
        _("Stages"),
        _("Where the next step stands, or the ending."),
        meanings.STAGE,
    ),
    Section(
        "activity",
        _("Activity"),
        _("Whether anything happens between the two ends, from what is recorded."),
        meanings.ACTIVITY,
    ),
    Section(
        "figure",
        _("Five figures"),
        _(
            "After the Chinese index of friendship cities, from the contacts that count for the "
            "activity. They are not added up."
        ),
        meanings.FIGURE,
    ),
    Section(
        "restriction",
        _("Restrictions"),
        _(
            "A recorded decision of a body that suspends contacts. It leaves the form as it is, "
            "and closes nothing outside its scope."
        ),
        meanings.RESTRICTION,
    ),
    Section(
        "certainty",
        _("How we know"),
        _("The best evidence held for the form, or for the stage where there is no form."),
        meanings.CERTAINTY,
    ),
    Section(
        "kind",
        _("Kinds of entry"),
        _("An entry is one dated, sourced thing about cities. Everything on a timeline is one."),
        meanings.KIND,
    ),
    Section(
        "said",
        _("Words, not deeds"),
        _("Three kinds of event record what was said. They never raise the form of a tie."),
        meanings.SAID,
    ),
    Section(
        "weight",
        _("Weight of an entry"),
        _("What an entry counts for."),
        meanings.WEIGHT,
    ),
    Section(
        "level",
        _("Who acted"),
        _(
            "The level of an entry. Only acts of the city, its council or its citizens make "
            "contact between cities."
        ),
        meanings.LEVEL,
    ),
    Section(
        "force",
        _("Force of a promise"),
        _(
            "Only undertakings and plans were promised; the others would accuse people of breaking "
            "what they never promised."
        ),
        meanings.FORCE,
    ),
    Section(
        "verdict",
        _("Verdicts on a promise"),
        _("Each is dated and holds as last reviewed."),
        meanings.VERDICT,
    ),
    Section(
        "source",
        _("Sources by weight"),
        _("What a source of each kind can prove, the strongest first."),
        meanings.SOURCE,
    ),
)
