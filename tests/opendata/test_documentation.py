"""docs/open-data.md explains all that leaves: every field, code, parameter and column."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from msgspec import Struct, inspect

from diplomacy.calendars import PartialDate, Precision, digits
from diplomacy.licences import LICENCES
from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.asking import FEW_ITEMS, MOST_ITEMS
from diplomacy.opendata.describing import PAGE_OF_A_LIST, format_tables
from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.opendata.faults import Fault
from diplomacy.opendata.flat import columns
from diplomacy.opendata.meanings import MEANINGS
from diplomacy.opendata.objects import NOUNS, TIMELINE
from diplomacy.opendata.shapes import open_slots
from diplomacy.opendata.views.index import Index
from diplomacy.opendata.views.lists import answer_shape
from diplomacy.public.views.subscriptions import FEED_SIZE
from diplomacy.registry.codec import NOUNS as REGISTER
from diplomacy.registry.codec import slots
from diplomacy.registry.codec.parts import Row
from diplomacy.registry.queries.calendar_days import MOST_ENTRIES, MOST_OTHERS

DOCS = settings.BASE_DIR / "docs"
DOCUMENT = DOCS / "open-data.md"
PERSIAN = DOCS / "open-data.fa.md"
ALL = (*NOUNS.values(), TIMELINE)
EXAMPLE_SITE = "https://register.example"


def sections() -> dict[str, dict[str, str]]:
    """Return the meaning of each name of each table, by its heading."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^### ", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        rows = (line.strip("| ").split(" | ") for line in text.splitlines() if line[:3] == "| `")
        found[heading.strip("`")] = {row[0].strip("`"): row[-1].strip() for row in rows}
    return found


def shapes(shape: type[Struct]) -> Iterator[type[Struct]]:
    """Yield a shape and all that stand within it."""
    yield shape
    for field in inspect.type_info(shape).fields:
        yield from _within(field.type)


def _within(kind: inspect.Type) -> Iterator[type[Struct]]:
    match kind:
        case inspect.Metadata():
            yield from _within(kind.type)
        case inspect.UnionType():
            for one in kind.types:
                yield from _within(one)
        case inspect.ListType():
            yield from _within(kind.item_type)
        case inspect.StructType():
            yield from shapes(kind.cls)


def structs(struct: type[Row]) -> Iterator[type[Row]]:
    yield struct
    for slot in open_slots(struct):
        if slot.role == "rows":
            yield from structs(slot.type)


def test_the_document_ends_with_the_tables_of_the_command():
    printed = StringIO()
    call_command("open_data_format", stdout=printed)
    assert printed.getvalue() == format_tables()
    assert DOCUMENT.read_text("utf-8").endswith("\n\n" + format_tables())


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.name)
def test_every_field_of_an_object_stands_there_with_its_meaning(noun):
    said = sections()
    own = said["Every object"] | said[noun.name] | (said["Every entry"] if noun.is_entry else {})
    assert {field for field in noun.shape.__struct_fields__ if not own.get(field)} == set()


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.name)
def test_every_value_and_row_within_it_stands_there_likewise(noun):
    said = sections()
    _, *within = dict.fromkeys(shapes(noun.shape))
    assert len(within) > 2
    for shape in within:
        told = said[shape.__name__]
        assert {field for field in shape.__struct_fields__ if not told.get(field)} == set()


@pytest.mark.parametrize(
    ("heading", "shape"),
    [("Index", Index), (PAGE_OF_A_LIST, answer_shape(API_LISTS["ties"])), ("Fault", Fault)],
)
def test_every_answer_stands_there_likewise(heading, shape):
    said = sections()[heading]
    assert {field for field in shape.__struct_fields__ if not said.get(field)} == set()


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.name)
def test_every_column_stands_there_with_its_meaning(noun):
    said = sections()
    own = said["Columns of every object"] | said[f"Columns of `{noun.name}"]
    own |= said["Columns of every entry"] if noun.is_entry else {}
    assert {one.name for one in columns(noun) if not own.get(one.name)} == set()


@pytest.mark.parametrize("name", DOWNLOADS)
def test_every_parameter_of_a_list_stands_there_with_its_meaning(name):
    said = sections()
    own = said["Every list"] | said[f"The list `{name}"]
    assert {one.name for one in DOWNLOADS[name].parameters if not own.get(one.name)} == set()


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.name)
def test_what_leaves_has_a_meaning_for_outsiders_so_that_none_leaves_unseen(noun):
    unsaid = {
        f"{struct.__name__}.{slot.name}"
        for struct in structs(noun.struct)
        for slot in open_slots(struct)
        if not any(slot.name in MEANINGS.get(one.__name__, {}) for one in struct.__mro__)
    }
    assert unsaid == set()


def test_no_meaning_is_left_of_a_field_that_is_gone():
    known: dict[str, set[str]] = {}
    for record in (TIMELINE.struct, *(struct for struct, _ in REGISTER.values())):
        for struct in structs(record):
            for one in struct.__mro__:
                known.setdefault(one.__name__, set()).update(slot.name for slot in slots(struct))
    for name, told in MEANINGS.items():
        if told is not MEANINGS["Entry"] or name == "Entry":
            assert set(told) <= known[name]


def test_the_guide_tells_every_precision_by_a_date_that_has_it():
    text = DOCUMENT.read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \| `(\w+)` \| (?!says)", text, re.MULTILINE)
    told = {}
    for texts, precision in rows:
        for text in re.findall(r"`([^`]+)`", texts):
            told[text] = precision
            assert PartialDate.parse(text).precision == precision
    assert set(told.values()) == set(Precision.__args__) - {"unknown"}


@pytest.mark.parametrize("document", [DOCUMENT, PERSIAN])
def test_the_guide_says_the_limits_and_licences_that_the_program_keeps(document):
    text = document.read_text("utf-8")
    assert all(f"`{one}`" in text for one in LICENCES)
    for name in ("DATA_LICENCE", "API_PER_MINUTE", "DOWNLOADS_PER_HOUR",
                 "DOWNLOADS_AT_ONCE", "OPEN_DATA_ROOT"):  # fmt: skip
        assert f"`{name}`" in text


@pytest.mark.parametrize(("document", "language"), [(DOCUMENT, "en"), (PERSIAN, "fa")])
def test_the_guide_says_how_much_a_page_a_feed_and_a_calendar_hold(document, language):
    text = document.read_text("utf-8")
    for most in (MOST_ITEMS, FEW_ITEMS, FEED_SIZE, MOST_ENTRIES, MOST_OTHERS):
        assert re.search(rf"\b{digits(most, language)}\b", text)


@pytest.mark.parametrize("document", [DOCUMENT, PERSIAN])
def test_the_addresses_of_its_examples_are_ours(client, db, document):
    text = document.read_text("utf-8")
    found = re.findall(re.escape(EXAMPLE_SITE) + r"(/[^\s\"'`)]+)", text)
    assert len(found) >= 5
    for address in found:
        if "partnerville" not in address:
            assert client.get(address).status_code == 200
    assert "/en/embed/cities/partnerville/" in found or "/fa/embed/cities/partnerville/" in found


def test_the_guide_says_the_same_in_both_languages():
    english = DOCUMENT.read_text("utf-8").partition("## The lists and their parameters")[0]
    persian = PERSIAN.read_text("utf-8")
    assert english.count("\n## ") == persian.count("\n## ")
    assert english.count("\n```") == persian.count("\n```")
    assert re.findall(r"[يكىة٠-٩]", persian) == []


def test_the_guide_links_to_what_exists():
    for document in (DOCUMENT, PERSIAN):
        links = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
        assert links
        assert [link for link in links if not (DOCS / link).exists()] == []
    text = DOCUMENT.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    places = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= places


def test_every_file_that_can_be_taken_has_a_list_or_is_told():
    extra = set(DOWNLOADS) - set(API_LISTS)
    text = DOCUMENT.read_text("utf-8")
    assert all(f"`{name}` is such a" in text for name in extra)
