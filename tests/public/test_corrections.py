"""Telling the office what is wrong: about which record or page, and never in public."""

import secrets
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.urls import reverse

from diplomacy.registry.models import Correction
from tests import builders
from tests.public.correcting import FORM, WORDS, about, address, field, send, text
from tests.public.pages import addresses, parse, words_in
from tests.public.test_canary import addresses as every_address

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_names_the_record_and_leads_back(visitor, language):
    entry = builders.event(builders.city())
    page = visitor.get(f"/{language}/corrections/?about={entry.key}")
    assert page.status_code == 200
    assert parse(page).find(".//h1") is not None
    assert f"/{language}/events/{entry.key}/" in addresses(page)
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    if language == "fa":
        assert not words_in(page, r"[A-Za-z0-9]{2,}", "fa")
    if language == "zh-hans":
        found = words_in(page, r"[\u0600-\u06ff]+|[A-Za-z]{2,}", "zh-Hans")
        assert set(found) <= {"Cookie"}


def test_a_correction_is_kept_with_its_record_and_the_reader_is_thanked(visitor, clock):
    entry = builders.event(builders.city(), title_en="A meeting")
    sent = send(visitor, visitor.get(f"{FORM}?about={entry.key}"), clock)
    assert sent.status_code == 303
    kept = Correction.objects.get()
    assert (kept.noun, kept.key, kept.title) == ("event", entry.key, "A meeting")
    assert (kept.page, kept.language) == (f"/en/events/{entry.key}/", "en")
    assert {name: getattr(kept, name) for name in WORDS} == WORDS
    assert kept.is_open
    thanks = visitor.get(sent["Location"])
    assert thanks.status_code == 200
    assert f"/en/events/{entry.key}/" in addresses(thanks)
    assert not sent.cookies
    assert not thanks.cookies


@pytest.mark.parametrize("noun", ["organisation", "person", "area", "layer", "source"])
def test_every_noun_with_a_page_can_be_corrected(visitor, clock, noun):
    tie = builders.tie()
    entry = builders.event(tie.partner)
    person, body = builders.person(), builders.organisation()
    builders.took_part(entry, person=person, organisation=body, name_shown=True)
    layer = builders.layer(tie)
    area = builders.area(entry, layer=layer)
    source = entry.citations.get().source
    records = {
        "organisation": body,
        "person": person,
        "area": area,
        "layer": layer,
        "source": source,
    }
    record = records[noun]
    page = visitor.get(reverse(f"public:{noun}", args=[record.key]))
    (link,) = {one for one in addresses(page) if one.startswith(FORM)}
    assert send(visitor, visitor.get(link), clock).status_code == 303
    kept = Correction.objects.get()
    assert (kept.noun, kept.key) == (noun, record.key)


def test_a_tie_is_corrected_on_its_partners_page(visitor):
    tie = builders.tie()
    page = visitor.get(f"{FORM}?about={tie.key}")
    assert page.status_code == 301
    assert page["Location"] == f"{FORM}?about={tie.partner.key}&noun=city"


def test_a_former_key_leads_to_the_new_one(visitor):
    entry = builders.event(builders.city(), key="old-key")
    entry.key = "new-key"
    entry.save()
    moved = visitor.get(f"{FORM}?about=old-key")
    assert (moved.status_code, moved["Location"]) == (301, f"{FORM}?about=new-key&noun=event")


def test_two_records_with_one_key_are_told_apart_by_their_noun(visitor, clock):
    builders.tie(builders.city(key="same"))
    builders.event(builders.city(), key="same")
    send(visitor, visitor.get(f"{FORM}?about=same&noun=event"), clock)
    assert Correction.objects.get().noun == "event"


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_readers_do_not_see_is_as_what_never_was(visitor, state):
    hidden = builders.event(builders.city(), publication=state, title_en="A secret")
    for query in (f"about={hidden.key}", f"about={hidden.key}&noun=event"):
        shown = visitor.get(f"{FORM}?{query}")
        never = visitor.get(f"{FORM}?{query.replace(hidden.key, 'never-was')}")
        assert shown.status_code == never.status_code == 404
        assert text(shown).replace(hidden.key, "never-was") == text(never)
        thanks = visitor.get(f"{FORM}thanks/?{query}")
        assert "A secret" not in text(thanks)
        assert hidden.key not in "".join(a for a in addresses(thanks) if "/events/" in a)


def test_a_page_without_a_record_is_named_by_its_path(visitor, clock):
    lists = visitor.get("/en/events/")
    (link,) = {one for one in addresses(lists) if one.startswith(FORM)}
    page = visitor.get(link)
    assert "/en/events/" in addresses(page)
    assert send(visitor, page, clock).status_code == 303
    kept = Correction.objects.get()
    assert (kept.noun, kept.key, kept.page) == ("", "", "/en/events/")


@pytest.mark.parametrize("path", [
    "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/en/desk/",
    "/en/admin/", "/en/nowhere/", "/static/x.css", "/", "en/events/", "/en/events/\0",
    "/en/cities/" + "x" * 400 + "/", "\u202e/en/",
])  # fmt: skip
def test_any_other_address_is_no_page_of_ours(visitor, clock, path):
    page = visitor.get(f"{FORM}?page={quote(path)}")
    assert page.status_code == 200
    assert "It is about this site as a whole." in text(page)
    send(visitor, page, clock)
    assert Correction.objects.get().page == FORM


def test_every_page_has_the_link_but_that_of_a_fault_and_the_form(visitor):
    tie = builders.tie()
    entry = builders.event(tie.partner)
    for path in ("", "cities/", f"cities/{tie.partner.key}/", f"cities/{tie.partner.key}/path/",
                 f"events/{entry.key}/", "about/privacy/", "timeline/"):  # fmt: skip
        assert [one for one in addresses(visitor.get(f"/en/{path}")) if one.startswith(FORM)], path
    gone = builders.event(builders.city(), publication="withdrawn")
    for path in ("no-such-page/", f"events/{gone.key}/", "corrections/", "corrections/?about=x"):
        assert 'class="correct"' not in text(visitor.get(f"/en/{path}")), path


def test_the_contact_page_leads_to_it_and_privacy_says_what_is_kept(visitor, settings):
    settings.CORRECTION_SENDER_DAYS = 45
    assert FORM in addresses(visitor.get("/en/about/contact/"))
    assert "erased 45 days after" in text(visitor.get("/en/about/privacy/"))
    assert "erased 45 days after" in text(visitor.get(FORM))


def test_the_pages_cost_few_queries(visitor, clock, django_assert_max_num_queries):
    entry = builders.event(builders.city())
    with django_assert_max_num_queries(2):
        page = visitor.get(about(entry, "event"))
    clock(60)
    typed = {**WORDS, "token": field(page, "token")}
    with django_assert_max_num_queries(30):  # three limits, each a row to be made
        assert visitor.post(address(page), typed).status_code == 303
    with django_assert_max_num_queries(2):
        visitor.get(f"{FORM}thanks/?about={entry.key}&noun=event")


def test_a_page_with_a_token_is_kept_by_no_cache_on_the_way(visitor):
    assert "private" in visitor.get(FORM)["Cache-Control"]
    assert 'content="noindex"' in text(visitor.get(FORM))
    for language in LANGUAGES:
        assert f"Disallow: /{language}/corrections/\n" in text(visitor.get("/robots.txt"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_with_faults_is_valid_and_in_its_own_language(visitor, clock, language):
    path = f"/{language}/corrections/"
    page = visitor.get(path)
    clock(60)
    typed = {"token": field(page, "token"), "sender": "x", "website": "x", "found_where": "۱" * 501}
    wrong = visitor.post(path, typed)
    assert wrong.status_code == 422
    if language == "fa":
        assert not words_in(wrong, r"[A-Za-z0-9]{2,}", "fa")
    for name in ("words", "sender", "found_where"):
        (one,) = (e for e in parse(wrong).iter() if e.get("name") == name)
        assert one.get("aria-invalid") == "true"
        assert f"id_{name}_error" in one.get("aria-describedby")


def test_no_word_of_a_correction_shows_on_any_public_page_or_in_an_export(client, tmp_path):
    place = builders.tie().partner
    entry = builders.event(place)
    names = ("words", "found_where", "comment", "title", "token")
    words = {name: "zq" + secrets.token_hex(6) for name in names}
    sender = f"zq{secrets.token_hex(6)}@example.org"
    for noun, record in (("city", place), ("event", entry)):
        token = words["token"] + noun
        made = words | {"noun": noun, "key": record.key, "token": token, "sender": sender}
        builders.correction(**made)
    pages = [*every_address(), "/robots.txt", f"{FORM}?about={place.key}"]
    assert len(pages) > 20
    shown = [getattr(client.get(page), "content", b"") for page in pages]
    call_command("dump_register", str(tmp_path / "dump"), stdout=StringIO())
    shown += [file.read_bytes() for file in (tmp_path / "dump").iterdir()]
    hidden = [word.encode() for word in (*words.values(), sender)]
    assert not [word for word in hidden if any(word in one for one in shown)]


def test_the_title_of_a_chinese_page_has_chinese_marks(visitor):
    page = visitor.post("/zh-hans/corrections/", {"words": ""})
    (title,) = parse(page).iter("title")
    assert title.text.startswith("尚未发送：")
