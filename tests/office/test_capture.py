"""A visit, an agreement or an event is recorded on one screen."""

import pytest
from django.urls import reverse

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import (
    Agreement,
    Citation,
    City,
    Commitment,
    DataVersion,
    Delegation,
    Entry,
    EntryLink,
    Event,
    Participation,
    Person,
    Source,
)
from tests import builders
from tests.registry.admin.conftest import member

from .capturing import BLANK_ROWS, address, record, the_visit, visit

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


def test_city_date_and_title_are_enough_for_a_draft(recorder):
    city = builders.city()
    answer = record(recorder, **visit(city))
    made = the_visit()
    assert answer.status_code == 302
    assert answer.url == address(key=made.key)
    assert (made.publication, made.start.text, made.title_en) == (
        "draft",
        "2021-05-04",
        "A made-up visit",
    )
    assert [row.city for row in made.city_rows.all()] == [city]
    assert made.level == "city"


def test_the_draft_is_the_work_of_who_recorded_it(recorder):
    record(recorder, **visit(builders.city()))
    assert the_visit().history.get().history_user == member(Role.RECORDER)


@pytest.mark.parametrize("missing", ["city", "start", "title_en"])
def test_without_city_date_or_title_nothing_is_saved_and_all_that_was_typed_stands(
    recorder, missing
):
    typed = visit(builders.city(), summary_en="Kept words", staff_note="Kept note")
    typed |= {missing: ""} | ({"city_words": ""} if missing == "city" else {})
    answer = record(recorder, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Entry.objects.exists()
    assert "Kept words" in page
    assert "Kept note" in page
    field = "titles" if missing.startswith("title") else missing
    form = answer.context["capture"].form
    assert (form.titles[0] if field == "titles" else form[field]).errors


def test_a_wrong_date_is_told_beside_its_field(recorder):
    answer = record(recorder, **visit(builders.city(), start="1405-13-40"))
    assert answer.status_code == 422
    assert answer.context["capture"].form["start"].errors
    assert "1405-13-40" in answer.content.decode()


@pytest.mark.parametrize("typed", ["28 آبان 1400", "۱۴۰۰-۰۸-۲۸", "1400-08-28", "2021-11-19"])
def test_a_date_is_typed_in_either_calendar(recorder, typed):
    record(recorder, **visit(builders.city(), start=typed))
    assert the_visit().ordering_day.isoformat() == "2021-11-19"


def test_everything_about_a_visit_is_saved_at_once(recorder):
    home, city, head = builders.home_city(), builders.city(), builders.person()
    first, second = builders.area(), builders.area()
    typed = visit(
        city,
        summary_fa="خلاصه",
        place="city",
        venue_en="Test Hall",
        staff_note="Between us",
        areas=[first.key, second.key],
    )
    person = {
        "people-0-person": head.key,
        "people-0-person_words": str(head),
        "people-0-office": "Deputy",
        "people-0-side": "partner",
    }
    record(recorder, **typed | person)
    made, part = the_visit(), Participation.objects.get()
    assert made.place == city != home
    assert (made.venue_en, made.staff_note, made.summary_fa) == ("Test Hall", "Between us", "خلاصه")
    assert {row.area for row in made.area_rows.all()} == {first, second}
    assert (part.role, part.person, part.office_en) == ("head", head, "Deputy")
    assert (part.side, part.name_shown) == ("partner", False)


def test_promises_become_drafts_that_arise_from_the_visit_by_the_same_source(recorder):
    city, source, body = builders.city(), builders.source(), builders.organisation()
    promises = {
        "promises-0-what": "Send the plan",
        "promises-0-who": str(body),
        "promises-0-due": "2022-01",
        "promises-1-what": "Think of it",
        "promises-1-who": "the guests",
        "promises-1-due": "after the spring",
        "promises-1-force": "readiness",
    }
    record(recorder, **visit(city, source=source.key, source_title=source.title) | promises)
    made = the_visit()
    assert [citation.source for citation in made.citations.all()] == [source]
    plan, thought = Commitment.objects.order_by("id")
    assert (plan.due.text, plan.force, plan.publication) == ("2022-01", "undertaking", "draft")
    assert (thought.due_words_en, thought.force) == ("after the spring", "readiness")
    assert plan.participations.get(role="owes").organisation == body
    assert thought.participations.get(role="owes").words_en == "the guests"
    for promise in (plan, thought):
        link = promise.links.get()
        assert (link.to_id, link.kind) == (made.pk, EntryLink.Kind.ARISES_FROM)
        assert [row.city for row in promise.city_rows.all()] == [city]
        assert promise.citations.get().source == source
        assert promise.start == made.start


def test_a_fault_in_the_last_row_saves_nothing_at_all(recorder):
    before = DataVersion.current()
    typed = visit(None, city="+Newtown", city_words="Newtown", source_title="A new report")
    typed |= {"source_kind": "press", "promises-0-what": "Do it", "promises-0-due": "1404-13"}
    answer = record(recorder, **typed)
    assert answer.status_code == 422
    assert (City.objects.count(), Source.objects.count(), Entry.objects.count()) == (0, 0, 0)
    assert DataVersion.current() == before


def test_an_agreement_has_its_class_and_both_cities_as_parties(recorder):
    home, city = builders.home_city(), builders.city()
    typed = visit(city, instrument="mou", paper_state="signed", between="on", expires="2030")
    record(recorder, "agreement", **typed)
    made = Agreement.objects.get()
    assert (made.instrument, made.expires.text) == ("mou", "2030")
    parties = made.participations.filter(role=Participation.Role.PARTY)
    assert {part.city for part in parties} == {home, city}


def test_an_agreement_may_be_between_others(recorder):
    builders.home_city()
    record(recorder, "agreement", **visit(builders.city(), instrument="loi"))
    assert not Participation.objects.exists()


def test_an_event_has_its_type(recorder):
    record(recorder, "event", **visit(builders.city(), type="gift"))
    assert Event.objects.get().type == "gift"


@pytest.mark.parametrize(("start", "progress"), [("2019-01", "completed"), ("2090-01", "planned")])
def test_the_state_of_a_visit_follows_from_its_date(recorder, start, progress):
    record(recorder, **visit(builders.city(), start=start))
    assert the_visit().progress == progress


def test_a_visit_that_lies_ahead_is_not_completed(recorder):
    answer = record(recorder, **visit(builders.city(), start="2090-01", progress="completed"))
    assert answer.context["capture"].form["progress"].errors


def test_a_new_source_needs_its_kind_and_is_made_with_the_draft(recorder):
    typed = visit(builders.city(), source_title="Made-up news", source_publisher="The Post")
    assert record(recorder, **typed).context["capture"].source["source_kind"].errors
    record(recorder, **typed, source_kind="press", source_date="2021-05-05")
    source = Source.objects.get()
    assert (source.title, source.publisher, source.date.text) == (
        "Made-up news",
        "The Post",
        "2021-05-05",
    )
    assert Citation.objects.get().source == source


def test_the_address_of_a_known_source_offers_that_source(recorder):
    known = builders.source(url="https://source.test/known")
    typed = visit(
        builders.city(),
        source_title="Typed anew",
        source_kind="press",
        source_url="https://source.test/known",
    )
    answer = record(recorder, **typed)
    field = answer.context["capture"].source.fields["source"]
    assert [one.key for one in field.choices] == [known.key]
    record(recorder, **typed | {"source": known.key, "source_title": known.title})
    assert Citation.objects.get().source == known


def test_details_of_a_source_without_its_title_are_no_source(recorder):
    answer = record(recorder, **visit(builders.city(), source_publisher="The Post"))
    assert answer.context["capture"].source["source"].errors


def test_saving_may_send_for_review_at_once(recorder):
    answer = record(recorder, **visit(builders.city(), act="send"))
    made = the_visit()
    assert made.publication == "in_review"
    assert answer.url == reverse("desk:record", args=["delegation", made.key])


def test_who_sends_what_may_be_recorded_already_is_told_so(recorder):
    city = builders.city()
    builders.event(city, start="2021-05-01", title_en="The same day nearly")
    answer = recorder.post(address(), visit(city, act="send"), follow=True)
    assert "This may be recorded already: The same day nearly" in answer.content.decode()


def test_a_proposal_is_shown_and_saves_nothing(recorder):
    city = builders.city()
    typed = {"proposed": "1", "city": city.key, "start": "2021", "head": "A guest"}
    answer = recorder.post(address(), typed | {"promises-0-what": "Send it", "source_title": "X"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Entry.objects.exists()
    assert not Source.objects.exists()
    assert not answer.context["faults"]
    for words in ("A guest", "Send it", "2021", f'value="{city.key}"', f'value="{city}"'):
        assert words in page


def test_one_more_row_is_given_without_script(recorder):
    answer = record(recorder, **visit(builders.city(), more="people"))
    assert len(answer.context["capture"].people.forms) == 2
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("kind", ["visit", "agreement", "event"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_screen_opens_in_every_language(
    recorder, kind, language, django_assert_max_num_queries
):
    builders.home_city()
    with django_assert_max_num_queries(10):
        answer = recorder.get(f"/{language}/desk/{kind}s/new/")
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["visit", "agreement", "event"])
def test_a_viewer_records_nothing(signed_in, kind):
    viewer = signed_in(Role.VIEWER)
    assert viewer.get(address(kind)).status_code == 403
    assert viewer.post(address(kind), visit(builders.city())).status_code == 403
    assert viewer.post(address(kind, part="preview"), {}).status_code == 403


HOSTILE = ["\x00", "a\x00b", "9" * 400, "+", "+\x00", "../../x", "'\";--", "﷽" * 500]


@pytest.mark.parametrize("field", [*visit(), "areas", "place", "version", "kept", "people-99-role"])
def test_hostile_words_are_no_error_of_the_server(recorder, field):
    city = builders.city()
    for place, words in enumerate(HOSTILE):
        typed = visit(city) | {field: words}
        assert record(recorder, **typed).status_code < 500
        if place % 3:
            act = {"proposed": "1"} if place % 3 == 1 else {"more": words}
            assert record(recorder, **typed | act).status_code < 500
        else:
            assert recorder.post(address(part="preview"), typed).status_code == 200


def test_forged_counts_of_rows_are_not_believed(recorder):
    city = builders.city()
    for count in ("-1", "1000000", "x", ""):
        typed = visit(city) | {"people-TOTAL_FORMS": count, "promises-TOTAL_FORMS": count}
        assert record(recorder, **typed).status_code == 302
    assert BLANK_ROWS["people-0-role"] == "head"
    assert not Person.objects.exists()


@pytest.mark.parametrize(("kind", "field"), [("agreement", "instrument"), ("event", "type")])
def test_a_list_that_is_needed_says_so_beforehand(recorder, kind, field):
    page = recorder.get(address(kind)).content.decode()
    label = page.split(f'<label for="id_{field}">')[1].split("</label>")[0]
    assert "(needed)" in label
    assert "-----" not in page
