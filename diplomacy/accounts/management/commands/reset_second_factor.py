"""Take the second step from an account whose device is lost, where no administrator can."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from diplomacy.accounts.models import SignIn, User
from diplomacy.accounts.second_factor import remove
from diplomacy.accounts.sign_ins import note


class Command(BaseCommand):
    help = (
        "Take the second step of signing in from an account and end its sessions: for the only "
        "administrator, who has lost both the device and the recovery codes. At the next sign-in "
        "a new device is set up. It stands in the history of the account and in the list of "
        "sign-ins."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    @no_translations
    def handle(self, *, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account with the user name {username!r}.")
        if not remove(user):
            self.stdout.write(f"{username} has no second step; nothing was changed.")
            return
        note(SignIn.What.RESET, user)
        LogEntry.objects.log_actions(
            user.pk, [user], CHANGE, "The second step was reset on the server.", single_object=True
        )
        self.stdout.write(f"{username} sets up a new device at the next sign-in.")
