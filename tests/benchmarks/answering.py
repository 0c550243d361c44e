"""How a process that measures is asked: a name and parameters in JSON, a line for each answer."""

import json
import sys

import django

django.setup()  # before models are asked for: whoever imports this does so first


def answer_lines(measures: object) -> None:
    """Do what each line on stdin says, until there is none."""
    for line in sys.stdin:
        name, parameters = json.loads(line)
        sys.stdout.write(json.dumps(getattr(measures, name)(**parameters)) + "\n")
        sys.stdout.flush()
