"""The made-up texts with their answers, and the lexicon of the made-up register."""

from functools import cache
from pathlib import Path

import yaml

from diplomacy.ingest.news import Known, Lexicon

HERE = Path(__file__).parent


@cache
def texts(name: str) -> list[dict]:
    """Return the texts of "held_out" or "tuning"."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """Return what the made-up register knows."""
    data = yaml.safe_load((HERE / "lexicon.yaml").read_text(encoding="utf-8"))
    nouns = {"cities": "city", "organisations": "organisation", "areas": "area"}
    known = (
        Known(noun, row["key"], tuple(row["names"]), row.get("city", ""))
        for name, noun in nouns.items()
        for row in data[name]
    )
    return Lexicon(known, data["home"])
