#!/usr/bin/env python
"""Django's command line for the register."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> int:
    """Run the command; say in one sentence what is wrong with the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
