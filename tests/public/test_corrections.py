"""Telling the office what is wrong: without a cookie, without a loss, and never in public."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from diplomacy.accounts.models import RateCount
from diplomacy.public.tokens import MOST_AGE, new_token
from diplomacy.registry.models import Correction, Identity, Publication
from diplomacy.registry.models.base import DataVersion
from tests import builders
from tests.public.pages import addresses, parse, words_in

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
FORM = "/en/corrections/"
WORDS = {"words": "The day is wrong.", "found_where": "A newspaper", "sender": "a@example.org"}


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def clock(monkeypatch):
    """Return what lets so many seconds pass for tokens."""
    now = time.time()

    def wait(seconds: int) -> None:
        nonlocal now
        now += seconds
        monkeypatch.setattr(signing.time, "time", lambda: now)

    return wait


def field(page, name: str) -> str:
    """Return what a field of the form holds, as a browser would send it."""
    for element in parse(page).iter():
        if element.get("name") == name:
            return element.get("value") or (element.text or "").removeprefix("\n")
    raise LookupError(name)


def address(page) -> str:
    (form,) = (e for e in parse(page).iter("form") if e.get("method") == "post")
    return form.get("action")


def send(client: Client, page, clock=None, wait: int = 60, **typed):
    """Send the form of `page` after a minute."""
    if clock:
        clock(wait)
    typed = WORDS | {"token": field(page, "token"), "website": ""} | typed
    return client.post(address(page), typed)


def about(record, noun: str) -> str:
    return f"{FORM}?about={record.key}&noun={noun}"


def text(page) -> str:
    return page.content.decode()


# --- what it is about ---


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


# --- the token, and what is typed ---


def exempt_views(resolver) -> set[str]:
    found = set()
    for one in resolver.url_patterns:
        if not isinstance(one, URLPattern):
            found |= exempt_views(one)
        elif getattr(one.callback, "csrf_exempt", False):
            found.add(one.name)
    return found


def test_it_is_the_one_form_of_the_site_that_no_cookie_protects():
    assert exempt_views(get_resolver()) == {"corrections"}


def test_nothing_is_written_by_looking(visitor):
    entry = builders.event(builders.city())
    version = DataVersion.current()
    for method in (visitor.get, visitor.head, visitor.options):
        assert method(f"{FORM}?about={entry.key}").status_code == 200
        assert method(f"{FORM}thanks/?about={entry.key}").status_code == 200
    assert visitor.put(FORM).status_code == 405
    assert not Correction.objects.exists()
    assert not RateCount.objects.exists()
    assert DataVersion.current() == version


def test_a_correction_changes_no_page(visitor, clock):
    page, version = visitor.get(FORM), DataVersion.current()
    send(visitor, page, clock)
    assert DataVersion.current() == version


def assert_all_is_kept(page, **typed):
    assert not Correction.objects.exists()
    for name, value in (WORDS | typed).items():
        assert field(page, name) == value


@pytest.mark.parametrize("token", ["", "x", "x:y:z", "\0", "é" * 50, "a" * 100_000])
def test_a_token_that_is_none_of_ours_is_refused_and_nothing_typed_is_lost(visitor, clock, token):
    page = send(visitor, visitor.get(FORM), clock, token=token)
    assert page.status_code == 422
    assert_all_is_kept(page)
    assert send(visitor, page, clock, wait=120).status_code == 303


def test_a_token_of_another_page_another_site_or_another_key_is_refused(visitor, clock, settings):
    first, second = builders.event(builders.city()), builders.event(builders.city())
    other = field(visitor.get(about(first, "event")), "token")
    page = visitor.get(about(second, "event"))
    assert send(visitor, page, clock, token=other).status_code == 422
    settings.SECRET_KEY = "another site"
    foreign = new_token(f"event:{second.key}:")
    settings.SECRET_KEY = "this site"
    page = send(visitor, page, clock, token=foreign)
    assert page.status_code == 422
    assert_all_is_kept(page)


def test_a_page_that_was_open_for_a_day_is_shown_again_with_all_that_was_typed(visitor, clock):
    entry = builders.event(builders.city())
    page = visitor.get(about(entry, "event"))
    late = send(visitor, page, clock, wait=MOST_AGE + 2)
    assert late.status_code == 422
    assert_all_is_kept(late)
    assert f"/en/events/{entry.key}/" in addresses(late)
    again = send(visitor, late, clock)
    assert again.status_code == 303
    assert Correction.objects.get().key == entry.key


def test_what_is_sent_within_a_second_is_asked_for_once_more(visitor, clock):
    page = visitor.get(FORM)
    quick = send(visitor, page, clock, wait=0)
    assert quick.status_code == 422
    assert_all_is_kept(quick)
    assert field(quick, "token") == field(page, "token")
    assert send(visitor, quick, clock, wait=5).status_code == 303


def test_a_form_sent_twice_makes_one_correction(visitor, clock):
    page = visitor.get(FORM)
    assert send(visitor, page, clock).status_code == 303
    assert send(visitor, page, clock).status_code == 303
    assert Correction.objects.count() == 1
    assert set(RateCount.objects.values_list("count", flat=True)) == {1}


def test_other_words_from_the_same_page_are_not_lost(visitor, clock):
    page = visitor.get(FORM)
    send(visitor, page, clock)
    second = send(visitor, page, clock, words="Another thing")
    assert second.status_code == 422
    assert field(second, "words") == "Another thing"
    assert send(visitor, second, clock, wait=120, words="Another thing").status_code == 303
    assert Correction.objects.count() == 2


@pytest.mark.parametrize(("typed", "message"), [
    ({"words": ""}, "Write what is wrong."),
    ({"words": " \r\n "}, "Write what is wrong."),
    ({"words": "x" * 4001}, "It has 4,001 characters. Shorten it to 4,000."),
    ({"words": "x" * 1_000_000}, "It has 1,000,000 characters."),
    ({"found_where": "x" * 501}, "Shorten it to 500."),
    ({"sender": "nobody"}, "This is no mail address."),
    ({"sender": "a\n@example.org"}, "This is no mail address."),
    ({"website": "https://spam.example/"}, "Send it once more."),
])  # fmt: skip
def test_what_is_wrong_with_the_form_stands_beside_its_field(visitor, clock, typed, message):
    page = send(visitor, visitor.get(FORM), clock, **typed)
    assert page.status_code == 422
    assert message in text(page)
    assert not Correction.objects.exists()
    for name, value in ({**WORDS, **typed} | {"website": ""}).items():
        assert field(page, name).split() == value.split()


def test_as_much_as_is_allowed_arrives_whole_a_line_break_being_one_character(visitor, clock):
    send(visitor, visitor.get(FORM), clock, words="خ" * 3989 + "\r\n" * 10 + "ی")
    assert Correction.objects.get().words == "خ" * 3989 + "\n" * 10 + "ی"


def test_hostile_words_are_kept_as_words(visitor, clock):
    words = "\0a\x07<script>alert(1)</script>\u202eabc {{ 7 }} ' OR 1=1 --"
    sent = send(visitor, visitor.get(FORM), clock, words=words, sender="")
    assert sent.status_code == 303
    assert Correction.objects.get().words == words.replace("\0", "").replace("\x07", "")


@pytest.mark.parametrize("key", ["\0", "x" * 5000, "../..", "%", "'", "\u202e", "a b", "٣"])
def test_a_key_that_can_be_none_is_not_there(visitor, clock, key):
    for noun in ("", "&noun=event", "&noun=%00", "&noun=user"):
        query = f"?about={quote(key)}{noun}"
        assert visitor.get(FORM + query).status_code == 404
        assert visitor.get(f"{FORM}thanks/{query}").status_code == 200
        sent = visitor.post(FORM + query, {**WORDS, "token": new_token("::")})
        assert sent.status_code == 422
        assert_all_is_kept(sent)


def test_what_was_withdrawn_while_somebody_wrote_is_still_received(visitor, clock):
    entry = builders.event(builders.city())
    page = visitor.get(about(entry, "event"))
    type(entry).objects.filter(pk=entry.pk).update(publication=Publication.WITHDRAWN)
    sent = send(visitor, page, clock)
    assert sent.status_code == 303
    kept = Correction.objects.get()
    assert (kept.noun, kept.key, kept.title) == ("event", entry.key, "")
    assert kept.page == f"/en/events/{entry.key}/"
    assert visitor.get(sent["Location"]).status_code == 200


# --- too often ---


def test_who_sends_too_often_is_told_when_and_how_else_and_loses_nothing(visitor, clock, settings):
    settings.CORRECTIONS_PER_HOUR = 2
    Identity.objects.create(city=builders.home_city(), mail="office@example.org")
    for _ in range(2):
        assert send(visitor, visitor.get(FORM), clock).status_code == 303
    page = visitor.get("/fa/corrections/")
    clock(60)
    typed = WORDS | {"token": field(page, "token")}
    refused = visitor.post("/fa/corrections/", typed)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "mailto:office@example.org" in addresses(refused)
    assert field(refused, "words") == WORDS["words"]
    assert not words_in(refused, r"[A-Za-z]{2,}", "fa")
    assert Correction.objects.count() == 2
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other, other.get(FORM)).status_code == 303


def test_a_forged_header_makes_nobody_another_client(visitor, clock, settings):
    settings.CORRECTIONS_PER_HOUR = 1
    statuses = []
    for number in range(3):
        page = visitor.get(FORM)
        clock(60)
        typed = WORDS | {"token": field(page, "token")}
        forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        statuses.append(visitor.post(FORM, typed, **forged).status_code)
    assert statuses == [303, 429, 429]


def test_all_together_are_limited_too(clock, settings):
    settings.CORRECTIONS_IN_ALL = 1
    one, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    first, second = one.get(FORM), other.get(FORM)
    assert send(one, first, clock).status_code == 303
    assert send(other, second, clock).status_code == 429
    assert send(one, first, clock).status_code == 303  # the same once more


@pytest.mark.django_db(transaction=True)
def test_of_one_form_sent_many_times_at_once_one_is_kept(clock, settings):
    settings.CORRECTIONS_PER_HOUR = 1
    page = Client().get(FORM)
    clock(60)

    def once(_) -> int:
        try:
            return send(Client(), page).status_code
        finally:
            connection.close()

    # SQLite in memory does not wait for another writer; in a file it does.
    workers = 6 if connection.vendor == "postgresql" else 1
    with ThreadPoolExecutor(workers) as pool:
        assert set(pool.map(once, range(8))) == {303}
    assert Correction.objects.count() == 1
    assert set(RateCount.objects.values_list("count", flat=True)) == {1}


# --- what it costs, what it shows ---


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
