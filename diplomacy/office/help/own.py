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
            _("Look at “Your last sign-ins”: was each of them you?"),
        ),
        snags=(
            _("You are signed out on another computer: a new password ends every other session."),
            _("Your role is wrong: only an administrator changes it."),
        ),
        screens=("accounts:account", "accounts:password"),
        see=("second-step", "reminders", "sign-in"),
        start="accounts:account",
    ),
    Page(
        "sign-in",
        _("Sign in"),
        lowest=Role.VIEWER,
        purpose=_("The way into the desk, and what to do when it does not open."),
        steps=(
            _("Type your user name and password and press “Sign in”."),
            _(
                "If a code is asked, type the digits that your device shows, or a recovery code,"
                " and press “Go in”."
            ),
            _("If you have forgotten it, follow “Password forgotten?”."),
            _(
                "Press “Send the letter”. Where this site sends no mail, ask an administrator"
                " for a link."
            ),
            _(
                "Open the link, choose a password and press “Keep this password”. A link works"
                " once and only for some days."
            ),
        ),
        snags=(
            _(
                "The password is refused: look at the language of the keyboard and at capital"
                " letters."
            ),
            _(
                "Too many attempts: nothing is locked. Wait as many minutes as the page says, and"
                " look for the password meanwhile."
            ),
            _(
                "You were signed out while typing: sign in on the page that appears and press"
                " “Go on”. What you typed is kept."
            ),
        ),
        screens=(
            "accounts:sign-in",
            "accounts:code",
            "accounts:forgotten",
            "accounts:choose-password",
        ),
        see=("second-step", "account"),
        start="accounts:sign-in",
        is_open=True,
    ),
    Page(
        "second-step",
        _("Second step at sign-in"),
        lowest=Role.VIEWER,
        purpose=_(
            "A code of your device after the password. Reviewers and administrators have no way"
            " in without it; others may set it up."
        ),
        steps=(
            _("Install an authenticator app on your telephone or computer; any one will do."),
            _(
                "On the page of your account press “Set up a device”, and once more after your"
                " password. Who must have one is led there at the first sign-in."
            ),
            _("Let the app read the picture, or type the secret into it."),
            _("Type the six digits that it shows and press “Keep this device”."),
            _(
                "Print the recovery codes, keep them apart from the device and press “I have kept"
                " them; go on”."
            ),
        ),
        snags=(
            _("The code is refused: let the device set its own clock, and wait for the next."),
            _(
                "The device is lost: sign in with a recovery code, then press “Take another"
                " device”. Without one an administrator resets the second step."
            ),
            _("Few recovery codes are left: press “Make new recovery codes”."),
        ),
        screens=("accounts:second-factor", "accounts:set-up"),
        see=("account", "sign-in"),
        start="accounts:second-factor",
        is_open=True,
    ),
)
