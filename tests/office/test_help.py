"""The help: a page for every screen, in the very words of the screens."""

import re
from collections import defaultdict

import polib
import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from diplomacy.accounts.roles import Role
from diplomacy.office.help import KEYS, PAGES, page_of_screen
from tests import builders
from tests.catalogues import LOCALE
from tests.registry.admin.conftest import member
from tests.test_doors import DOORS, STAFF, address

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
FOLDERS = {"fa": "fa", "zh-hans": "zh_Hans"}
QUOTED = re.compile("[“«]([^“”«»]+)[”»]")

# Addresses that show no screen of their own: what forms are sent to, files, and parts of a screen.
NO_SCREEN = {
    "accounts:sign-out",
    "desk:snooze",
    "desk:wake",
    "desk:merge-undo",
    "desk:suggestions",
    "desk:duplicates",
    "desk:help-index",
    "desk:help",
    "desk:briefing-public-pdf",
    "desk:briefing-internal-pdf",
    "desk:tie-sheet-pdf",
    "ingest:template",
    "ingest:discard",
    "ingest:export",
    *(name for name in STAFF if name.endswith(("-preview", "-kept", "-discard"))),
}


def texts(page) -> list:
    """Return all that the page says, untranslated until it is shown."""
    keys = [key.does for key in page.keys]
    return [page.title, page.purpose, *page.steps, *page.snags, *keys]


def said(page, language: str) -> list[str]:
    with override(language):
        return [str(text) for text in texts(page)]


def words_of_screens(language: str) -> dict[str, set[str]]:
    """Return every English text outside the help → what it reads in the language."""
    help_texts = {text for page in PAGES.values() for text in said(page, "en")[1:]}
    found = defaultdict(set)
    for entry in polib.pofile(str(LOCALE / FOLDERS[language] / "LC_MESSAGES" / "django.po")):
        if entry.msgid not in help_texts:
            found[entry.msgid.casefold()].add(entry.msgstr)
    with override(language):
        found["save"].add(gettext("Save"))  # Django's own
    return found


def test_every_screen_of_the_staff_has_one_page_of_help():
    named = [screen for page in PAGES.values() for screen in page.screens]
    assert sorted(named) == sorted(set(STAFF) - NO_SCREEN)


def test_a_page_knows_the_lowest_role_that_opens_its_screens():
    for page in PAGES.values():
        for screen in page.screens:
            assert (DOORS[screen] or Role.VIEWER) == page.lowest, screen


def test_a_page_sends_nobody_to_a_screen_that_is_closed_to_them():
    order = [None, *Role.values]
    for page in PAGES.values():
        if page.start in DOORS:
            assert order.index(DOORS[page.start]) <= order.index(page.lowest), page.slug


def test_pages_are_short_and_lead_only_to_pages_that_exist():
    for slug, page in PAGES.items():
        assert slug == page.slug
        assert 3 <= len(page.steps) <= 7
        assert len(page.snags) <= 3
        assert set(page.see) <= set(PAGES) - {slug}


@pytest.mark.parametrize("language", FOLDERS)
def test_words_in_quotation_marks_are_those_of_the_screen(language):
    screens = words_of_screens(language)
    wrong = []
    for page in PAGES.values():
        for english, translated in zip(said(page, "en"), said(page, language), strict=True):
            here = QUOTED.findall(translated)
            for quoted in QUOTED.findall(english):
                found = screens.get(quoted.casefold(), set()) & set(here)
                if not found:
                    wrong.append((page.slug, quoted, screens.get(quoted.casefold())))
                    continue
                here.remove(found.pop())
            if here:
                wrong.append((page.slug, english, here))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_read_in_every_language_within_few_queries(
    client, django_assert_max_num_queries, language
):
    client.force_login(member(Role.VIEWER))
    for slug, page in PAGES.items():
        with django_assert_max_num_queries(3):
            answer = client.get(f"/{language}/desk/help/{slug}/")
        assert answer.status_code == 200
        assert answer.content.decode().count("<li>") >= len(page.steps)
    with django_assert_max_num_queries(3):
        html = client.get(f"/{language}/desk/help/").content.decode()
    assert all(f"/{language}/desk/help/{slug}/" in html for slug in PAGES)
    assert html.count("<kbd>") == sum(len(key.caps) for key in KEYS.values())


def test_only_the_help_of_signing_in_and_its_second_step_is_read_before_it(client):
    for slug, page in PAGES.items():
        status = client.get(f"/fa/desk/help/{slug}/").status_code
        assert status == (200 if page.is_open else 302)
    assert [slug for slug, page in PAGES.items() if page.is_open] == ["sign-in", "second-step"]
    html = client.get("/fa/desk/help/sign-in/").content.decode()
    assert "/fa/desk/help/account/" not in html


def test_an_unknown_page_of_help_is_not_found_and_tells_a_visitor_nothing(client):
    assert client.get("/fa/desk/help/nothing/").status_code == 302
    client.force_login(member(Role.VIEWER))
    assert client.get("/fa/desk/help/nothing/").status_code == 404


def test_a_screen_leads_to_its_help(chief, client):
    seen = set()
    for name in set(STAFF) - NO_SCREEN:
        slug = page_of_screen(name).slug
        answer = (client if PAGES[slug].is_open else chief).get(address(name))
        if answer.status_code == 200:  # of most there is no such record
            seen.add(name)
            link = f'id="desk-help" href="{reverse("desk:help", args=[slug])}"'
            assert link in answer.content.decode(), name
    assert len(seen) > 15


def test_a_record_leads_to_its_help_in_its_language(chief):
    agreement = builders.agreement(builders.city(), publication="draft")
    for page, slug in (("records/agreement", "record"), ("agreements", "agreement")):
        html = chief.get(f"/zh-hans/desk/{page}/{agreement.key}/").content.decode()
        assert f'id="desk-help" href="/zh-hans/desk/help/{slug}/"' in html, page


@pytest.mark.parametrize(
    ("place", "slug"),
    [
        ("", "full-form"),
        ("registry/city/add/", "full-form"),
        ("registry/city/{city}/history/", "history"),
        ("accounts/user/", "invitations"),
    ],
)
def test_the_full_forms_lead_to_their_help(chief, place, slug):
    html = chief.get(f"/fa/admin/{place.format(city=builders.city().pk)}").content.decode()
    assert f'href="/fa/desk/help/{slug}/"' in html


def test_a_page_says_which_role_its_screen_needs(client):
    client.force_login(member(Role.VIEWER))
    assert "دست‌کم نقش مدیر" in client.get("/fa/desk/help/merging/").content.decode()
    client.force_login(member(Role.ADMINISTRATOR))
    html = client.get("/fa/desk/help/merging/").content.decode()
    assert "دست‌کم نقش" not in html
    assert 'class="btn" href="/fa/desk/merges/"' in html
