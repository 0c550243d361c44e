"""Every text that people read has its words in Persian and in Chinese, well set in both."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.template import Engine, Template
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

from tests.catalogues import LOCALE, stale

LANGUAGES = {"fa": "fa", "zh_Hans": "zh-hans"}

Text = tuple[str | None, str]  # context and source text

# Function → the places of its context, if any, and of its texts among the arguments.
FUNCTIONS = {
    "_": (None, [0]),
    "gettext": (None, [0]),
    "gettext_lazy": (None, [0]),
    "ngettext": (None, [0]),
    "pgettext": (0, [1]),
    "pgettext_lazy": (0, [1]),
    "npgettext": (0, [1]),
}


def in_python(source: str) -> Iterator[Text]:
    """Yield what a module marks as text for people."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        context_at, texts_at = FUNCTIONS.get(getattr(node.func, "id", ""), (None, []))
        values = [getattr(argument, "value", None) for argument in node.args]
        for place in texts_at:
            if place < len(values) and isinstance(values[place], str):
                yield (values[context_at] if context_at is not None else None, values[place])


def in_template(template: Template) -> Iterator[Text]:
    """Yield what a template marks as text for people, as Django will look it up."""
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        text = node.filter_expression.var.literal
        if isinstance(text, str):
            context = node.message_context
            yield (context.var if context else None, text)
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        context = node.message_context
        yield (context.resolve({}) if context else None, node.render_token_list(node.singular)[0])


def own_templates() -> Iterator[Template]:
    folders = [
        settings.BASE_DIR / "templates",
        *(settings.BASE_DIR / "diplomacy").rglob("templates"),
    ]
    for folder in folders:
        for file in sorted(folder.rglob("*.html")):
            yield get_template(str(file.relative_to(folder))).template


def texts() -> set[Text]:
    found = set()
    for file in (settings.BASE_DIR / "diplomacy").rglob("*.py"):
        found.update(in_python(file.read_text("utf-8")))
    for template in own_templates():
        found.update(in_template(template))
    return found


def catalogue(folder: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / folder / "LC_MESSAGES" / "django.po"))


def words(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_text_in_code_and_templates_is_translated(folder):
    have = {(entry.msgctxt, entry.msgid) for entry in catalogue(folder) if all(words(entry))}
    with translation.override(LANGUAGES[folder]):
        by_django = {text for text in texts() if translation.gettext(text[1]) != text[1]}
    assert sorted(texts() - have - by_django, key=str) == []


def of_django() -> set[str]:
    """Return the texts of Django, some of which we render in our own way."""
    files = Path(django.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po")
    return {entry.msgid for file in files for entry in polib.pofile(str(file))}


def sources_of_templates() -> str:
    folder = settings.BASE_DIR / "templates"
    return "\n".join(file.read_text("utf-8") for file in folder.rglob("*.html"))


@pytest.mark.parametrize("folder", LANGUAGES)
def test_no_translation_is_unsure_or_out_of_use(folder):
    entries, used = catalogue(folder), texts()
    elsewhere = of_django()
    literal = sources_of_templates()  # arguments of filters, which the scan does not see
    idle = [
        entry.msgid
        for entry in entries
        if (entry.msgctxt, entry.msgid) not in used
        and entry.msgid not in elsewhere
        and f'_("{entry.msgid}")' not in literal
    ]
    assert (idle, entries.fuzzy_entries(), entries.obsolete_entries()) == ([], [], [])


@pytest.mark.parametrize("folder", LANGUAGES)
def test_a_number_in_a_sentence_has_the_forms_of_the_language(folder):
    forms = 2 if folder == "fa" else 1
    plurals = [entry for entry in catalogue(folder) if entry.msgid_plural]
    assert len(plurals) > 50
    assert [one.msgid for one in plurals if len(one.msgstr_plural) != forms] == []


@pytest.mark.parametrize("folder", LANGUAGES)
def test_a_translation_keeps_the_places_for_values(folder):
    wrong = []
    for entry in catalogue(folder):
        # A plural may leave its number out ("one year"), a singular text may not.
        wanted = set(re.findall(r"%\(\w+\)s|\{\}", entry.msgid))
        for text in words(entry):
            if set(re.findall(r"%\(\w+\)s|\{\}", text)) != wanted:
                wrong.append(entry.msgid)
    assert wrong == []


def test_persian_is_written_with_persian_letters_and_digits():
    wrong = [
        text
        for entry in catalogue("fa")
        for text in words(entry)
        if re.search(r"[يكىة٠-٩]", text) or re.search(r"\u200c(?:\s|$)", text)
    ]
    assert wrong == []


def test_chinese_holds_no_persian_and_sets_full_width_marks():
    wrong = [
        text
        for entry in catalogue("zh_Hans")
        for text in words(entry)
        if re.search(r"[\u0600-\u06ff]", text)
        or re.search(r"[\u4e00-\u9fff][,;:?!]|\([\u4e00-\u9fff]|[\u4e00-\u9fff]\)", text)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(folder):
    source = LOCALE / folder / "LC_MESSAGES" / "django.po"
    assert not stale(Path(source))
    order = [(entry.msgid, entry.msgctxt or "") for entry in catalogue(folder)]
    assert order == sorted(order)


def test_the_scan_sees_what_it_should():
    assert set(in_python('_("a" "b"); pgettext("c", "d"); f(_(x)); ngettext("e", "f", 2)')) == {
        (None, "ab"),
        ("c", "d"),
        (None, "e"),
    }
    template = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(
        '{% load i18n %}{% if x %}{% translate "one" context "k" %}{% endif %}'
        "{% blocktranslate trimmed %}\n two {{ n }}\n{% endblocktranslate %}"
    )
    assert {text for _context, text in in_template(template)} == {"one", "two %(n)s"}
