"""Nothing names the city whose register ships: any other city's register holds no word of it."""

import re
from collections.abc import Iterator
from io import StringIO

import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from diplomacy.registry.codec import read_register
from diplomacy.registry.models import Difference, Document, OpenQuestion, Person
from tests import builders
from tests.catalogues import LOCALE
from tests.public.test_canary import addresses

pytestmark = pytest.mark.once

ROOT = settings.BASE_DIR
SHIPPED = ROOT / "registers" / "isfahan"
LANGUAGES = ["fa", "en", "zh-hans"]

# What tests the shipped register names it, and this module asks for it.
OF_THE_SHIPPED_REGISTER = {
    "tests/browser/conftest.py",
    "tests/browser/test_comparison_print.py",
    "tests/browser/test_walk.py",
    "tests/registry/shipped.py",
    "tests/registry/test_expected_standings.py",
    "tests/registry/test_shipped_register.py",
    "tests/test_another_city.py",
}
# What proves how real names are found, sorted and drawn needs names as the world spells them.
OF_REAL_SPELLINGS = {
    "tests/public/test_narrowed_lists.py",
    "tests/public/test_search.py",
    "tests/public/test_share_pictures.py",
    "tests/registry/queries/test_paging.py",
    "tests/registry/test_folding.py",
    "tests/registry/test_ordering.py",
}


def shipped_names() -> Iterator[str]:
    """Yield every name of a city, body or person of the shipped register, in any script."""
    register = read_register([SHIPPED])
    for noun in ("cities", "organisations", "people"):
        for placed in register.records[noun]:
            struct = placed.struct
            yield from (struct.name.fa, struct.name.en, struct.name.zh)
            yield getattr(struct, "own_name", "")
            yield from (alias.text for alias in getattr(struct, "aliases", []))


class Names:
    """Finds names as words of their own; Chinese sets no spaces between words."""

    def __init__(self, names: set[str]):
        self.names = {name.casefold(): self._whole(name.casefold()) for name in names}

    @staticmethod
    def _whole(name: str) -> re.Pattern:
        is_chinese = "\u2e80" < name[0] < "\ua000"
        return re.compile(re.escape(name) if is_chinese else rf"(?<!\w){re.escape(name)}(?!\w)")

    def found(self, text: str) -> set[str]:
        text = text.casefold()
        return {name for name, whole in self.names.items() if name in text and whole.search(text)}


@pytest.fixture(scope="module")
def names() -> Names:
    return Names({name for name in shipped_names() if name} | {"Isfahan", "اصفهان", "伊斯法罕"})


@pytest.fixture
def register(db) -> None:
    """The register of a made-up city, begun as an operator begins one, with one of everything."""
    builders.country("tl")
    call_command(
        "start_register",
        no_input=True,
        stdout=StringIO(),
        country="tl",
        name_fa="آزمون‌آباد",
        name_en="Testabad",
        name_zh="测试城",
    )
    partner = builders.city()
    tie = builders.aiming_tie(partner=partner, leading=True)
    builders.layer(tie)
    pact = builders.agreement(partner, start="1999-05")
    builders.area(pact)
    builders.delegation(partner)
    builders.event(partner, type="claim", claimed_form="sister")
    builders.commitment(partner)
    builders.restriction(partner)
    builders.step_record(tie, builders.procedure("proposal", "vote").steps.last())
    someone = Person.objects.create(name_en="Somebody", key="somebody")
    pact.participations.create(role="signatory", person=someone, name_shown=True)
    Document.objects.create(
        entry=pact.entry_ptr, kind="report", access="public", file=builders.upload()
    )
    Difference.objects.create(relationship=tie, field="instrument", point_en="Which class?")
    OpenQuestion.objects.create(relationship=tie, question_en="Where is the text?")


def screens() -> Iterator[str]:
    """Yield the staff's index, lists and blank forms."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{names}_changelist")
        yield reverse(f"{names}_add")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_public_page_of_another_city_names_the_shipped_one(client, register, names, language):
    with translation.override(language):
        # Of a drawing, the bytes would be looked through in vain.
        pages = [page for page in addresses() if not page.endswith((".pdf", ".png"))]
    shown = 0
    for page in pages:
        response = client.get(page)
        shown += response.status_code == 200  # a city without a legal path has no page of it
        assert not names.found(text_of(response)), page
    assert shown > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_staff_screen_of_another_city_names_the_shipped_one(
    admin_client, register, names, language
):
    with translation.override(language):
        pages = list(screens())
    assert len(pages) > 40
    for page in pages:
        response = admin_client.get(page)
        assert response.status_code < 404, page
        assert not names.found(text_of(response)), page


def text_of(response) -> str:
    """Return what a response says, or the bytes of a file as text."""
    content = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace")


def test_the_search_would_find_the_shipped_city(names):
    assert names.found("ISFAHAN, 西安市 and Xi'an") == {"isfahan", "西安", "xi'an"}
    assert names.found("Isfahani") == set()


def test_no_code_template_or_helper_names_the_shipped_city(names):
    kinds = {".py", ".html", ".css", ".js", ".svg"}
    files = [
        file.relative_to(ROOT).as_posix()
        for place in ("diplomacy", "templates", "tests")
        for file in sorted((ROOT / place).rglob("*"))
        if file.suffix in kinds
    ]
    assert len(files) > 200
    found = {
        file: named
        for file in files
        if file not in OF_THE_SHIPPED_REGISTER | OF_REAL_SPELLINGS
        and (named := names.found((ROOT / file).read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("folder", ["fa", "zh_Hans"])
def test_no_message_names_the_shipped_city(names, folder):
    catalogue = polib.pofile(str(LOCALE / folder / "LC_MESSAGES" / "django.po"))
    said = "\n".join(f"{entry.msgid}\n{entry.msgstr}" for entry in catalogue)
    assert names.found(said) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_helps_its_first_member_of_staff(client, language):
    page = client.get(f"/{language}/").content.decode()
    for command in ("start_register", "createsuperuser", "load_register"):
        assert f"manage {command}" in page
    assert f"/{language}/admin/" in page
