"""The command of this package: see its first lines."""

import sys

from . import __doc__ as usage
from .materials import bill
from .pages import licences, safe_versions
from .reading import ROOT

match sys.argv[1:]:
    case ["licences"]:
        (ROOT / "docs" / "licences.md").write_text(licences(), "utf-8")
        (ROOT / "docs" / "safe-versions.md").write_text(safe_versions(), "utf-8")
    case ["sbom"]:
        sys.stdout.write(bill())
    case _:
        sys.exit(usage)
