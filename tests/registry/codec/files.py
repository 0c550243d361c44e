"""Register files for tests, written as people write them."""

from pathlib import Path
from textwrap import dedent

from diplomacy.registry.codec import RegisterFaults, load, read_register

# The smallest register with a tie and an entry of it.
SMALL = """
    countries:
      - key: tl
        name: {en: Testland}
    cities:
      - key: testabad
        name: {en: Testabad}
        is_home: true
      - key: partnerville
        name: {en: Partnerville}
        country: tl
        aliases:
          - text: Old Partnerville
    sources:
      - key: gazette
        title: The mayors sign
        kind: press
    ties:
      - key: partnerville
        home_end: testabad
        partner: partnerville
        publication: published
    agreements:
      - key: memorandum
        title: {en: Memorandum}
        publication: published
        start: 2021-03
        place: partnerville
        instrument: mou
        cities: [partnerville]
        citations:
          - source: gazette
          - source: gazette
            about: start
            value: 2021-03-05
"""


def write(folder: Path, text: str, name: str = "register.yaml") -> Path:
    """Write one file and return its path."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def load_text(folder: Path, text: str, **options):
    """Load a text as a register file and return what became of its records."""
    return load(read_register([write(folder, text)]), **options)


def faults(folder: Path, text: str) -> list[str]:
    """Return what reading and loading a text complains of, without the folder's name."""
    try:
        load_text(folder, text)
    except RegisterFaults as error:
        return [str(fault).removeprefix(f"{folder}/") for fault in error.faults]
    return []
