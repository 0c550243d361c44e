"""Help with one's own account and the way into it."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import Page

PAGES = (
    Page(
        "account",
        _("Your account"),
        lowest=Role.VIEWER,
        purpose=_("Your name, address, language and password, and how often the digest comes."),
        steps=(
            _("Follow your name at the top of the page."),
            _("Correct what is wrong; the language is that of your desk and of letters to you."),
            _("Choose “Every day”, “Every week” or “Never” for the digest."),
            _("Press “Save”."),
            _(
                "For a new password press “Change the password” and type the old one once, "
                "the new one twice."
            ),
        ),
        snags=(
            _("You are signed out on another computer: a new password ends every other session."),
            _("Your role is wrong: only an administrator changes it."),
        ),
        screens=("accounts:account", "accounts:password"),
        see=("reminders", "sign-in"),
        start="accounts:account",
    ),
    Page(
        "sign-in",
        _("Sign in"),
        lowest=Role.VIEWER,
        purpose=_("The way into the desk, and what to do when it does not open."),
        steps=(
            _("Type your user name and password and press “Sign in”."),
            _("If you have forgotten it, follow “Password forgotten?”."),
            _(
                "Press “Send the letter”. Where this site sends no mail, ask an administrator"
                " for a link."
            ),
            _("Open the link, choose a password and press “Keep this password”."),
        ),
        snags=(
            _(
                "The password is refused: look at the language of the keyboard and at capital"
                " letters."
            ),
            _(
                "You were signed out while typing: sign in on the page that appears and press"
                " “Go on”. What you typed is kept."
            ),
            _(
                "“This link works no more” appears: a link works once and only for some days."
                " Have a new one made."
            ),
        ),
        screens=("accounts:sign-in", "accounts:forgotten", "accounts:choose-password"),
        see=("account",),
        start="accounts:sign-in",
        is_open=True,
    ),
)
