"""Annual reports at the desk: who may do what, in which state, and nothing typed is lost."""

import pytest
from django.test import Client

from diplomacy.accounts.roles import Nouns, Role, allowed
from diplomacy.registry.models import YearReport
from diplomacy.registry.versions import version_of
from tests import builders
from tests.registry.admin.conftest import member
from tests.reporting import report

pytestmark = pytest.mark.django_db

PAGE = "/en/desk/reports/2020/"
STATES = ("draft", "published", "withdrawn")

# Act at the desk → the action of the matrix and what is sent.
ACTS = {
    "save": ("change", {"introduction_en": "Typed"}),
    "publish": ("publish", {}),
    "withdraw": ("withdraw", {"withdraw-en": "It was wrong."}),
    "delete": ("delete", {}),
}


@pytest.fixture
def reviewer(client) -> Client:
    client.force_login(member("reviewer"))
    return client


def send(client, act: str, record: YearReport, **typed):
    version = version_of(record)
    return client.post(PAGE, {"act": act, "version": version} | typed)


def stored() -> YearReport:
    return YearReport.objects.get(year=2020)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_for_whom_the_matrix_lets_and_for_nobody_else(db, act, state):
    action, typed = ACTS[act]
    for role in Role:
        YearReport.objects.all().delete()
        record, client = report(2020, state), Client()
        client.force_login(member(role))
        before = YearReport.history.count()
        answer = send(client, act, record, **typed)
        may = allowed(role, action, Nouns.REPORTS, state)
        assert (answer.status_code == 302) == may, (role, act, state, answer.status_code)
        if not may:
            assert YearReport.history.count() == before


@pytest.mark.parametrize("role", Role)
def test_who_may_add_a_report_begins_one(client, role):
    builders.event(builders.tie().partner)
    client.force_login(member(role))
    answer = client.post("/en/desk/reports/", {"year": "1399"})
    may = allowed(role, "add", Nouns.REPORTS, "")
    assert answer.status_code == (302 if may else 403)
    assert YearReport.objects.filter(year=1399, state="draft").exists() == may


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", STATES)
def test_every_role_reads_a_report_in_every_state(client, role, state):
    report(2020, state)
    client.force_login(member(role))
    assert client.get(PAGE).status_code == 200
    assert client.get("/en/desk/reports/").status_code == 200


def test_a_report_is_begun_only_for_a_year_that_holds_an_entry_and_has_none(reviewer):
    builders.event(builders.tie().partner)
    report(2020, "draft")
    listed = reviewer.get("/en/desk/reports/").content.decode()
    assert '<option value="1399"' in listed
    assert '<option value="2020"' not in listed
    for year in ("2020", "1850", "x", ""):
        assert reviewer.post("/en/desk/reports/", {"year": year}).status_code == 422
    assert YearReport.objects.count() == 1


def test_the_introduction_is_kept_in_three_languages(reviewer):
    record = report(2020, "draft")
    typed = {"introduction_fa": "سلام", "introduction_en": "Hello", "introduction_zh": "你好"}
    assert send(reviewer, "save", record, **typed).status_code == 302
    assert {name: getattr(stored(), name) for name in typed} == typed
    assert stored().history.first().history_user.role == "reviewer"


def test_nothing_typed_is_lost_where_somebody_else_has_saved_meanwhile(reviewer):
    record = report(2020, "draft")
    version = version_of(record)
    record.introduction_en = "Theirs"
    record.save()
    typed = {"act": "save", "version": version, "introduction_en": "Mine"}
    answer = reviewer.post(PAGE, typed)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert stored().introduction_en == "Theirs"
    assert "Mine</textarea>" in said.replace("\n", "")
    assert "Theirs" in said


def test_nothing_typed_is_lost_where_somebody_has_published_meanwhile(reviewer):
    record = report(2020, "published")
    answer = send(reviewer, "save", record, introduction_en="Mine")
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert stored().introduction_en == ""


def test_what_somebody_else_has_changed_is_read_before_it_is_published(reviewer):
    record = report(2020, "draft")
    version = version_of(record)
    record.introduction_en = "Another"
    record.save()
    answer = reviewer.post(PAGE, {"act": "publish", "version": version})
    assert answer.status_code == 409
    assert stored().state == "draft"


def test_the_preview_is_the_page_of_readers_marked_as_a_draft(reviewer):
    event = builders.event(builders.tie().partner)
    builders.event(builders.tie().partner, publication="draft", title_en="Not yet public")
    record = report(2020, "draft", introduction_en="Hello")
    shown = reviewer.get(f"{PAGE}preview/").content.decode()
    for words in (event.title_en, "Hello", "Draft: not published", 'content="noindex"'):
        assert words in shown
    assert "Not yet public" not in shown
    send(reviewer, "publish", record)
    public = reviewer.get("/en/reports/2020/").content.decode()
    assert "Draft: not published" not in public
    part = lambda page: page.partition('id="counts"')[2].partition('id="about-report"')[0]  # noqa: E731
    assert part(public) == part(shown)
    assert reviewer.get(f"{PAGE}preview/").status_code == 404


def test_publishing_freezes_the_data_and_says_who(reviewer):
    builders.event(builders.tie().partner)
    send(reviewer, "publish", report(2020, "draft"))
    assert stored().frozen["entries"]
    assert stored().published_by.role == "reviewer"
    assert stored().history.first().history_change_reason == "published"


def test_a_withdrawal_needs_a_public_reason(reviewer):
    record = report(2020)
    assert send(reviewer, "withdraw", record).status_code == 422
    assert stored().state == "published"


def test_a_withdrawn_report_is_drawn_up_anew_and_replaces_the_old_one(reviewer, client):
    record = report(2020, "withdrawn", introduction_en="Hello")
    old = stored().frozen
    assert send(reviewer, "anew", record).status_code == 302
    assert (stored().state, stored().introduction_en) == ("draft", "Hello")
    assert client.get("/en/reports/2020/").status_code == 410
    assert send(reviewer, "delete", stored()).status_code == 409
    assert send(reviewer, "publish", stored()).status_code == 302
    assert "This is a new edition." in client.get("/en/reports/2020/").content.decode()
    assert old in list(YearReport.history.values_list("frozen", flat=True))


@pytest.mark.parametrize("role", Role)
def test_who_may_add_draws_a_withdrawn_one_up_anew(client, role):
    record = report(2020, "withdrawn")
    client.force_login(member(role))
    done = send(client, "anew", record).status_code == 302
    assert done == allowed(role, "add", Nouns.REPORTS, "")


@pytest.mark.parametrize("act", ["", "other"])
def test_an_unknown_act_is_refused(reviewer, act):
    assert send(reviewer, act, report(2020, "draft")).status_code == 403
