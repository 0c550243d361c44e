"""The list of promises that wait, what leads to a review, and where it is seen afterwards."""

import pytest
from django.urls import reverse

from tests import builders
from tests.office.judging import LIST, ago, at_desk, kept, page_of, text
from tests.public.pages import parse, words_in
from tests.registry.admin.conftest import member
from tests.registry.admin.screens import change_page, sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_both_pages_are_valid_in_every_language(language):
    promise = builders.commitment(builders.city(), due="2021")
    builders.event(*[row.city for row in promise.city_rows.all()], start="2022-01-01")
    promise.reviews.create(on="2022-01-01", verdict="no_evidence", reviewer=member("reviewer"))
    for role in ("reviewer", "recorder"):
        for path in (f"/{language}/desk/commitments/", page_of(promise, language)):
            response = at_desk(role).get(path)
            assert response.status_code == 200
            assert parse(response).find(".//h1") is not None
            if language == "fa":
                assert not words_in(response, "[0-9]", "fa")


def test_readers_see_the_verdict_and_are_told_if_that_is_wanted(client):
    promise = builders.commitment(builders.city())
    kept(promise, verdict="stalled", en="It stands still.", tell="on")
    html = text(client.get(f"/en/commitments/{promise.key}/"))
    assert html.count("It stands still.") == 2


def test_the_record_leads_to_its_review():
    promise = builders.commitment(builders.city())
    record = reverse("desk:record", args=["commitment", promise.key])
    for role, leads in (("viewer", False), ("recorder", True), ("reviewer", True)):
        assert (page_of(promise) in text(at_desk(role).get(f"/en{record[3:]}"))) is leads
    draft = builders.commitment(builders.city(), publication="draft")
    record = reverse("desk:record", args=["commitment", draft.key])
    assert page_of(draft) not in text(at_desk().get(f"/en{record[3:]}"))


def test_the_list_shows_what_waits_promised_things_first():
    readiness = builders.commitment(builders.city(), force="readiness")
    undated, due = builders.commitment(builders.city()), builders.commitment(due="2030")
    old, fresh = builders.commitment(builders.city()), builders.commitment(builders.city())
    old.reviews.create(on=ago(400), verdict="no_evidence")
    fresh.reviews.create(on=ago(30), verdict="no_evidence")
    closed = builders.commitment(builders.city())
    closed.reviews.create(on=ago(900), verdict="withdrawn", words_en="Dropped.")
    builders.commitment(builders.city(), publication="draft")
    client = at_desk()

    def shown(query: str = "") -> list[str]:
        return [one.key for one in client.get(f"{LIST}{query}").context["promises"]]

    assert shown() == [due.key, undated.key, old.key, readiness.key]
    assert shown("?show=old") == [old.key]
    assert shown("?show=unassessed") == [due.key, undated.key, readiness.key]
    assert shown("?show=nothing") == shown()


def test_both_pages_cost_the_same_however_much_is_recorded(django_assert_max_num_queries):
    client, place = at_desk(), builders.city()
    promise = builders.commitment(place)
    for rows in (5, 25):
        for _number in range(rows):
            builders.commitment(place)
            builders.event(place, start="2021-01-01")
            builders.cite(promise)
            promise.reviews.create(on="2021-01-01", verdict="no_evidence")
        with django_assert_max_num_queries(17):
            client.get(page_of(promise))
        with django_assert_max_num_queries(6):
            client.get(LIST)


def test_an_administrator_still_corrects_a_review_in_the_full_form(chief):
    promise = builders.commitment(builders.city())
    review = kept(promise, verdict="stalled", en="It stands stil.")
    form = sent(chief.get(change_page(promise)), **{"reviews-0-words_en": "It stands still."})
    assert chief.post(change_page(promise), form).status_code == 302
    review.refresh_from_db()
    assert (review.words_en, review.reviewer) == ("It stands still.", member("reviewer"))
    assert review.history.first().history_user == member("administrator")
