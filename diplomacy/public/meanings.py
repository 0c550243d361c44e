"""What the words of a page mean, in one sentence each, and what the lists are called."""

from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Entry
from diplomacy.registry.queries.standing import Certainty

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
