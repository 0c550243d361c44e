"""The stylesheets of a page as one file: a first visit asks once, and fewer bytes travel."""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "public"
FOR_PAPER = "-"  # before the name of a sheet for print

# Texts stay as they are; comments go, and spaces where they separate nothing.
_IDLE = re.compile(r'("[^"]*")|/\*.*?\*/|;?\s*([{};,])\s*|(:)\s+|\s+', re.DOTALL)
_BESIDE = re.compile(r'url\("(?!data:)([^"]+)"\)')


class NoSuchSheet(Exception):
    """A name that is no sheet of ours."""


def joined(names: str) -> tuple[str, str]:
    """Return the sheets of `names`, like "base.parts.-print", as one text, and its digest.

    Read anew when a file changes. Raises NoSuchSheet, also for a name given twice: an address
    may not make us keep a text of any length.
    """
    if len(set(names.split("."))) < len(names.split(".")):
        raise NoSuchSheet(names)
    known = {file.stem: file for file in FOLDER.glob("*.css")}
    files = []
    for name in names.split("."):
        file = known.get(name.removeprefix(FOR_PAPER))
        if file is None:
            raise NoSuchSheet(name)
        files.append((file, name.startswith(FOR_PAPER), file.stat().st_mtime_ns))
    return _join(tuple(files))


@lru_cache(maxsize=128)
def _join(files: tuple[tuple[Path, bool, int], ...]) -> tuple[str, str]:
    parts = []
    for file, paper, _ in files:
        css = _IDLE.sub(_kept, file.read_text(encoding="utf-8")).strip()
        css = _BESIDE.sub(lambda found: f'url("{static("public/" + found[1])}")', css)
        parts.append(f"@media print{{{css}}}" if paper else css)
    text = "\n".join(parts)
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=128)
def packed(text: str) -> bytes:
    """Return a text of `joined` as gzip, a quarter of its bytes, packed hard as it is done once."""
    return gzip.compress(text.encode(), 9, mtime=0)


def _kept(found: re.Match) -> str:
    if kept := found[1] or found[2] or found[3]:
        return kept
    return "" if found[0].startswith("/*") else " "
