"""Help with annual reports."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import Page

PAGES = (
    Page(
        "annual-reports",
        _("Annual reports"),
        lowest=Role.VIEWER,
        purpose=_(
            "What the register says of a Solar Hijri or a Gregorian year, published with its data "
            "as it is on that day."
        ),
        steps=(
            _("Choose a year under “Begin a report” and press “Begin the report”."),
            _("Write the “Introduction” in each language and press “Save the introduction”."),
            _("Follow “See what readers would see”: the page is marked as a draft."),
            _("As a reviewer press “Publish the report”: it keeps its data from then on."),
            _(
                "If it was wrong, press “Withdraw the report” and give readers the reason; then "
                "“Draw it up anew” makes a draft of it, which becomes a new edition."
            ),
        ),
        snags=(
            _("A number is wrong: mend the record it counts, then look at the draft once more."),
            _(
                "A published report does not change when a record is mended later. What is "
                "withdrawn later is taken out of it."
            ),
            _("A year is not in the list: it holds no published entry, or has a report already."),
        ),
        screens=("desk:reports", "desk:report"),
        see=("record", "desk"),
        start="desk:reports",
    ),
)
