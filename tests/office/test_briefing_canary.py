"""Nothing hidden stands in the public-safe form of a briefing, whatever a record carries."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Delegation, Document, Person, Relationship
from diplomacy.registry.queries import briefing
from tests import builders
from tests.public import test_canary

pytestmark = [pytest.mark.django_db, pytest.mark.once]

canaries, register = test_canary.canaries, test_canary.register
LANGUAGES = ["fa", "en", "zh-hans"]
PRIVATE = re.compile(r"staff_note|contact\b|\.cost|officer|private\.|unpublished|withdrawn")


@pytest.fixture
def told(register, canaries) -> Relationship:
    """Return the one published tie of the register, with all that staff alone may know of it."""
    tie = Relationship.objects.get(leading=True, revises=None)
    tie.officer = User.objects.create_user("officer", first_name=canaries.word())
    tie.save()
    visit = Delegation.objects.published().get()
    visit.cost, visit.currency = "123456789.00", "XQZ"
    visit.save()
    unseen = builders.person(contact=canaries.word(), staff_note=canaries.word())
    builders.took_part(visit, person=unseen, name_shown=False, side="partner")
    canaries.fill(unseen)
    seen = builders.person(contact=canaries.word(), staff_note=canaries.word())
    builders.took_part(visit, person=seen, side="partner")
    body = builders.organisation(city=tie.partner, staff_note=canaries.word())
    builders.term(unseen, body)
    builders.term(seen, body)
    promise = builders.commitment(tie.partner)
    builders.took_part(promise, person=unseen, name_shown=False, role="owes")
    for access in ("staff", "restricted"):
        paper = register[0].documents.create(
            kind="minutes", access=access, file=builders.upload(content=access.encode())
        )
        canaries.fill(paper, only={"title_fa", "title_en", "title_zh"})
        Document.objects.filter(pk=paper.pk).update(language="eo")
    return tie


def places(form: str, tie: Relationship, ending: str = "") -> list[str]:
    visit = Delegation.objects.published().get()
    name = f"desk:briefing-{form}{ending}"
    return [reverse(name, args=["tie", tie.key]), reverse(name, args=["delegation", visit.key])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hidden_word_stands_in_the_public_safe_form(chief, told, canaries, language):
    with translation.override(language):
        found = places("public", told)
    for place in found:
        answer = chief.get(place)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert not {word for word in canaries.words if word in html}, place
        assert "123456789" not in html
        assert "123,456,789" not in html
        assert "XQZ" not in html
    assert len(canaries.words) > 200


@pytest.mark.usefixtures("printing")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hidden_word_stands_in_its_pdf(chief, told, canaries, language, tmp_path):
    with translation.override(language):
        found = places("public", told, "-pdf")
    for place in found:
        file = tmp_path / "briefing.pdf"
        file.write_bytes(chief.get(place).content)
        text = subprocess.run(
            ["pdftotext", file, "-"], capture_output=True, check=True, encoding="utf-8"
        ).stdout
        assert len(text) > 500
        assert not {word for word in canaries.words if word in text}, place
        assert "XQZ" not in text


def test_what_is_hidden_there_stands_in_the_internal_form(chief, told, canaries):
    with translation.override("en"):
        tie, visit = (chief.get(place).content.decode() for place in places("internal", told))
    met = Person.objects.filter(participations__entry__kind="delegation").exclude(contact="")
    met = met.filter(participations__entry__publication="published").values_list("contact")
    assert len(met) > 1
    assert all(contact in visit for (contact,) in met)
    for record in (told, told.partner):
        record.refresh_from_db()
        assert record.staff_note in tie
        assert record.staff_note in visit
    assert told.officer.first_name in tie
    assert "123,456,789" in visit
    assert "XQZ" in visit


@pytest.mark.parametrize("role", Role.values)
def test_a_restricted_document_is_in_neither_form(signed_in, told, role):
    with translation.override("en"):
        for place in (*places("public", told), *places("internal", told)):
            html = signed_in(role).get(place).content.decode()
            assert html.count("Esperanto") + html.count("(eo)") == ("internal" in place)


def test_only_the_reading_asks_the_database():
    folder = Path(briefing.__file__).parent
    for file in folder.glob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert ("objects" in names) == (file.name == "reading.py"), file.name


def test_only_the_partials_of_the_internal_form_name_what_is_private(settings):
    folder = settings.BASE_DIR / "templates" / "office"
    own = {"_brief_private.html", "_brief_withdrawn.html", "_brief_reason.html"}
    shared = [file for file in folder.glob("partials/_brief*.html") if file.name not in own]
    assert len(shared) > 8
    for file in shared:
        code = re.sub(r"{#.*?#}|{% translate .*?%}", "", file.read_text("utf-8"))
        assert not PRIVATE.search(code), file.name
    page = (folder / "briefing.html").read_text("utf-8")
    inside = re.findall(r"{% if is_internal %}\s*{% include \"office/partials/(\w+\.html)\"", page)
    assert set(inside) == own - {"_brief_reason.html"}
