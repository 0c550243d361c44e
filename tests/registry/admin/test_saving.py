"""What is typed is stored, row by row, and never over somebody else's change."""

import hashlib

import pytest

from diplomacy.registry import publishing
from diplomacy.registry.models import (
    Agreement,
    Citation,
    City,
    CommitmentReview,
    Document,
    EntryCity,
    Participation,
    Relationship,
)
from tests import builders

from .conftest import member
from .screens import address, change_page, person, sent

pytestmark = pytest.mark.django_db


def test_a_city_is_added_with_the_other_names_it_is_found_by(recorder):
    form = recorder.get(address("city", "add"))
    typed = {
        "name_fa": "تازه‌شهر",
        "name_en": "Newtown",
        "name_zh": "新市",
        "aliases-TOTAL_FORMS": "1",
        "aliases-0-text": "Nova Urbs",
        "aliases-0-language": "la",
    }
    assert recorder.post(address("city", "add"), sent(form, **typed)).status_code == 302
    new = City.objects.get(name_en="Newtown")
    for spelling in ["تازه شهر", "newtown", "新市", "nova urbs", "تازه‌شهر"]:
        page = recorder.get(address("city", "changelist"), {"q": spelling})
        assert [row.pk for row in page.context["cl"].result_list] == [new.pk], spelling


def test_a_new_tie_begins_at_the_home_city(recorder):
    home, partner = builders.home_city(), builders.city()
    form = recorder.get(address("relationship", "add"))
    typed = {"partner": partner.pk}
    assert recorder.post(address("relationship", "add"), sent(form, **typed)).status_code == 302
    assert Relationship.objects.get().home_end == home


def test_an_agreement_is_added_with_dates_of_either_calendar_and_its_rows(recorder):
    place, someone, found = builders.city(), person(), builders.source()
    form = recorder.get(address("agreement", "add"))
    typed = {
        "title_fa": "یادداشت تفاهم",
        "instrument": "mou",
        "start": "۱۴۰۳/۷/۴",
        "expires": "September 2029",
        "city_rows-TOTAL_FORMS": "1",
        "city_rows-0-city": place.pk,
        "participations-TOTAL_FORMS": "1",
        "participations-0-role": "signatory",
        "participations-0-person": someone.pk,
        "citations-TOTAL_FORMS": "1",
        "citations-0-source": found.pk,
    }
    answer = recorder.post(address("agreement", "add"), sent(form, **typed))
    assert answer.status_code == 302, answer.context["errors"]
    made = Agreement.objects.get()
    assert (made.start.text, made.expires.text) == ("1403-07-04", "2029-09")
    assert str(made.ordering_day) == "2024-09-25"
    assert made.publication == "draft"
    row = EntryCity.objects.get(entry=made)
    assert (row.city, row.day, row.public) == (place, made.ordering_day, False)
    assert Participation.objects.get(entry=made).person == someone
    for model in (Agreement, EntryCity, Participation, Citation):
        past = model.history.get()
        assert (past.history_type, past.history_user.username) == ("+", "recorder")


def test_a_day_that_does_not_exist_is_named_and_what_was_typed_stays(recorder):
    form = recorder.get(address("agreement", "add"))
    typed = {"title_fa": "الف", "instrument": "mou", "start": "1404/12/30"}
    answer = recorder.post(address("agreement", "add"), sent(form, **typed))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "there is no day 30" in text
    assert 'value="1404/12/30"' in text


def test_an_exact_day_is_typed_in_either_calendar(recorder):
    tie = builders.tie(publication="draft")
    form = recorder.get(change_page(tie))
    typed = sent(form, recorded_until="۱۴۰۳/۷/۴", review_on="2024")
    refused = recorder.post(change_page(tie), typed)
    assert "Give an exact day" in refused.content.decode()
    assert recorder.post(change_page(tie), typed | {"review_on": "25 Sep 2025"}).status_code == 302
    tie.refresh_from_db()
    assert (str(tie.recorded_until), str(tie.review_on)) == ("2024-09-25", "2025-09-25")


def test_a_second_save_over_somebody_elses_change_is_refused_and_loses_nothing(signed_in):
    tie = builders.tie(publication="draft")
    first, second = signed_in("recorder"), signed_in("reviewer")
    forms = [client.get(change_page(tie)) for client in (first, second)]
    assert first.post(change_page(tie), sent(forms[0], origin_en="First")).status_code == 302
    typed = sent(forms[1], origin_en="Second")
    refused = second.post(change_page(tie), typed)
    text = refused.content.decode()
    assert refused.status_code == 200
    assert "last by recorder" in text
    assert "First" in text
    assert "Second" in text
    assert Relationship.objects.get(pk=tie.pk).origin_en == "First"
    assert second.post(change_page(tie), sent(refused)).status_code == 302
    assert Relationship.objects.get(pk=tie.pk).origin_en == "Second"


@pytest.mark.parametrize("change", ["row added", "row deleted", "published"])
def test_a_change_of_a_row_or_of_publication_is_a_change_too(chief, change):
    made = builders.agreement(builders.city(), publication="draft")
    form = chief.get(change_page(made))
    if change == "row added":
        builders.cite(made)
    elif change == "row deleted":
        made.citations.first().delete()
    else:
        publishing.publish(made, member("administrator"))
    refused = chief.post(change_page(made), sent(form, reference="mine"))
    assert refused.status_code == 200
    assert "changed after you opened it" in refused.content.decode()
    made.refresh_from_db()
    assert made.reference == ""


def test_a_form_without_its_version_is_refused(recorder):
    made = builders.agreement(builders.city(), publication="draft")
    data = sent(recorder.get(change_page(made)), reference="mine")
    del data["version"]
    assert recorder.post(change_page(made), data).status_code == 200
    made.refresh_from_db()
    assert made.reference == ""


def test_a_recorder_takes_a_row_out_of_a_draft(recorder):
    made = builders.agreement(builders.city(), publication="draft")
    row = made.citations.get()
    form = recorder.get(change_page(made))
    typed = sent(form, **{"citations-0-DELETE": "on"})
    assert recorder.post(change_page(made), typed).status_code == 302
    assert not made.citations.exists()
    assert Citation.history.filter(id=row.pk, history_type="-").exists()


def test_a_rule_of_the_database_is_broken_with_a_plain_message(recorder):
    builders.home_city()
    form = recorder.get(address("city", "add"))
    answer = recorder.post(address("city", "add"), sent(form, is_home="on"))
    assert "Another city is the home city already." in answer.content.decode()


def test_whoever_writes_a_verdict_is_its_reviewer(signed_in):
    promise = builders.commitment(builders.city(), publication="draft")
    client = signed_in("reviewer")
    form = client.get(change_page(promise))
    typed = {
        "reviews-TOTAL_FORMS": "1",
        "reviews-0-verdict": "delivered",
        "reviews-0-words_en": "It came.",
    }
    assert client.post(change_page(promise), sent(form, **typed)).status_code == 302
    assert CommitmentReview.objects.get().reviewer.username == "reviewer"


def test_a_document_is_kept_under_a_name_of_our_own(recorder):
    made = builders.agreement(builders.city(), publication="draft")
    form = recorder.get(change_page(made))
    typed = {
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "report",
        "documents-0-access": "staff",
        "documents-0-file": builders.upload("../../secret name.TXT"),
    }
    assert recorder.post(change_page(made), sent(form, **typed)).status_code == 302
    document = Document.objects.get()
    assert document.file.name.endswith(".pdf")
    assert "secret" not in document.file.name
    assert document.sha256 == hashlib.sha256(builders.PDF).hexdigest()
    page = recorder.get(change_page(made)).content.decode()
    assert address("document", "file", document.key) in page


def test_a_tie_is_found_by_a_name_that_its_partner_got_later(recorder):
    tie = builders.tie()
    tie.partner.aliases.create(text="Later Name")
    page = recorder.get(address("relationship", "changelist"), {"q": "later name"})
    assert [row.pk for row in page.context["cl"].result_list] == [tie.pk]
