"""Help for administrators."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import Page

PAGES = (
    Page(
        "merging",
        _("Merge two records"),
        lowest=Role.ADMINISTRATOR,
        purpose=_("Makes one of two records that are the same city, organisation, person or tie."),
        steps=(
            _("Open “Merges”, press “Merge two records” and choose what to merge."),
            _("Search on both sides: “This one stays” and “This one goes into it”."),
            _(
                "Press “Search, and show what would happen”, choose one on each side and "
                "press it again."
            ),
            _("Read what would happen. Where the two differ, the one that stays has its way."),
            _("Press “Merge them”, or first “The other way round”."),
        ),
        snags=(
            _(
                "It was a mistake: press “Undo this merge” in the list; later merges of the "
                "same record first."
            ),
            _(
                "Two cities that each have a tie are refused: merge their ties first, then "
                "the cities."
            ),
        ),
        screens=("desk:merges", "desk:merge"),
        see=("full-form", "history"),
        start="desk:merges",
    ),
    Page(
        "blanking",
        _("Blank a private person"),
        lowest=Role.ADMINISTRATOR,
        purpose=_(
            "Takes a person’s name out of the whole register, the history included. It "
            "cannot be undone."
        ),
        steps=(
            _("Open the person’s full form and follow “Blank a private person”."),
            _("Tick the spellings that mean this person; untick common words."),
            _("Press “Search again with these names” and look at every place that is found."),
            _("Type the person’s key to confirm."),
            _("Press “Blank this person for good”, or “Leave it as it is”."),
        ),
        snags=(_("Files and backups of before still hold the name: ask whoever runs the server."),),
        screens=("desk:blank",),
        see=("history", "merging"),
    ),
    Page(
        "invitations",
        _("Accounts of colleagues"),
        lowest=Role.ADMINISTRATOR,
        purpose=_(
            "Invites colleagues, gives them their role, and helps who has forgotten the password."
        ),
        steps=(
            _(
                "Open “Accounts” and add a user: name, role, language, and an e-mail address "
                "if there is one."
            ),
            _(
                "Press “Invite”. Where no letter can be sent, the next page shows the link "
                "once: hand it over yourself."
            ),
            _("For a forgotten password open the account and choose “One-time link”."),
            _(
                "When somebody leaves, untick the box that says that the account is active, "
                "and save."
            ),
        ),
        snags=(
            _("The link has expired: open the account and choose “Renew the invitation”."),
            _(
                "Somebody has lost the device and the recovery codes: open the account and choose"
                " “Reset the second step”, once you know that it is really them."
            ),
        ),
        see=("sign-ins", "account", "sign-in"),
        start="admin:accounts_user_changelist",
    ),
    Page(
        "sign-ins",
        _("Sign-ins"),
        lowest=Role.ADMINISTRATOR,
        purpose=_("Tells who came in and who failed to, when and how, and from no address."),
        steps=(
            _("Follow “Failed” to see wrong passwords, wrong codes and too many attempts."),
            _("Follow “Changes” to see new passwords and devices."),
            _("Follow the name of an account to see only what happened with it."),
        ),
        snags=(
            _(
                "Many failures with one name: nobody is locked out by them. Ask the person, and"
                " have them change the password if they signed in from there."
            ),
        ),
        screens=("desk:sign-ins",),
        see=("invitations", "second-step"),
        start="desk:sign-ins",
    ),
)
