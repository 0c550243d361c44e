"""What the words of a page mean, in one sentence each, and what the lists are called."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import (
    Commitment,
    CommitmentReview,
    Entry,
    Event,
    Form,
    Restriction,
    Source,
)
from diplomacy.registry.queries.standing import Activity, Certainty, Figure, Stage

CERTAINTY = {
    Certainty.TEXT_HELD: _("We hold the signed paper itself."),
    Certainty.BOTH_SIDES: _("Each side says so in its own publications."),
    Certainty.ONE_SIDE_OURS: _("Our side says so; no word of the partner’s own was found."),
    Certainty.ONE_SIDE_PARTNER: _("The partner says so; no word of our side’s own was found."),
    Certainty.OFFICIAL_NEWS: _("State news or an official page reports it; neither side’s own."),
    Certainty.PRESS_ONLY: _("Only the press reports it; no word of either side was found."),
    Certainty.LISTS_ONLY: _("It stands in lists only; no act or date was found."),
    Certainty.DISPUTED: _("The sources contradict one another on what was signed or decided."),
    Certainty.NONE: _("No source is recorded for it."),
}

LISTS = {
    Entry.Kind.AGREEMENT: _("Agreements"),
    Entry.Kind.DELEGATION: _("Delegations"),
    Entry.Kind.EVENT: _("Events"),
    Entry.Kind.COMMITMENT: _("Commitments"),
    Entry.Kind.RESTRICTION: _("Restrictions"),
}

FORM = {
    Form.SISTER: _("The two cities have signed a sister-city pact, and it is in force."),
    Form.FRIENDSHIP: _(
        "A friendship-city agreement is in force: in some countries a class of its own, below the "
        "sister city."
    ),
    Form.PROJECT: _("An agreement on one project, with an end in sight, is in force."),
    Form.MOU: _(
        "A memorandum of understanding is in force, mostly on certain subjects. It is no "
        "sister-city pact."
    ),
    Form.LOI: _(
        "Both have put in writing that they want closer ties. In some countries it is the first "
        "formal step."
    ),
    Form.CONTACT: _("The two have met, by date and source; no paper between them is in force."),
    Form.NONE: _("Neither a paper in force nor a meeting of the two is recorded."),
}

STAGE = {
    Stage.NONE: _("Nothing is recorded that shows a next step."),
    Stage.PROSPECT: _("Only our side has spoken of a tie."),
    Stage.EXPLORING: _("The two have talked, or one has proposed a tie to the other."),
    Stage.NEGOTIATING: _("Both sides have said that they want the form aimed at."),
    Stage.APPROVAL: _(
        "A legal step beyond the proposal is recorded; the page says on which side it waits, if "
        "known."
    ),
    Stage.READY: _("Every required step is recorded as done; the signature is awaited."),
    Stage.ESTABLISHED: _("A paper is in force, and no higher form is aimed at."),
    Stage.NOT_PURSUED: _("A recorded decision says that the tie is not pursued."),
    Stage.ENDED: _("A recorded decision has ended the tie. It stays visible."),
}

ACTIVITY = {
    Activity.NO_DATA: _("No contact of substance between the two is recorded."),
    Activity.NEW: _("The first contact on record is recent."),
    Activity.ACTIVE: _("There was a contact recently, and others before it."),
    Activity.REVIVED: _(
        "There was a contact recently, after a silence longer than the second span."
    ),
    Activity.QUIET: _(
        "The last contact lies back longer than the first span, and staff vouch that the "
        "record is complete."
    ),
    Activity.DORMANT: _(
        "The last contact lies back longer than the second span, and staff vouch that the "
        "record is complete."
    ),
    Activity.SILENT: _(
        "Nothing is recorded since the day given. Whether nothing happened is not known."
    ),
}


def _heat() -> str:
    months = digits(settings.ACTIVITY_DORMANT_MONTHS, active_language())
    return gettext("Recorded contacts in the last %(months)s months.") % {"months": months}


FIGURE = {
    Figure.LENGTH: _("Whole years since the first recorded contact."),
    Figure.BREADTH: _("Fields of work that signed papers agree on."),
    Figure.DEPTH: _("Papers signed and joint projects."),
    Figure.HEAT: lazy(_heat, str)(),
    Figure.FREQUENCY: _("Recorded contacts a year since the first; none in its first year."),
}

RESTRICTION = {
    Restriction.Scope.ALL: _("Every contact with the other end is suspended."),
    Restriction.Scope.OFFICIAL_POLITICAL: _(
        "Office holders and their political bodies do not meet; residents and other bodies may."
    ),
    Restriction.Scope.TECHNICAL: _("Work between technical departments is suspended."),
    Restriction.Scope.TRAVEL: _("Nobody is sent or received."),
    Restriction.Scope.FUNDING: _("No money is given for joint work."),
}

KIND = {
    Entry.Kind.AGREEMENT: _("A paper: its class, who signed it, and from when to when it binds."),
    Entry.Kind.DELEGATION: _(
        "A visit or a call, to us, from us or between others, with its programme and outcome."
    ),
    Entry.Kind.EVENT: _("Anything else that happened, or that was only said."),
    Entry.Kind.COMMITMENT: _(
        "A promise in its own words, with its force, who owes it, and dated reviews."
    ),
    Entry.Kind.RESTRICTION: _(
        "A decision that closes a channel: by which body, since when, in what scope."
    ),
}

SAID = {
    Event.Type.CLAIM: _(
        "A headline or speech that says what a tie is. It is recorded as said and changes nothing."
    ),
    Event.Type.LIST: _("One source that names many ties, with the number that it states."),
    Event.Type.ASSESSMENT: _("An expert’s view, paraphrased, with the name of who holds it."),
}

WEIGHT = {
    Entry.Weight.SUBSTANTIVE: _("It is about work between the two ends."),
    Entry.Weight.COURTESY: _("A greeting, a gift, a courtesy call: contact, but no work."),
    Entry.Weight.CONTEXT: _(
        "It is about the tie but not between its ends, and never counts as contact."
    ),
}

LEVEL = {
    Entry.Level.CITY: _("The municipality or its mayor acted."),
    Entry.Level.COUNCIL: _("The city council acted."),
    Entry.Level.PROVINCE: _("The province or its governor acted; this is no act of the city."),
    Entry.Level.NATIONAL: _("The state, a ministry or an embassy acted."),
    Entry.Level.CITIZENS: _("Residents acted, alone or in groups."),
    Entry.Level.ORGANISATION: _(
        "A university, chamber, company or other body acted in its own name."
    ),
    Entry.Level.THIRD_PARTY: _("Somebody acted who belongs to neither end."),
}

FORCE = {
    Commitment.Force.UNDERTAKING: _("Somebody bound themselves to do it."),
    Commitment.Force.PLAN: _("It was announced as decided, with means or a date."),
    Commitment.Force.PROPOSAL: _("Somebody suggested it; the other side has not agreed."),
    Commitment.Force.READINESS: _("Somebody said that they are ready for it."),
    Commitment.Force.POSSIBILITY: _("It was named as something that could be done."),
    Commitment.Force.ANSWER_AWAITED: _("A question was put, and the answer is not recorded."),
}

VERDICT = {
    CommitmentReview.Verdict.NOT_ASSESSED: _(
        "Nobody has reviewed it yet. This says nothing about delivery."
    ),
    CommitmentReview.Verdict.NO_EVIDENCE: _(
        "It was looked into, and neither delivery nor failure could be shown."
    ),
    CommitmentReview.Verdict.NOT_STARTED: _("The review found that work has not begun."),
    CommitmentReview.Verdict.IN_PROGRESS: _("The review found that work goes on."),
    CommitmentReview.Verdict.STALLED: _("The review found that work began and has stopped."),
    CommitmentReview.Verdict.PARTLY: _("A part of it was delivered."),
    CommitmentReview.Verdict.DELIVERED: _("It was delivered, with evidence."),
    CommitmentReview.Verdict.NOT_DELIVERED: _(
        "The review found, with evidence, that it was not delivered."
    ),
    CommitmentReview.Verdict.WITHDRAWN: _("Both sides agreed to drop it."),
}

SOURCE = {
    Source.Kind.SIGNED_PAPER: _("The paper itself. It proves its own text."),
    Source.Kind.OFFICIAL_PAGE: _("A page or list of a city or state body about itself."),
    Source.Kind.OWN_NEWS: _("News that one of the two sides publishes about its own doings."),
    Source.Kind.STATE_NEWS: _("A news agency or paper of the state, not of either side."),
    Source.Kind.PRESS: _("A newspaper, site or broadcaster of others."),
    Source.Kind.SECONDARY: _("A study or book that draws on other sources."),
    Source.Kind.LIST: _("A list that names ties without telling of an act or a date."),
}
