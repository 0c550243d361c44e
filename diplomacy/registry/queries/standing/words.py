"""A standing in words: the sentence, the ladder, the tag. Each clause stands in a table."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomacy.calendars import UNKNOWN, PartialDate, pair
from diplomacy.registry.models import Form, Restriction
from diplomacy.registry.models.words import page_language

from .axes import Axes, Certainty, Reached, Rung, Stage

# First clause: the form; since a day, month or year; with a date of another shape; undated.
_FORM = {
    Form.SISTER: (
        _("Sister cities since %(date)s"),
        _("Sister cities, %(date)s"),
        _("Sister cities, date not recorded"),
    ),
    Form.FRIENDSHIP: (
        _("Friendship cities since %(date)s"),
        _("Friendship cities, %(date)s"),
        _("Friendship cities, date not recorded"),
    ),
    Form.PROJECT: (
        _("Project partnership since %(date)s"),
        _("Project partnership, %(date)s"),
        _("Project partnership, date not recorded"),
    ),
    Form.MOU: (
        _("Memorandum of understanding signed, %(date)s"),
        _("Memorandum of understanding signed, %(date)s"),
        _("Memorandum of understanding signed, date not recorded"),
    ),
    Form.LOI: (
        _("Letter of intent signed, %(date)s"),
        _("Letter of intent signed, %(date)s"),
        _("Letter of intent signed, date not recorded"),
    ),
    Form.CONTACT: (
        _("In contact since %(date)s"),
        _("In contact, %(date)s"),
        _("In contact, date not recorded"),
    ),
    Form.NONE: (_("Nothing signed is recorded"),) * 3,
}
_SINCE = ("day", "month", "year")

# Second clause: the stage, where it says more than the form.
_STAGE = {
    Stage.PROSPECT: _("only our side has spoken of a tie"),
    Stage.NEGOTIATING: _("both sides want more, and it is not signed"),
    Stage.READY: _("the required steps are done, the signature is awaited"),
    Stage.NOT_PURSUED: _("not pursued further"),
    Stage.ENDED: _("ended"),
}
_AIM = {
    Form.LOI: _("letter of intent"),
    Form.MOU: _("memorandum of understanding"),
    Form.PROJECT: _("project partnership"),
    Form.FRIENDSHIP: _("friendship-city agreement"),
    Form.SISTER: _("sister-city pact"),
}
_APPROVAL = {
    "home": _("%(aim)s in approval on our side and not signed"),
    "partner": _("%(aim)s waiting on the partner and not signed"),
    "unrecorded": _("%(aim)s intended and not signed"),
}
_NO_PACT = _("no sister-city pact is signed")
_NOTHING = _("no signed paper is recorded")
_PROPOSED = _("a tie has been proposed")  # talks without a contact: proposals alone

_IN_FORCE = _("the pact is in force as reported")
_NO_STEP = _("no step towards a tie is recorded")

# Third clause: how we know.
_CERTAINTY = {
    Certainty.DISPUTED: _("sources differ on it"),
    Certainty.TEXT_HELD: _("the signed paper is held"),
    Certainty.BOTH_SIDES: _("confirmed by both sides"),
    Certainty.ONE_SIDE_OURS: _("confirmed by our side"),
    Certainty.ONE_SIDE_PARTNER: _("confirmed by the partner"),
    Certainty.OFFICIAL_NEWS: _("known from official news only"),
    Certainty.PRESS_ONLY: _("known from the press only"),
    Certainty.LISTS_ONLY: _("named in lists only"),
    Certainty.NONE: _("no evidence recorded"),
}
_RESTRICTED = _("some contacts are suspended")
_CLOSED = _("all contacts are suspended")

_PENDING = (Stage.NEGOTIATING, Stage.APPROVAL, Stage.READY)
_ENDED = (Stage.ENDED, Stage.NOT_PURSUED)

_PAPERS = (Form.LOI, Form.MOU, Form.PROJECT, Form.FRIENDSHIP)
_RUNGS = {
    "talks": pgettext_lazy("rung", "talks"),
    "paper": pgettext_lazy("rung", "memorandum or letter of intent"),
    "steps": pgettext_lazy("rung", "legal steps"),
    "sister": pgettext_lazy("rung", "sister city"),
}


def date_in_words(value: PartialDate) -> str:
    """Return a date in the page's first calendar, with the other beside it if it is no day."""
    main, other = pair(value, page_language())
    return main if value.is_day else _("%(main)s (%(other)s)") % {"main": main, "other": other}


def sentence(axes: Axes) -> str:
    """Return where the tie stands in at most three clauses, in the active language."""
    clauses = [_first(axes), _second(axes), _third(axes)]
    return _("%(clauses)s.") % {"clauses": _("; ").join(str(c) for c in clauses if c)}


def own_sentence(axes: Axes) -> str:
    """Return the reviewer's sentence in the page's language, empty where there is none.

    Better one composed in it than one written in another.
    """
    return getattr(axes.relationship, f"sentence_{page_language()}")


def _first(axes: Axes):
    if axes.form.value == Form.NONE and axes.relationship.has_paper:
        return capfirst(Form.NONE.label)
    since, (exact, bounded, undated) = axes.form.since, _FORM[axes.form.value]
    if not since.is_known:
        return undated
    return (exact if since.precision in _SINCE else bounded) % {"date": date_in_words(since)}


def _second(axes: Axes):
    form, stage = axes.form.value, axes.stage.value
    if stage == Stage.APPROVAL:
        aim = _AIM[Form(axes.relationship.aim)]
        return _APPROVAL[axes.stage.waiting_on] % {"aim": aim}
    if clause := _STAGE.get(stage):
        return clause
    if form == Form.NONE and stage == Stage.EXPLORING:
        return _PROPOSED
    if form.rung <= Form.CONTACT.rung:
        # An expired paper, minutes, a paper of others: all of them are signed.
        nothing = _NO_STEP if form == Form.NONE else _NOTHING
        return None if axes.relationship.has_paper else nothing
    return _NO_PACT if form in _PAPERS else _IN_FORCE


def _third(axes: Axes):
    return suspended(axes) or _CERTAINTY.get(axes.certainty.value)


def look(axes: Reached) -> str:
    """Return the look of the tie on a page: "sister", "pending", "mou" or "talks"."""
    if axes.form.value == Form.SISTER:
        return "sister"
    if axes.stage.value in _PENDING:
        return "pending"
    return "mou" if axes.form.value in _PAPERS else "talks"


def tag(axes: Reached) -> str:
    """Return the short label of the tie: its form, or that a pact is on its way."""
    if axes.stage.value in _PENDING:
        return _("towards: %(aim)s") % {"aim": _AIM[Form(axes.relationship.aim)]}
    return str((axes.stage if axes.stage.value in _ENDED else axes.form).value.label)


def tag_since(axes: Axes) -> PartialDate:
    """Return since when it is as the tag says."""
    by_stage = axes.stage.value in (*_PENDING, *_ENDED)
    return (axes.stage if by_stage else axes.form).since


def suspended(axes: Axes) -> str:
    """Return which contacts are suspended, empty where none are."""
    if any(restriction.scope == Restriction.Scope.ALL for restriction in axes.restrictions):
        return str(_CLOSED)
    return str(_RESTRICTED) if axes.restrictions else ""


def ladder(axes: Axes, talks_since: PartialDate, recorded: set[str]) -> tuple[Rung, ...]:
    """Return the four rungs from talks to sister city.

    A finished paper with no further aim leaves the rungs above it "none": it is not "2 of 4".
    A rung below the one reached is "done" where it is `recorded`, else only "passed".
    """
    form, stage = axes.form.value, axes.stage.value
    in_steps = stage in (Stage.APPROVAL, Stage.READY)
    reached = _height(form)
    states = ["done" if i < reached else "now" if i == reached else "none" for i in range(4)]
    if in_steps:
        states = ["done" if state == "now" else state for state in states]
        states[2] = "now"
    if aim := _goal(axes):
        states[_height(aim)] = "goal"
    paper = next((f.label for f in (aim, form) if f in _PAPERS), _RUNGS["paper"])
    whens = {
        "talks": _before(axes.form.since, talks_since),
        "paper": axes.form.since if form in _PAPERS else UNKNOWN,
        "steps": axes.stage.since if in_steps else UNKNOWN,
        "sister": axes.form.since if form == Form.SISTER else UNKNOWN,
    }
    labels = {**_RUNGS, "paper": paper}
    return tuple(
        Rung(
            name,
            str(labels[name]),
            "passed" if state == "done" and name not in recorded else state,
            whens[name],
        )
        for name, state in zip(_RUNGS, states, strict=True)
    )


def _before(paper: PartialDate, talks: PartialDate) -> PartialDate:
    """Return the day of the talks, unknown where the first recorded ones came after the paper."""
    late = paper.is_known and talks.is_known and talks.ordering_day > paper.ordering_day
    return UNKNOWN if late else talks


def _height(form: Form) -> int:
    """Return the rung on which a form stands: none is below the first."""
    return {Form.NONE: -1, Form.CONTACT: 0, Form.SISTER: 3}.get(form, 1)


def _goal(axes: Axes) -> Form | None:
    """Return the form aimed at while the tie is on its way there."""
    aim, stage = axes.relationship.aim, axes.stage.value
    on_its_way = stage in _PENDING or stage == Stage.EXPLORING
    return Form(aim) if aim and on_its_way else None
