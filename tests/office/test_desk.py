"""The desk: what it shows to whom, what it offers, and that nothing of it is public."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from diplomacy.office.models import Snooze
from diplomacy.registry import publishing
from diplomacy.registry.models import Event
from diplomacy.registry.queries.quality import Quality, quality
from tests import builders
from tests.public.pages import parse, texts, words_in
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

DESK = "/en/desk/"
ROLES = ["viewer", "recorder", "reviewer", "administrator"]


def at_desk(role: str) -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def text(response) -> str:
    return response.content.decode()


def own_draft(by, **fields) -> Event:
    draft = Event(**({"title_en": "A meeting", "type": "meeting", "start": "2020-05-04"} | fields))
    draft._history_user = by
    draft.save()
    return draft


@pytest.mark.parametrize("path", ["", "attention/overdue/", "later/", "search/", "drafts/"])
def test_a_visitor_is_sent_to_sign_in(client, path):
    response = client.get(f"{DESK}{path}")
    assert response.status_code == 302
    assert "sign-in" in response["Location"]


@pytest.mark.parametrize("role", ROLES)
def test_every_member_of_staff_has_a_desk(role):
    builders.commitment(due=ago(5))
    response = at_desk(role).get(DESK)
    assert response.status_code == 200
    assert "Overdue promises" in text(response)


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_every_page_of_it_is_valid_in_every_language(language):
    builders.commitment(due=ago(5))
    builders.event(builders.city(), sources=[])
    own_draft(member("administrator"))
    chief = at_desk("administrator")
    Snooze.objects.create(
        user=member("administrator"), line="overdue:commitment:x", until=date(2999, 1, 1)
    )
    for path in ("", "attention/overdue/", "attention/terms/", "later/", "drafts/?whose=all"):
        response = chief.get(f"/{language}/desk/{path}")
        assert response.status_code == 200
        assert parse(response).find(".//h1") is not None
        if language == "fa":
            assert not words_in(response, "[0-9]", "fa")


def test_an_empty_desk_says_so():
    html = text(at_desk("recorder").get(DESK))
    assert "Nothing needs attention today." in html
    assert "Every entry cites a source" in html
    assert "You have no drafts." in html


def test_the_day_stands_above_in_both_calendars(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: date(2026, 11, 23))
    assert "Monday 23 November 2026 · 2 Azar 1405" in text(at_desk("viewer").get(DESK))
    assert "دوشنبه ۲ آذر ۱۴۰۵ · ۲۳ نوامبر ۲۰۲۶" in text(at_desk("viewer").get("/fa/desk/"))


def test_a_line_leads_to_its_record_and_to_what_can_be_done():
    promise = builders.commitment(due=ago(5))
    html = text(at_desk("administrator").get(DESK))
    assert f'href="{reverse("desk:record", args=["commitment", promise.key])}"' in html
    screen = reverse("desk:assess", args=[promise.key])
    assert f'href="{screen}"' in html
    for role in ("recorder", "reviewer"):
        html = text(at_desk(role).get(DESK))
        assert "Record what came of it" in html
        assert f'href="{screen}"' in html
    assert "Record what came of it" not in text(at_desk("viewer").get(DESK))


def test_the_addresses_within_the_forms_exist():
    chief = at_desk("administrator")
    city = builders.city()
    for record, anchors in (
        (builders.commitment(city), ["reviews-group"]),
        (builders.agreement(city), ["id_expires", "citations-group", "id_title_en"]),
        (builders.delegation(city), ["id_report_filed_on", "id_progress"]),
    ):
        html = text(chief.get(reverse(f"admin:registry_{record.kind}_change", args=[record.pk])))
        for anchor in anchors:
            assert f'id="{anchor}"' in html


def test_a_visit_that_may_not_have_taken_place_asks_for_its_state():
    builders.delegation(start=ago(2), progress="announced")
    html = text(at_desk("administrator").get(DESK))
    assert "Record whether it took place" in html
    assert "#id_progress" in html


@pytest.mark.parametrize(("role", "offered"), [("viewer", False), ("recorder", True)])
def test_recording_begins_here_for_those_who_record(role, offered):
    main = text(at_desk(role).get(DESK)).partition("<main")[2]
    for words in ("New visit", "New agreement", "New event"):
        assert (words in main) is offered


def test_a_long_group_goes_on_on_a_page_of_its_own():
    for days in range(1, 13):
        builders.commitment(due=ago(days))
    chief = at_desk("administrator")
    assert "2 more: Overdue promises" in text(chief.get(DESK))
    whole = text(chief.get(f"{DESK}attention/overdue/"))
    assert whole.count("Record what came of it") == 12


@pytest.mark.parametrize("group", ["nothing", "OVERDUE", "overdue-", "0"])
def test_there_is_no_page_of_a_group_that_does_not_exist(group):
    assert at_desk("viewer").get(f"{DESK}attention/{group}/").status_code == 404


def test_ones_own_drafts_stand_beside_with_what_they_lack():
    writer = member("recorder")
    own_draft(writer, title_en="Mine", title_fa="")
    own_draft(member("reviewer"), title_en="Somebody else's")
    html = text(at_desk("recorder").get(DESK))
    beside = html[html.index("My drafts") : html.index("How complete")]
    assert "Mine" in beside
    assert "2 things missing" in beside
    assert "Somebody else" not in beside


def test_the_numbers_say_how_complete_the_register_is():
    tie = builders.tie(recorded_until=None)
    builders.tie(recorded_until=date(2026, 1, 1))
    builders.event(tie.partner, sources=[], title_zh="", start="", date_why_en="Lost.")
    builders.event(publication="draft", title_en="", start="")
    builders.event(publication="withdrawn", sources=[], title_en="", start="")
    untold = builders.three("text_why", "", "", "")
    builders.agreement(tie.partner, **untold)
    builders.agreement(tie.partner, **(untold | {"text_why_en": "Burnt."}))
    builders.agreement(tie.partner, **untold, paper_state="draft")
    builders.question(tie)
    builders.question(tie, answered_by=builders.event().entry_ptr)
    publishing.revise(Event.objects.published().first(), member("recorder"))
    assert quality(date(2026, 11, 25)) == Quality(
        unsourced=1, untranslated=1, undated=1, textless=1, unvouched=1, questions=1
    )


def test_the_desk_costs_the_same_with_much_to_do():
    chief = at_desk("administrator")
    counts = []
    for times in (5, 45):
        for number in range(times):
            tie = builders.tie(recorded_until=timezone.localdate())
            builders.commitment(tie.partner, due=ago(5 + number))
            builders.event(tie.partner, sources=[], title_zh="", start="2020-01-01")
            builders.delegation(tie.partner, start=ago(50))
            builders.difference(tie)
            own_draft(member("administrator"))
            publishing.submit(builders.event(tie.partner, publication="draft"), member("recorder"))
        chief.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            assert chief.get(DESK).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 45


def test_the_desk_says_nothing_in_the_wrong_language():
    builders.commitment(builders.city(), due=ago(5))
    main = parse(at_desk("administrator").get("/zh-hans/desk/")).find(".//main")
    assert not re.findall("[A-Za-z]{3,}", "".join(texts(main, "zh-Hans")))
