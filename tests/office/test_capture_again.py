"""A draft is opened on its screen again and put right."""

import pytest

from diplomacy.office.models import KeptForm
from diplomacy.registry.models import Agreement, Commitment, Submission
from tests import builders

from .capturing import address, record, visit

pytestmark = pytest.mark.django_db


def test_a_city_put_right_is_put_right_in_the_parties_and_the_promises_too(recorder):
    home, wrong, right = builders.home_city(), builders.city(), builders.city()
    promise = {"promises-0-what": "A made-up promise", "start": "2021-05-04"}
    typed = visit(wrong, instrument="mou", paper_state="signed", between="on", **promise)
    record(recorder, "agreement", **typed)
    made = Agreement.objects.get()
    version = recorder.get(address("agreement", made.key)).context["capture"].version
    typed = visit(right, instrument="mou", paper_state="signed", start="2021-06-04")
    answer = record(recorder, "agreement", made.key, version=version, **typed)
    assert answer.status_code == 302
    assert {row.city for row in made.city_rows.all()} == {right}
    assert {part.city for part in made.participations.filter(role="party")} == {home, right}
    promise = Commitment.objects.get()
    assert {row.city for row in promise.city_rows.all()} == {right}
    assert str(promise.start.first) == "2021-06-04"


def test_what_is_typed_into_a_draft_that_went_on_meanwhile_is_shown_and_kept(recorder):
    city = builders.city()
    made = builders.delegation(city, publication="in_review", summary_en="As sent")
    page = record(recorder, key=made.key, **visit(city, summary_en="Typed too late"))
    assert page.status_code == 403
    assert "this record is in review by now" in page.content.decode()
    assert "Typed too late" in page.content.decode()
    assert "late" in KeptForm.objects.get().typed
    made.refresh_from_db()
    assert made.summary_en == "As sent"


def test_what_was_promised_is_sent_for_review_with_the_visit(recorder):
    promise = {"promises-0-what": "A made-up promise"}
    answer = record(recorder, act="send", **visit(builders.city(), **promise))
    assert Commitment.objects.get().publication == "in_review"
    assert Submission.objects.count() == 2
    assert "Sent for review with it: A made-up promise" in recorder.get(answer.url).content.decode()


def test_a_new_source_is_not_asked_about_beside_another_fault(recorder):
    typed = visit(builders.city(), source_title="A made-up source", source_url="no address")
    page = record(recorder, **typed)
    assert page.status_code == 422
    assert not page.context["capture"].source.fields["source"].offers_new
