#!/usr/bin/env python
"""Django's command line for the register."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error as DatabaseFault

from diplomacy.serving.outages import outage_in


def main() -> int:
    """Run the command; say in one sentence what is wrong with the environment or its database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseFault as fault:
        if not (outage := outage_in(fault)):
            raise
        first = str(fault).partition("\n")[0]
        sys.stderr.write(f"Nothing can be done: {outage.value} ({first}).\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
