"""Help with what is read before a visit."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import Page

PAGES = (
    Page(
        "briefing",
        _("Briefing before a visit"),
        lowest=Role.VIEWER,
        purpose=_(
            "What somebody has to know before a visit, on paper: one form for anybody, another for "
            "staff only."
        ),
        steps=(
            _(
                "Open the page of the tie or the visit and press “Public-safe briefing” or "
                "“Internal briefing”."
            ),
            _("Choose the language above the sheet; names, dates and digits follow it."),
            _("Print the page, or press “As a PDF”."),
            _("Read “Take care” before you speak: what is disputed, not known, not to be said."),
            _(
                "Give the internal form to nobody outside: each page of it says “INTERNAL – not "
                "for the public, not for the partner”."
            ),
        ),
        snags=(
            _(
                "There is no “Public-safe briefing”: the record is not published, and that form is "
                "made of published records only."
            ),
            _("There is no “As a PDF”: this machine cannot make one in the language. Print it."),
            _("Something is missing: record it. The briefing says only what is recorded."),
        ),
        screens=("desk:briefing-public", "desk:briefing-internal"),
        see=("record", "desk"),
    ),
)
