"""Help with review, publication and history."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import KEYS, Page

PAGES = (
    Page(
        "record",
        _("Review and publication"),
        lowest=Role.VIEWER,
        purpose=_(
            "The page of one record: what it says, what is missing, and what you may do with it."
        ),
        steps=(
            _("Under “Before publishing” follow each thing that is missing to its field."),
            _(
                "Press “Send for review”. As long as nobody has decided you can “Take back” "
                "what you sent."
            ),
            _(
                "As a reviewer, press “Publish”, or “Send back” with a sentence that says "
                "what to do."
            ),
            _(
                "To change what is published, press “Propose a change”: you get a draft copy "
                "to change and send for review. Readers see the old text meanwhile."
            ),
            _(
                "To decide on a change, compare “Published now” with “In the draft copy”, say"
                " what kind of change it is, and press “Accept the change”."
            ),
            _("To take something away from readers, press “Withdraw” and give them the reason."),
        ),
        snags=(
            _(
                "There is no “Publish”: nobody publishes what they sent themselves. Ask "
                "another reviewer."
            ),
            _(
                "It is refused as incomplete: a source and a title in the register’s own "
                "language are always needed."
            ),
            _(
                "The record was changed meanwhile: look at the comparison once more, then "
                "accept it."
            ),
        ),
        screens=("desk:record",),
        see=("drafts", "history", "full-form"),
    ),
    Page(
        "promises",
        _("Reviews of promises"),
        lowest=Role.RECORDER,
        purpose=_(
            "What came of each promise: a verdict with its day, its evidence and a public sentence."
        ),
        steps=(
            _("Open “Promises to review”: undertakings and plans stand first. Follow one."),
            _("Read “The promise” and “Earlier reviews” beside the form."),
            _(
                "As a reviewer choose the “Verdict”. What was never promised cannot be broken: such"
                " verdicts are not offered there."
            ),
            _(
                "Write the “Public sentence” in one language at least: what was found, nothing that"
                " is only supposed."
            ),
            _(
                "Tick what delivers it under “Entries that deliver it”, or give a source under"
                " “Evidence”."
            ),
            _(
                "Look at “Readers would see this”, then press “Keep the review”: the next promise"
                " that waits is shown."
            ),
        ),
        snags=(
            _(
                "There is no form: only reviewers put a verdict on a promise. Press “Propose a"
                " change” and write it into the draft copy."
            ),
            _(
                "The promise was changed meanwhile: look at it and at “Earlier reviews” once more,"
                " then press “Keep the review” again."
            ),
            _(
                "A verdict was wrong: write a newer one. An administrator corrects the old one in"
                " the full form."
            ),
        ),
        keys=(KEYS["keep"],),
        screens=("desk:promises", "desk:assess"),
        see=("record", "desk"),
        start="desk:promises",
    ),
    Page(
        "history",
        _("History and restoring"),
        lowest=Role.RECORDER,
        purpose=_(
            "Every change with who, when, before and after; any version can be brought back."
        ),
        steps=(
            _("Press “History” on the record’s page or at the top of its full form."),
            _("Read the list: the newest change is on top."),
            _("Follow the day of a change to see the whole record as it was."),
            _("Press “Restore this version”: both versions are shown side by side."),
            _("Press it once more to confirm, or go “Back to the history”."),
        ),
        snags=(
            _(
                "Nothing changed for readers: a version of a published record goes into a "
                "draft copy, which is reviewed first."
            ),
            _("Nothing is lost by restoring: the version of now stays in the history too."),
        ),
        see=("record", "full-form"),
    ),
    Page(
        "corrections",
        _("Corrections from readers"),
        lowest=Role.RECORDER,
        purpose=_("What readers say is wrong, with the record it is about, until it is decided."),
        steps=(
            _("Open “Corrections”: the newest is on top. “Decided” shows those done with."),
            _("Follow one and read what was said and where it can be read."),
            _("Its pages are under “The record”. If something is wrong, mend it there."),
            _(
                "As a reviewer choose a “Decision”, say why under “Comment for the staff”, and "
                "press “Keep the decision”."
            ),
            _("If you answered the reader, press “Erase the address now”."),
        ),
        snags=(
            _("No mail address is shown: none was given, it is erased, or you are no reviewer."),
            _("A decision was wrong: open the correction under “Decided” and decide again."),
        ),
        screens=("desk:corrections", "desk:correction"),
        see=("record", "desk"),
        start="desk:corrections",
    ),
)
