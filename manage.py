#!/usr/bin/env python
"""Django's command line for the register."""

import gc
import os
import sys
import threading
from _thread import interrupt_main

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error as DatabaseFault
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from diplomacy.serving.health import known_migrations
from diplomacy.serving.outages import outage_in

# Objects between two looks for waste. Next to nothing that is made while a program loads is any,
# and to look after each 700 takes a quarter of the time of a short command.
SELDOM = 50_000


def main() -> int:
    """Run the command; say in one sentence what is wrong with the environment or its database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    sys.unraisablehook = heard_again
    gc.set_threshold(SELDOM)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseFault as fault:
        first = str(fault).partition("\n")[0]
        if outage := outage_in(fault):
            sys.stderr.write(f"Nothing can be done: {outage.value} ({first}).\n")
        elif behind():
            what = "read docs/upgrading.md" if "migrate" in sys.argv else "run `migrate` first"
            sys.stderr.write(
                "Nothing can be done: the database is not that of this version;"
                f" {what} ({first}).\n"
            )
        else:
            raise
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def heard_again(unraisable) -> None:
    """Interrupt once more where an interruption was lost.

    Python drops one that falls into a finalizer, and `migrate`, which throws away thousands of
    classes, spends so much of its time in them that Ctrl-C was lost every other time.
    """
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        threading.Timer(0.01, interrupt_main).start()
    else:
        sys.__unraisablehook__(unraisable)


def behind() -> bool:
    """Return whether the database lacks migrations, which explains that it lacks a table."""
    try:
        return not known_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseFault:
        return False


if __name__ == "__main__":
    sys.exit(main())
