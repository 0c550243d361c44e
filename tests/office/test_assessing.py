"""The screen on which a promise is reviewed: what it shows, takes and refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from diplomacy.registry import publishing
from diplomacy.registry.models import EntryLink, Source
from diplomacy.registry.publishing import Assessment, assess
from tests import builders
from tests.office.judging import LIST, ago, at_desk, form_of, kept, page_of, text
from tests.public.pages import parse
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db


def test_the_screen_shows_all_that_is_needed_to_judge_a_promise():
    place, body = builders.city("Farville"), builders.organisation(name_en="The Guild")
    paper = builders.agreement(place, title_en="The paper", start="2020-01-01")
    promise = builders.commitment(
        builders.home_city(), place, title_en="Send a list", summary_en="A list is to be sent.",
        start="2020-05-04", due="2021", due_words_en="within a year",
        sources=[builders.source(title="The minutes", url="https://minutes.test/")],
    )  # fmt: skip
    promise.links.create(kind="arises_from", to=paper, place="art. 3")
    builders.took_part(promise, role="owes", organisation=body, side="partner")
    promise.reviews.create(on="2022-01-01", verdict="stalled", words_en="Nothing was sent.")
    builders.event(place, title_en="A later meeting", start="2023-01-01")
    builders.event(place, title_en="A meeting before", start="2019-01-01")
    builders.event(place, title_en="Only words", start="2023-01-01", type="claim")
    builders.event(place, title_en="A hidden one", start="2023-01-01", publication="draft")
    builders.event(builders.city(), title_en="Elsewhere", start="2023-01-01")
    html = text(at_desk().get(page_of(promise)))
    for words in (
        "Send a list", "A list is to be sent.", "undertaking", "The Guild", "Farville",
        "4 May 2020", "within a year", "The paper", "art. 3", "The minutes",
        "https://minutes.test/", "Nothing was sent.", "1 January 2022", "A later meeting",
    ):  # fmt: skip
        assert words in html, words
    for words in ("A meeting before", "Only words", "A hidden one", "Elsewhere"):
        assert words not in html, words


def test_a_review_is_kept_and_the_next_promise_that_waits_is_shown():
    promise, other = builders.commitment(builders.city()), builders.commitment(builders.city())
    client = at_desk()
    answer = client.post(
        page_of(promise), form_of(client, promise, verdict="stalled", fa="مانده است.", on=ago(2))
    )
    assert answer["Location"] == page_of(other)
    review = promise.reviews.get()
    assert (review.verdict, review.words_fa, review.reviewer) == (
        "stalled", "مانده است.", member("reviewer"),
    )  # fmt: skip
    assert review.on.text == ago(2)
    answer = client.post(page_of(other), form_of(client, other, verdict="no_evidence"))
    assert answer["Location"] == LIST
    assert "No other promise waits for a review." in text(client.get(LIST))


def test_the_day_is_today_and_may_be_typed_in_either_calendar():
    promise = builders.commitment(builders.city())
    assert kept(promise, verdict="no_evidence").on.first == timezone.localdate()
    first = builders.commitment(builders.city())
    assert kept(first, verdict="no_evidence", on="۱۴۰۳/۷/۴").on.text == "2024-09-25"


def test_evidence_is_a_known_source_a_new_one_or_an_entry_that_delivers_it():
    place, source = builders.city(), builders.source(title="The letter")
    promise = builders.commitment(place)
    deed = builders.event(place, start="2021-01-01")
    done = {"verdict": "delivered", "en": "It was done."}
    assert kept(promise, **done, source_title="The letter", source="").source == source
    new = {"source_title": "Quite new", "source_kind": "official_page", "source": ""}
    assert kept(promise, **done, **new).source == Source.objects.get(title="Quite new")
    assert kept(promise, **done, delivered_by=[deed.key]).source is None
    assert EntryLink.objects.get().entry == deed.entry_ptr
    html = text(at_desk().get(page_of(promise)))
    assert "Delivered by, as recorded" in html
    assert f'value="{deed.key}"' not in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"verdict": ""}, "This field is required."),
        ({"on": ""}, "This field is required."),
        ({"on": "2020"}, "Give an exact day"),
        ({"on": "yesterday"}, "errorlist"),
        ({"on": ago(-2)}, "This day is still to come."),
        ({"on": "2019-01-01"}, "This day lies before that of the promise."),
        ({"verdict": "stalled", "en": "", "fa": ""}, "A verdict needs a public sentence"),
        ({"verdict": "delivered"}, "What was delivered needs evidence"),
        ({"en": "x" * 301}, "errorlist"),
        ({"en": "\0"}, "errorlist"),
        ({"seen": "\0"}, "errorlist"),
        ({"source_title": "Nobody said of what kind", "source": ""}, "Say what kind of source"),
        ({"delivered_by": ["no-such-entry"]}, "errorlist"),
        ({"tell": "on", "en": "", "fa": ""}, "There is no sentence that readers could be told."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(typed, said):
    promise = builders.commitment(builders.city())
    client = at_desk()
    given = {"verdict": "no_evidence", "en": "At length", "fa": "به تفصیل"}
    given |= typed
    answer = client.post(page_of(promise), form_of(client, promise, **given))
    assert answer.status_code == 422
    assert said in text(answer)
    assert given["fa"] in text(answer)
    assert "Nothing you typed is lost." in text(answer)
    assert not promise.reviews.exists()


def test_who_comes_second_sees_what_the_first_found_and_keeps_what_they_typed():
    promise, client = builders.commitment(builders.city()), at_desk()
    stale = form_of(client, promise, verdict="stalled", en="Typed at length")
    first = Assessment("in_progress", timezone.localdate(), {"en": "Found by the first."})
    assess(promise, member("administrator"), first)
    answer = client.post(page_of(promise), stale)
    assert answer.status_code == 409
    assert "Typed at length" in text(answer)
    assert "Found by the first." in text(answer)
    assert promise.reviews.count() == 1
    seen = answer.context["form"]["seen"].value()
    assert client.post(page_of(promise), stale | {"seen": seen}).status_code == 302
    assert promise.reviews.count() == 2


def test_a_review_before_the_last_one_is_kept_after_a_warning_only():
    promise, client = builders.commitment(builders.city()), at_desk()
    promise.reviews.create(on=ago(1), verdict="no_evidence")
    typed = form_of(client, promise, verdict="stalled", en="It stood still.", on=ago(30))
    assert "Keep it all the same" not in text(client.get(page_of(promise)))
    answer = client.post(page_of(promise), typed)
    assert answer.status_code == 422
    assert "Keep it all the same" in text(answer)
    assert client.post(page_of(promise), typed | {"earlier": "on"}).status_code == 302
    assert promise.reviews.order_by("-on", "-id").first().verdict == "no_evidence"


def test_the_preview_shows_the_sentence_in_three_languages_and_writes_nothing():
    promise, client = builders.commitment(builders.city()), at_desk()
    typed = form_of(client, promise, verdict="stalled", fa="مانده است.", en="It stands still.")
    answer = client.post(page_of(promise), typed | {"act": "preview", "on": "2024-09-25"})
    assert answer.status_code == 200
    (preview,) = (one for one in parse(answer).iter("section") if one.get("id") == "preview")
    shown = " ".join("".join(preview.itertext()).split())
    for words in (
        "stalled", "as reviewed on 25 September 2024", "It stands still.", "متوقف‌مانده",
        "۴ مهر ۱۴۰۳", "مانده است.", "停滞", "2024年9月25日",
    ):  # fmt: skip
        assert words in shown, words
    assert not promise.reviews.exists()
    assert "errorlist" not in text(answer)


def test_verdicts_that_accuse_are_not_offered_on_what_was_not_promised():
    promise = builders.commitment(builders.city(), force="possibility")
    client = at_desk()
    html = text(client.get(page_of(promise)))
    assert 'value="stalled"' not in html
    assert "nobody can break it" in html
    typed = form_of(client, promise, verdict="stalled", en="It stands still.")
    assert client.post(page_of(promise), typed).status_code == 422


def test_a_recorder_is_led_to_a_draft_copy():
    promise, client = builders.commitment(builders.city()), at_desk("recorder")
    html = text(client.get(page_of(promise)))
    assert 'name="verdict"' not in html
    assert "Propose a review" in html
    assert client.post(page_of(promise), {"act": "keep"}).status_code == 403
    record = reverse("desk:record", args=["commitment", promise.key])
    assert f'action="{record}"' in html
    copy_page = client.post(record, {"act": "revise"})["Location"]
    assert copy_page in text(client.get(page_of(promise)))


def test_what_is_not_published_is_not_reviewed_here():
    promise, client = builders.commitment(builders.city(), publication="draft"), at_desk()
    html = text(client.get(page_of(promise)))
    assert "nobody reviews it yet" in html
    assert 'name="verdict"' not in html


def test_a_draft_copy_and_another_kind_have_no_such_page():
    promise, client = builders.commitment(builders.city()), at_desk()
    copy = publishing.revise(promise, member("recorder"))
    for key in (copy.key, builders.event(builders.city()).key, "none"):
        assert client.get(f"{LIST}{key}/review/").status_code == 404


def test_what_was_typed_when_the_session_was_gone_comes_back_after_the_sign_in(client):
    promise = builders.commitment(builders.city())
    answer = client.post(page_of(promise), {"act": "keep", "en": "Typed at length"})
    assert answer.status_code == 403
    assert "Typed+at+length" in text(answer)
    assert not promise.reviews.exists()


def test_a_message_of_the_domain_without_a_field_is_shown_too():
    form = at_desk().get(page_of(builders.commitment(builders.city()))).context["form"]
    assert not form.is_bound
    form = type(form)(form.judged, {"verdict": "no_evidence", "on": ago(1)})
    assert form.is_valid()
    form.refuse(ValidationError("Somewhere else"))
    assert form.non_field_errors() == ["Somewhere else"]
