"""The review of a tie: written by one, signed by another, with facts that stay as they were."""

import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import TieReview
from diplomacy.registry.models import CommitmentReview, Relationship
from diplomacy.registry.publishing import publish, revise
from diplomacy.registry.queries.tie_facts import frozen, opened, tie_facts
from tests import builders

pytestmark = pytest.mark.django_db

WORDS = "The mayor's office has not answered two letters."


def user(name: str, role: Role) -> User:
    return User.objects.get_or_create(username=name, defaults={"role": role})[0]


def desk_of(someone: User) -> Client:
    client = Client()
    client.force_login(someone)
    return client


@pytest.fixture
def tie() -> Relationship:
    return builders.tie()


@pytest.fixture
def writer() -> Client:
    return desk_of(user("writer", Role.RECORDER))


@pytest.fixture
def reviewer() -> Client:
    return desk_of(user("reviewer", Role.REVIEWER))


def soon(days: int = 200) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def begun(tie: Relationship, by: Client) -> TieReview:
    answer = by.post(reverse("desk:tie-reviews", args=[tie.key]))
    assert answer.status_code == 302
    return TieReview.objects.get(relationship=tie, signed_at__isnull=True)


def page(review: TieReview, name: str = "tie-review") -> str:
    return reverse(f"desk:{name}", args=[review.relationship.key, review.pk])


def send(client: Client, review: TieReview, act: str, **typed):
    version = client.get(page(review)).context["version"]
    return client.post(page(review), {"act": act, "version": version} | typed)


def written(tie: Relationship, by: Client, **typed) -> TieReview:
    review = begun(tie, by)
    given = {"verdict": "deepen", "reasons": WORDS, "next_on": soon()} | typed
    assert send(by, review, "save", **given).status_code == 302
    return TieReview.objects.get(pk=review.pk)


def signed(tie: Relationship, writer: Client, reviewer: Client) -> TieReview:
    review = written(tie, writer)
    assert send(reviewer, review, "sign").status_code == 302
    return TieReview.objects.get(pk=review.pk)


def test_a_review_is_begun_once_and_led_to_after_that(tie, writer):
    review = begun(tie, writer)
    again = writer.post(reverse("desk:tie-reviews", args=[tie.key]))
    assert again.headers["Location"] == page(review)
    assert TieReview.objects.count() == 1
    assert review.prepared_by.username == "writer"


def test_only_a_published_tie_is_reviewed(tie, writer):
    Relationship.objects.filter(pk=tie.pk).update(publication="draft")
    assert writer.post(reverse("desk:tie-reviews", args=[tie.key])).status_code == 409
    assert not TieReview.objects.exists()


def test_somebody_else_signs_and_the_tie_gets_the_day_of_its_next_review(tie, writer, reviewer):
    review = signed(tie, writer, reviewer)
    tie.refresh_from_db()
    assert review.is_signed
    assert review.signed_by.username == "reviewer"
    assert review.facts["on"] == timezone.localdate().isoformat()
    assert tie.review_on == review.next_on
    last = tie.history.first()
    assert (last.history_user, last.history_change_reason) == (review.signed_by, "reviewed: deepen")
    assert not opened(review.facts).alone


def test_who_has_written_on_the_sheet_does_not_sign_it(tie, writer, reviewer):
    review = written(tie, writer)
    assert send(reviewer, review, "save", verdict="keep", reasons=WORDS, next_on=soon())
    assert send(reviewer, review, "sign").status_code == 409
    other = desk_of(user("other", Role.REVIEWER))
    assert send(other, review, "sign").status_code == 302


def test_a_reviewer_who_prepared_it_does_not_sign_it(tie, reviewer):
    review = written(tie, reviewer)
    html = reviewer.get(page(review)).content.decode()
    assert "Sign off the review" not in html
    assert "somebody else signs it off" in html
    assert send(reviewer, review, "sign").status_code == 409


def test_an_administrator_alone_may_sign_their_own_and_the_sheet_says_so(tie):
    chief = desk_of(user("chief", Role.ADMINISTRATOR))
    review = written(tie, chief)
    assert send(chief, review, "sign").status_code == 302
    review.refresh_from_db()
    assert opened(review.facts).alone
    assert review.history.first().history_change_reason == "signed off alone"
    assert "nobody else has checked it" in chief.get(page(review, "tie-sheet")).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"verdict": ""}, "Say what you advise."),
        ({"reasons": ""}, "Give the reasons."),
        ({"next_on": ""}, "Say when the tie is to be reviewed next."),
        ({"next_on": "2020-01-01"}, "The next review lies ahead."),
    ],
)
def test_nothing_is_signed_that_lacks_its_words(tie, writer, reviewer, typed, said):
    review = written(tie, writer, **typed)
    answer = send(reviewer, review, "sign")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    review.refresh_from_db()
    assert not review.is_signed


def test_a_tie_that_is_to_end_needs_no_next_review(tie, writer, reviewer):
    Relationship.objects.filter(pk=tie.pk).update(review_on=timezone.localdate())
    review = written(tie, writer, verdict="end", next_on="")
    assert send(reviewer, review, "sign").status_code == 302
    tie.refresh_from_db()
    assert tie.review_on is None


def test_what_was_read_is_what_is_signed(tie, writer, reviewer):
    review = written(tie, writer)
    version = reviewer.get(page(review)).context["version"]
    send(writer, review, "save", verdict="end", reasons="Other words.", next_on="")
    answer = reviewer.post(page(review), {"act": "sign", "version": version})
    assert answer.status_code == 409
    review.refresh_from_db()
    assert not review.is_signed


def test_two_who_write_at_once_lose_nothing(tie, writer):
    review = written(tie, writer)
    answer = writer.post(
        page(review), {"act": "save", "version": "old", "verdict": "keep", "reasons": "Mine."}
    )
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()
    review.refresh_from_db()
    assert review.reasons == WORDS


def test_after_the_signature_nothing_is_changed_and_the_facts_stay(tie, writer, reviewer):
    promise = builders.commitment(tie.partner, force="undertaking")
    review = signed(tie, writer, reviewer)
    before = (review.facts, review.reasons, review.next_on, review.history.count())
    for client in (writer, reviewer, desk_of(user("chief", Role.ADMINISTRATOR))):
        for act in ("save", "sign", "delete"):
            typed = {"act": act, "version": "", "verdict": "end", "reasons": "Other."}
            assert client.post(page(review), typed).status_code in (403, 409)
    CommitmentReview.objects.create(
        commitment=promise, verdict="not_delivered", on="2021-05-04", words_en="Nothing came."
    )
    builders.event(tie.partner, title_en="A later event")
    type(promise).objects.filter(pk=promise.pk).update(title_en="A later title")
    review.refresh_from_db()
    assert (review.facts, review.reasons, review.next_on, review.history.count()) == before
    for name in ("tie-review", "tie-sheet"):
        html = reviewer.get(page(review, name)).content.decode()
        assert "A later" not in html
        assert "1 of 1 not yet assessed" in html
        assert "<textarea" not in html


def test_the_next_review_also_stands_in_a_draft_copy_of_the_tie(tie, writer, reviewer):
    copy = revise(tie, user("writer", Role.RECORDER))
    review = signed(tie, writer, reviewer)
    publish(Relationship.objects.get(pk=copy.pk), user("chief", Role.ADMINISTRATOR))
    tie.refresh_from_db()
    assert tie.review_on == review.next_on


def test_facts_are_published_ones_in_three_languages_and_name_no_person(tie):
    person = builders.person(name_en="Somebody Named")
    promise = builders.commitment(tie.partner, force="plan", due="2021")
    builders.took_part(
        promise, person=person, office_en="Deputy mayor", role="owes", name_shown=True
    )
    builders.agreement(tie.partner, expires="2030-01-01", notice_months=3)
    builders.event(tie.partner, publication="draft", title_en="A hidden event")
    builders.difference(tie)
    builders.question(tie)
    facts = tie_facts(tie.key, timezone.localdate())
    text = str(frozen(facts))
    assert "hidden" not in text
    assert "Somebody" not in text
    assert "Deputy mayor" in text
    assert opened(frozen(facts)) == facts
    assert (facts.promised, len(facts.papers), len(facts.disputes)) == (1, 1, 1)
    assert {one.name: one.number for one in facts.counts}["late"] == 1
    for said in (facts.sentence, facts.city, facts.axes[0].value, facts.papers[0].state):
        assert said.fa
        assert said.en
        assert said.zh


def test_facts_that_an_older_shape_wrote_still_open():
    assert opened(None).promised == 0
    assert opened({"on": "2020-05-04", "papers": "none", "old": 1}).on == "2020-05-04"


def test_the_facts_cost_the_same_for_a_long_history(tie, django_assert_max_num_queries):
    for _ in range(12):
        builders.event(tie.partner)
        builders.agreement(tie.partner)
        builders.commitment(tie.partner, force="undertaking")
    with django_assert_max_num_queries(40):
        tie_facts(tie.key, timezone.localdate())


def test_a_review_is_deleted_only_before_it_is_signed(tie, writer, reviewer):
    review = written(tie, writer)
    assert writer.post(page(review), {"act": "delete"}).status_code == 403
    assert reviewer.post(page(review), {"act": "delete"}).status_code == 302
    assert not TieReview.objects.exists()
    assert reviewer.post(page(review), {"act": "delete"}).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_sheet_is_marked_on_every_page(tie, writer, reviewer, language, printing, tmp_path):
    for _ in range(15):
        builders.agreement(tie.partner)
    review = signed(tie, writer, reviewer)
    place = page(review, "tie-sheet-pdf").replace("/en/", f"/{language}/")
    answer = reviewer.get(place)
    assert answer["Content-Type"] == "application/pdf"
    assert "INTERNAL-review" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    (tmp_path / "sheet.pdf").write_bytes(answer.content)
    text = subprocess.run(
        ["pdftotext", tmp_path / "sheet.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    mark = {"fa": "نه برای عموم", "en": "INTERNAL", "zh-hans": "内部"}[language]
    assert len(pages) > 1
    assert all(mark in one for one in pages)


def test_readers_never_meet_a_review(tie, writer, reviewer, client):
    review = signed(tie, writer, reviewer)
    for place in (page(review), page(review, "tie-sheet"), page(review, "tie-sheet-pdf")):
        answer = client.get(place)
        assert answer.status_code == 302
        assert "sign-in" in answer.headers["Location"]
    for place in (f"/en/cities/{tie.partner.key}/", "/en/", "/en/search/?q=Partnerville"):
        assert "two letters" not in client.get(place).content.decode()


def test_a_sheet_whose_facts_cannot_be_read_still_shows_what_was_said(tie, writer, reviewer):
    review = signed(tie, writer, reviewer)
    TieReview.objects.filter(pk=review.pk).update(facts={})
    for name in ("tie-review", "tie-sheet"):
        assert "two letters" in reviewer.get(page(review, name)).content.decode()
