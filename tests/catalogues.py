"""Compare or write compiled catalogues without gettext: python -m tests.catalogues [compile]."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "diplomacy" / "locale"

Texts = dict[tuple[str | None, str], tuple[str, dict[int, str]]]


def texts(entries: list[polib.POEntry]) -> Texts:
    """Return context and source text → translation and its plural forms."""
    return {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}


def stale(source: Path) -> bool:
    """Return whether the compiled file beside `source` is missing or says anything else."""
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return True
    return texts(polib.mofile(str(compiled))) != texts(
        polib.pofile(str(source)).translated_entries()
    )


def main(arguments: list[str]) -> int:
    """Return 0 when all catalogues are compiled, else 1 with the names of the others."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    if arguments == ["compile"]:
        for source in sources:
            polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    behind = [source.relative_to(LOCALE) for source in sources if stale(source)]
    for source in behind:
        sys.stderr.write(f"{source} is not compiled: python -m tests.catalogues compile\n")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
