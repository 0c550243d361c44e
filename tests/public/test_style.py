"""The stylesheets serve both directions and load nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from diplomacy import public

SHEETS = sorted((Path(public.__file__).parent / "static" / "public").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|"
    r"(?:min-|max-)?(?:width|height))\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


def rules(sheet: Path) -> str:
    """Return the sheet without comments and without the conditions of media and containers."""
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"@(?:media|container)[^{]*", "", css)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_names_no_physical_side(sheet):
    assert PHYSICAL.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_loads_only_files_beside_it(sheet):
    for address in re.findall(r"url\(\"?([^\")]*)", rules(sheet)):
        assert (sheet.parent / address).is_file()
