"""A verdict on a promise: who says it, what it needs, and what it leaves in the history."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    ChangeNote,
    Commitment,
    CommitmentReview,
    EntryLink,
    Event,
    Source,
)
from diplomacy.registry.publishing import (
    Assessment,
    EarlierThanLast,
    NotPublished,
    Outdated,
    assess,
    verdicts_on,
)
from diplomacy.registry.versions import version_of
from tests import builders

pytestmark = pytest.mark.django_db

SENTENCE = {"fa": "انجام شد.", "en": "It was done."}
NOT_PROMISED = ["proposal", "readiness", "possibility", "answer_awaited"]


@pytest.fixture
def reviewer() -> User:
    return User.objects.create_user("reviewer", role=Role.REVIEWER)


def found(verdict: str = "in_progress", **fields) -> Assessment:
    given = {"verdict": verdict, "on": timezone.localdate(), "sentence": SENTENCE} | fields
    return Assessment(**given)


def promise(**fields) -> Commitment:
    return builders.commitment(builders.city(), **fields)


def refused(record: Commitment, by: User, what: Assessment, **options) -> set[str]:
    """Return the fields at which it was refused; nothing is left of it."""
    before = version_of(record)
    with pytest.raises(ValidationError) as fault:
        assess(record, by, what, **options)
    assert version_of(record) == before
    assert not CommitmentReview.objects.filter(commitment=record).exists()
    return set(getattr(fault.value, "error_dict", {"": 1}))


def test_a_verdict_is_written_with_day_reviewer_sentence_and_evidence(reviewer):
    made, source = promise(), builders.source()
    review = assess(made, reviewer, found("delivered", source=source))
    stored = CommitmentReview.objects.get()
    assert stored == review
    assert (stored.commitment, stored.verdict, stored.source) == (made, "delivered", source)
    assert (stored.reviewer, stored.on.first) == (reviewer, timezone.localdate())
    assert (stored.words_fa, stored.words_en, stored.words_zh) == ("انجام شد.", "It was done.", "")


def test_the_history_of_the_promise_and_of_the_review_name_the_reviewer(reviewer):
    made = promise()
    assess(made, reviewer, found("stalled"))
    for newest in (Commitment.history.first(), CommitmentReview.history.first()):
        assert newest.history_user == reviewer
        assert newest.history_change_reason == "assessed: stalled"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER])
def test_only_reviewers_and_administrators_say_it(role):
    with pytest.raises(PermissionDenied):
        assess(promise(), User.objects.create_user("someone", role=role), found())
    assert not CommitmentReview.objects.exists()


@pytest.mark.parametrize("publication", ["draft", "in_review", "withdrawn"])
def test_only_what_is_published_is_assessed(reviewer, publication):
    with pytest.raises(NotPublished):
        assess(promise(publication=publication), reviewer, found())


def test_what_somebody_else_found_meanwhile_is_read_first(reviewer):
    made = promise()
    seen = version_of(made)
    assess(made, reviewer, found("not_started"), seen=seen)
    with pytest.raises(Outdated):
        assess(made, reviewer, found(), seen=seen)
    assert made.reviews.count() == 1
    assess(made, reviewer, found(), seen=version_of(made))
    assert made.reviews.count() == 2


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"on": timezone.localdate() + timedelta(days=1)}, "on"),
        ({"on": date(2020, 5, 3)}, "on"),
        ({"sentence": {"en": "  "}}, "sentence"),
        ({"verdict": "delivered"}, "source"),
        ({"verdict": "partly"}, "source"),
        ({"verdict": "not_delivered"}, "source"),
        ({"verdict": "kept"}, "verdict"),
        ({"verdict": ""}, "verdict"),
    ],
)
def test_what_no_review_may_say_is_refused_beside_its_field(reviewer, what, field):
    assert refused(promise(start="2020-05-04"), reviewer, found(**what)) == {field}


def test_all_that_is_wrong_is_told_at_once(reviewer):
    what = found("delivered", on=date(1990, 1, 1), sentence={})
    assert refused(promise(), reviewer, what) == {"on", "source", "sentence"}


@pytest.mark.parametrize("start", ["2026-11", "[..2026-10-01]", ""])
def test_a_day_that_may_be_after_the_promise_is_taken(reviewer, start):
    what = found(on=timezone.localdate() - timedelta(days=1))
    if start == "2026-11":
        start = timezone.localdate().strftime("%Y-%m")
        what = found(on=timezone.localdate().replace(day=1))
    assert assess(promise(start=start), reviewer, what).pk


@pytest.mark.parametrize("verdict", ["not_assessed", "no_evidence"])
def test_without_evidence_no_sentence_is_needed(reviewer, verdict):
    assert assess(promise(), reviewer, found(verdict, sentence={})).words == ""


@pytest.mark.parametrize("force", NOT_PROMISED)
@pytest.mark.parametrize("verdict", ["not_delivered", "stalled", "withdrawn"])
def test_nobody_is_accused_of_breaking_what_was_not_promised(reviewer, force, verdict):
    made = promise(force=force)
    assert refused(made, reviewer, found(verdict)) == {"verdict"}
    assert verdict not in dict(verdicts_on(made))
    assert verdict in dict(verdicts_on(promise()))


@pytest.mark.parametrize("verdict", ["no_evidence", "not_started", "in_progress", "delivered"])
def test_what_was_not_promised_may_be_followed_up(reviewer, verdict):
    made = promise(force="possibility")
    assert assess(made, reviewer, found(verdict, source=builders.source())).verdict == verdict


def test_an_entry_that_delivers_it_is_evidence_and_is_linked_by_the_reviewer(reviewer):
    made, deed = promise(), builders.event(builders.city())
    assess(made, reviewer, found("delivered", delivered_by=[deed]))
    link = EntryLink.objects.get()
    assert (link.entry, link.kind, link.to) == (deed.entry_ptr, "delivers", made.entry_ptr)
    for newest in (EntryLink.history.first(), Event.history.first()):
        assert newest.history_user == reviewer
    assess(made, reviewer, found("partly", delivered_by=[deed]))
    assert EntryLink.objects.count() == 1


@pytest.mark.parametrize(("publication", "counts"), [("published", True), ("draft", False)])
def test_a_link_that_stands_is_evidence_if_readers_see_it(reviewer, publication, counts):
    made, deed = promise(), builders.event(builders.city(), publication=publication)
    deed.links.create(kind="delivers", to=made)
    if counts:
        assert assess(made, reviewer, found("delivered")).pk
    else:
        assert refused(made, reviewer, found("delivered")) == {"source"}


def test_what_readers_do_not_see_delivers_nothing(reviewer):
    hidden = builders.event(builders.city(), publication="draft")
    with pytest.raises(NotPublished):
        assess(promise(), reviewer, found("delivered", delivered_by=[hidden]))
    assert not EntryLink.objects.exists()
    assert not CommitmentReview.objects.exists()


def test_a_source_new_to_the_register_comes_with_the_verdict_or_not_at_all(reviewer):
    made = promise()
    new = Source(title="A letter", kind="official")
    refused(made, reviewer, found("delivered", source=new, sentence={}))
    assert not Source.objects.filter(title="A letter").exists()
    new = Source(title="A letter", kind="official")
    assert assess(made, reviewer, found("delivered", source=new)).source.title == "A letter"
    assert new.history.first().history_user == reviewer


def test_a_review_before_the_last_one_is_kept_only_by_who_was_warned(reviewer):
    made, today = promise(), timezone.localdate()
    last = assess(made, reviewer, found("delivered", source=builders.source()))
    earlier = found("in_progress", on=today - timedelta(days=9))
    with pytest.raises(EarlierThanLast) as fault:
        assess(made, reviewer, earlier)
    assert fault.value.last == last
    assess(made, reviewer, earlier, earlier=True)
    assert made.reviews.order_by("-on", "-id").first() == last


def test_readers_are_told_if_that_is_wanted_or_nothing_is_written(reviewer):
    made = promise()
    with pytest.raises(ValidationError):
        assess(made, reviewer, found(told={"en": "x" * 301}))
    assert not CommitmentReview.objects.exists()
    assess(made, reviewer, found(told={"en": "It began."}))
    assert ChangeNote.objects.get().words_en == "It began."


def test_a_copy_that_somebody_writes_meanwhile_keeps_the_verdict(reviewer):
    made, deed = promise(), builders.event(builders.city())
    recorder = User.objects.create_user("recorder", role=Role.RECORDER)
    copies = [publishing.revise(record, recorder) for record in (made, deed)]
    assess(made, reviewer, found("delivered", delivered_by=[deed]))
    for copy in copies:
        stored = type(copy).objects.get(pk=copy.pk)
        publishing.submit(stored, recorder)
        assert publishing.publish(stored, reviewer).is_published
    assert made.reviews.get().verdict == "delivered"
    assert deed.links.get().to == made.entry_ptr


def test_a_copy_made_of_an_older_text_is_compared_all_the_same(reviewer):
    made = promise()
    recorder = User.objects.create_user("recorder", role=Role.RECORDER)
    copy = publishing.revise(made, recorder)
    made.reference = "N-9"
    made.save()
    assess(made, reviewer, found())
    copy.refresh_from_db()
    publishing.submit(copy, recorder)
    with pytest.raises(Outdated):
        publishing.publish(copy, reviewer)
