"""A correction on its way: its token, what is typed, and that nothing of it is lost."""

from urllib.parse import quote

import pytest
from django.urls import URLPattern, get_resolver

from diplomacy.accounts.models import RateCount
from diplomacy.public.tokens import MOST_AGE, new_token
from diplomacy.registry.models import Correction, Publication
from diplomacy.registry.models.base import DataVersion
from tests import builders
from tests.public.correcting import FORM, WORDS, about, assert_all_is_kept, field, send, text
from tests.public.pages import addresses

pytestmark = pytest.mark.django_db


def exempt_views(resolver) -> set[str]:
    """Return the views that a form reaches without a token and that take one."""
    found = set()
    for one in resolver.url_patterns:
        if not isinstance(one, URLPattern):
            found |= exempt_views(one)
        elif getattr(one.callback, "csrf_exempt", False) and takes_forms(one.callback):
            found.add(one.name)
    return found


def takes_forms(view) -> bool:
    kind = getattr(view, "view_class", None)
    return kind is None or any(hasattr(kind, name) for name in ("post", "put", "patch", "delete"))


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
