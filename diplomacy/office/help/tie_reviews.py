"""Help with the reviews of ties."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import Page

PAGES = (
    Page(
        "tie-reviews",
        _("Reviews of the tie"),
        lowest=Role.VIEWER,
        purpose=_(
            "A sheet on which staff look at a tie as a whole and advise to keep, deepen, pause or "
            "end it. For staff only."
        ),
        steps=(
            _("On the page of a tie follow “Reviews of the tie” and press “Begin the review”."),
            _(
                "Read the facts: they are what readers see today. Choose the “advice”, write the "
                "“reasons”, give the “Next review” and press “Save the review”."
            ),
            _("Follow “The sheet, to print” for paper, or “As a PDF” from there."),
            _("As a reviewer who has not written on the sheet press “Sign off the review”."),
        ),
        snags=(
            _("A fact is wrong: mend the record before the sheet is signed; afterwards it stays."),
            _(
                "There is no button to sign off: you have written on the sheet yourself, so "
                "somebody else signs it."
            ),
            _("A signed review cannot be changed. Begin another one."),
        ),
        screens=("desk:tie-reviews", "desk:tie-review", "desk:tie-sheet"),
        see=("record", "annual-reports"),
    ),
)
