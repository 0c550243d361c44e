"""What somebody saves in the very moment in which another takes away what it names."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import TieReview
from diplomacy.office.reports import publish as publish_report
from diplomacy.office.tie_reviews import begin, sign_off
from diplomacy.registry.merging import merge
from diplomacy.registry.models import City, Delegation, Event, PersonAlias
from diplomacy.registry.publishing import Assessment, assess, withdraw
from diplomacy.registry.versions import once_more, version_of
from tests import builders
from tests.ingest.tables.sheets import looked_at, opened
from tests.office import capturing
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import address, sent
from tests.reporting import report

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def sent_while(
    done: Callable, client: Client, path: str, form: dict, then: Callable = lambda: None
) -> HttpResponse:
    """Return the answer to a form that meets what `done` has written and not yet stored.

    While it waits comes what `then` writes. SQLite writes for one at a time: there the form comes
    after both.
    """
    if connection.vendor != "postgresql":
        done()
        then()
        return client.post(path, form)
    answers: list[HttpResponse] = []

    def send() -> None:
        try:
            answers.append(client.post(path, form))
        finally:
            connection.close()

    thread = Thread(target=send)
    try:
        with transaction.atomic():
            done()
            thread.start()
            while thread.is_alive() and not somebody_waits():
                thread.join(0.05)
            then()
    finally:
        if thread.is_alive():
            thread.join()
    return answers[0]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def merging(kept: City, other: City) -> Callable:
    return lambda: merge(kept, other, member(Role.ADMINISTRATOR))


def test_a_row_that_names_a_city_just_merged_away_is_refused_beside_its_field():
    recorder, kept, other = signed_in(Role.RECORDER), builders.city(), builders.city()
    path = address("event", "add")
    typed = {
        "title_en": "Typed at length",
        "type": "meeting",
        "start": "2024-09-25",
        "city_rows-TOTAL_FORMS": "1",
        "city_rows-0-city": str(other.pk),
    }
    form = sent(recorder.get(path), **typed)
    answer = sent_while(merging(kept, other), recorder, path, form)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "That choice is not one of the available choices" in page
    assert "Typed at length" in page
    assert "was added successfully" not in page
    assert not Event.objects.exists()


def test_a_visit_to_a_city_just_merged_away_is_refused_on_its_screen():
    recorder, kept, other = signed_in(Role.RECORDER), builders.city(), builders.city()
    typed = capturing.visit(other, summary_en="Typed at length")
    answer = sent_while(merging(kept, other), recorder, capturing.address(), typed)
    if answer.status_code == 302:  # the old key or name leads on to the city that was kept
        assert Delegation.objects.get().city_rows.get().city == kept
    else:
        assert answer.status_code == 422
        assert "Typed at length" in answer.content.decode()
        assert not Delegation.objects.exists()


def test_a_table_that_names_a_city_just_merged_away_is_shown_once_more():
    recorder, kept, other = signed_in(Role.RECORDER), builders.city(), builders.city()
    rows = ["title_en", "direction", "cities"], ["A journey", "outgoing", other.key]
    batch = opened("delegations", *rows, by=member(Role.RECORDER))
    form = {"mark": looked_at(batch).mark, "rows": ["2"]}
    path = reverse("ingest:rows", args=[batch.key])
    answer = sent_while(merging(kept, other), recorder, path, form)
    assert answer.status_code == 409
    assert "The register has changed since" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_of_two_who_review_a_promise_at_once_the_second_sees_what_the_first_found():
    made, chief = builders.commitment(builders.city()), member(Role.ADMINISTRATOR)
    reviewer, path = signed_in(Role.REVIEWER), reverse("desk:assess", args=[made.key])
    form = {
        "act": "keep",
        "seen": version_of(made),
        "verdict": "stalled",
        "on": timezone.localdate().isoformat(),
        "en": "Typed at length",
    }
    sentence = {"en": "Found by the first"}
    first = Assessment("in_progress", timezone.localdate(), sentence)
    answer = sent_while(lambda: assess(made, chief, first), reviewer, path, form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Typed at length" in page
    assert "Found by the first" in page
    assert made.reviews.get().verdict == "in_progress"


def test_a_verdict_on_a_promise_just_withdrawn_is_refused():
    made, chief = builders.commitment(builders.city()), member(Role.ADMINISTRATOR)
    reviewer, path = signed_in(Role.REVIEWER), reverse("desk:assess", args=[made.key])
    today = timezone.localdate().isoformat()
    form = {"act": "keep", "verdict": "stalled", "on": today, "en": "Typed at length"}
    taken = lambda: withdraw(made, chief, {"en": "Wrong."})  # noqa: E731
    answer = sent_while(taken, reviewer, path, form)
    assert answer.status_code == 409
    assert not made.reviews.exists()


def test_evidence_that_somebody_deletes_in_this_moment_is_no_evidence():
    made, source = builders.commitment(builders.city()), builders.source()
    reviewer, path = signed_in(Role.REVIEWER), reverse("desk:assess", args=[made.key])
    form = {
        "act": "keep",
        "verdict": "delivered",
        "on": timezone.localdate().isoformat(),
        "en": "Typed at length",
        "source": source.key,
        "source_title": source.title,
    }
    answer = sent_while(source.delete, reviewer, path, form)
    assert answer.status_code == 422
    assert "Typed at length" in answer.content.decode()
    assert not made.reviews.exists()


def test_of_two_who_sign_a_review_at_once_the_second_sees_who_signed():
    writer = User.objects.create_user("writer", role=Role.RECORDER)
    made = TieReview.objects.create(
        relationship=builders.tie(),
        on=timezone.localdate(),
        verdict="end",
        reasons="Nothing is left.",
        prepared_by=writer,
    )
    chief, seen = member(Role.ADMINISTRATOR), version_of(made)
    path = reverse("desk:tie-review", args=[made.relationship.key, made.pk])
    form = {"act": "sign", "version": seen}
    first = lambda: sign_off(made, chief, seen)  # noqa: E731
    answer = sent_while(first, signed_in(Role.REVIEWER), path, form)
    assert answer.status_code == 409
    assert str(chief) in answer.content.decode()
    made.refresh_from_db()
    assert made.signed_by == chief
    assert made.history.filter(history_change_reason="signed off").count() == 1


def test_of_two_who_begin_a_review_at_once_both_come_to_the_same():
    tie, other = builders.tie(), User.objects.create_user("other", role=Role.RECORDER)
    path = reverse("desk:tie-reviews", args=[tie.key])
    answer = sent_while(lambda: begin(tie, other), signed_in(Role.RECORDER), path, {})
    assert answer.status_code == 302
    assert TieReview.objects.get(relationship=tie).prepared_by == other


def test_a_review_of_a_tie_just_withdrawn_is_not_signed():
    tie, chief = builders.tie(), member(Role.ADMINISTRATOR)
    made = begin(tie, User.objects.create_user("writer", role=Role.RECORDER))
    TieReview.objects.filter(pk=made.pk).update(verdict="end", reasons="Nothing is left.")
    seen = version_of(TieReview.objects.get(pk=made.pk))
    path = reverse("desk:tie-review", args=[tie.key, made.pk])
    taken = lambda: withdraw(tie, chief, {"en": "Wrong."})  # noqa: E731
    form = {"act": "sign", "version": seen}
    answer = sent_while(taken, signed_in(Role.REVIEWER), path, form)
    assert answer.status_code == 409
    made.refresh_from_db()
    assert not made.is_signed


def test_a_report_published_in_this_moment_stays_published_with_its_data():
    draft = report(2020, "draft")
    seen = version_of(draft)
    form = {"act": "save", "version": seen, "introduction_en": "Typed at length"}
    publishing = lambda: publish_report(draft, member(Role.REVIEWER), seen)  # noqa: E731
    answer = sent_while(publishing, signed_in(Role.RECORDER), "/en/desk/reports/2020/", form)
    assert answer.status_code == 409
    assert "Typed at length" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "published"
    assert draft.frozen


def test_a_city_that_somebody_names_in_this_moment_is_not_deleted():
    chief = signed_in(Role.ADMINISTRATOR)

    def try_it() -> None:
        place = builders.city()
        path = address("city", "delete", place.pk)
        answer = sent_while(lambda: builders.event(place), chief, path, {"post": "yes"})
        assert answer.status_code in (200, 403)
        assert City.objects.filter(pk=place.pk).exists()

    # The two wait for one another, and PostgreSQL ends one: on a slow machine who names the city.
    once_more(try_it)


def test_a_person_is_blanked_while_somebody_writes_in_what_they_took_part():
    someone, visit = builders.person(), builders.event(builders.city())
    PersonAlias.objects.create(person=someone, text="Made Up")
    builders.took_part(visit, person=someone, name_shown=True)

    def write() -> None:
        visit.reference = "N-1"
        visit.save()

    answer = sent_while(
        lambda: Event.objects.locked().get(pk=visit.pk),
        signed_in(Role.ADMINISTRATOR),
        reverse("desk:blank", args=[someone.key]),
        {"key": someone.key},
        write,
    )
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.reference == "N-1"
    assert not PersonAlias.objects.exists()
