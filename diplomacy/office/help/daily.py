"""Help with what is opened every day."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import KEYS, Page

PAGES = (
    Page(
        "desk",
        _("What needs attention"),
        lowest=Role.VIEWER,
        purpose=_("The first page after signing in: what waits for you, the most urgent first."),
        steps=(
            _("Read from the top: promises past their day come first."),
            _("Follow the title of a line to see the whole record."),
            _(
                "Press the button beside it, such as “Record what came of it” or “Compare”, "
                "and do what it says."
            ),
            _(
                "If it cannot be done today, open “Later” and choose “in a week”, “in a "
                "month” or “in three months”."
            ),
            _("To begin something new, press “New visit”, “New agreement” or “New event”."),
        ),
        snags=(
            _(
                "A group is missing: nothing of its kind needs attention, or you have put its"
                " lines off."
            ),
            _("A line comes back: it goes only when the matter itself is settled in the record."),
        ),
        screens=("desk:home", "desk:group"),
        see=("later", "reminders", "drafts"),
        start="desk:home",
    ),
    Page(
        "later",
        _("Put off"),
        lowest=Role.VIEWER,
        purpose=_("What you have put off, and the day on which it comes back."),
        steps=(
            _("On the desk, open “Later” beside a line and choose for how long."),
            _("To see all of them, follow the link below the list on the desk."),
            _("To have one back at once, press “Show it now”."),
        ),
        snags=(_("A colleague still sees the line: putting off hides it from you alone."),),
        screens=("desk:snoozed",),
        see=("desk", "reminders"),
        start="desk:snoozed",
    ),
    Page(
        "search",
        _("Search"),
        lowest=Role.VIEWER,
        purpose=_(
            "One box that finds any city, person, agreement, source or number of a "
            "letter, drafts included."
        ),
        steps=(
            _("Go to the box at the top of the page."),
            _(
                "Type a few letters in Persian, Chinese or Latin script; the spelling need "
                "not be exact."
            ),
            _("Press Enter: what is found stands under the name of its kind."),
            _("Follow a result to its page."),
        ),
        snags=(
            _("Nothing is found: every word must occur. Take one away, or try another spelling."),
            _(
                "A city is not found under a name that people use: write that name among its "
                "other names."
            ),
        ),
        keys=(KEYS["search"],),
        screens=("desk:search",),
        see=("drafts", "full-form"),
        start="desk:search",
    ),
    Page(
        "drafts",
        _("Drafts"),
        lowest=Role.RECORDER,
        purpose=_("What is not published yet: yours, or everybody’s."),
        steps=(
            _("Choose “Mine” or “Everybody’s” at the top."),
            _("Follow a title to its page: it shows what is still missing."),
            _("Press “Open the form” there and complete it."),
            _("When it is ready, press “Send for review”."),
        ),
        snags=(
            _(
                "Something you typed is not here: a screen that was begun and never saved is "
                "offered on the form itself, under “Begun and not saved”."
            ),
        ),
        screens=("desk:drafts",),
        see=("record", "visit"),
        start="desk:drafts",
    ),
    Page(
        "reminders",
        _("Reminders"),
        lowest=Role.VIEWER,
        purpose=_(
            "Your digest of days to come, and a calendar of your own for telephone or computer."
        ),
        steps=(
            _(
                "Under “The next digest” read what the next letter will tell you. Where no "
                "mail is set up, this page is the digest."
            ),
            _("To get it more or less often, press “Change this”."),
            _("For a calendar, press “Make its address” under “Your calendar”."),
            _(
                "Copy the address at once and add it to your calendar program as a calendar "
                "to subscribe to."
            ),
        ),
        snags=(
            _(
                "The address is gone: it is shown once only. Press “Make a new address”; the "
                "old one stops."
            ),
            _("Somebody else has the address: press “Stop the address”."),
        ),
        screens=("desk:reminders",),
        see=("desk", "account"),
        start="desk:reminders",
    ),
)
