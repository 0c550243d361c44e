"""The briefing before a visit: who opens it, and how its two forms are told apart."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diplomacy import paper
from diplomacy.accounts.roles import Role
from diplomacy.registry.models import EntryLink
from tests import builders

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
MARKING = {
    "fa": "داخلی – نه برای عموم، نه برای طرف مقابل",
    "en": "INTERNAL – not for the public, not for the partner",
    "zh-hans": "内部文件——不向公众公开，不提供给对方",
}


def place(record, form: str = "public", language: str = "en", ending: str = "/") -> str:
    noun = "tie" if hasattr(record, "partner_id") else record.kind
    return f"/{language}/desk/briefings/{noun}/{record.key}/{form}{ending}"


def page(client, record, form: str = "public", language: str = "en") -> str:
    answer = client.get(place(record, form, language))
    assert answer.status_code == 200
    return answer.content.decode()


def mayor(tie, **fields):
    holder = builders.person(**fields)
    builders.term(holder, builders.organisation(city=tie.partner))
    return holder


def test_both_forms_open_to_the_whole_staff_and_to_nobody_else(client, signed_in):
    tie = builders.tie()
    for form in ("public", "internal"):
        answer = client.get(place(tie, form))
        assert answer.status_code == 302
        assert "/desk/sign-in/" in answer.headers["Location"]
        for role in Role.values:
            assert signed_in(role).get(place(tie, form)).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_are_told_apart_by_address_title_marking_and_look(chief, language):
    tie = builders.tie()
    public, internal = (page(chief, tie, form, language) for form in ("public", "internal"))
    titles = [html.partition("<title>")[2].partition("</title>")[0] for html in (public, internal)]
    assert titles[0] != titles[1]
    assert MARKING[language] in internal
    assert MARKING[language] not in public
    assert "office/internal.css" in internal
    assert "office/internal.css" not in public
    assert "briefing-public.css" in public


def test_the_public_safe_form_says_what_it_is_made_of(chief):
    day = timezone.localdate()
    shown = f"published records only, as of {day.day} {day:%B %Y}"
    html = page(chief, builders.tie())
    assert html.count(shown) == 2  # on each page, and in a sentence


@pytest.mark.once
@pytest.mark.usefixtures("printing")
def test_the_file_of_a_form_is_called_after_it(chief):
    tie = builders.tie()
    for form, name in (("public", "briefing-public-"), ("internal", "INTERNAL-briefing-")):
        answer = chief.get(place(tie, form, "fa", ".pdf"))
        assert answer.content.startswith(b"%PDF")
        assert f"''{name}{tie.key}-fa-" in answer.headers["Content-Disposition"]


def test_where_no_pdf_can_be_made_none_is_offered(chief, monkeypatch):
    monkeypatch.setattr(paper, "can_print", lambda language: language == "en")
    tie = builders.tie()
    assert ".pdf" in page(chief, tie, language="en")
    assert ".pdf" not in page(chief, tie, language="fa")
    assert chief.get(place(tie, "public", "fa", ".pdf")).status_code == 404


def test_the_record_leads_to_its_briefings_the_public_safe_one_once_it_is_published(chief):
    partner = builders.city()
    for record in (builders.tie(partner), builders.delegation(partner)):
        noun = "tie" if hasattr(record, "partner_id") else "delegation"
        html = chief.get(f"/en/desk/records/{noun}/{record.key}/").content.decode()
        assert place(record) in html
        assert place(record, "internal") in html
    draft = builders.delegation(partner, publication="draft")
    html = chief.get(f"/en/desk/records/delegation/{draft.key}/").content.decode()
    assert place(draft) not in html
    assert place(draft, "internal") in html
    other = builders.event(partner)
    html = chief.get(f"/en/desk/records/event/{other.key}/").content.decode()
    assert "/briefings/" not in html


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_readers_do_not_see_has_no_public_safe_form(chief, state):
    partner = builders.city()
    told = {"withdrawn_reason_en": "It was a mistake.", "withdrawn_on": date(2021, 2, 3)}
    tie, visit = builders.tie(partner, publication=state, **told), builders.delegation(partner)
    hidden = builders.delegation(partner, publication=state, title_en="Secret visit", **told)
    assert chief.get(place(tie)).status_code == 404
    assert chief.get(place(hidden)).status_code == 404
    assert "Secret visit" not in page(chief, visit)
    assert ("It was a mistake." in page(chief, tie, "internal")) == (state == "withdrawn")
    assert ("It was a mistake." in page(chief, hidden, "internal")) == (state == "withdrawn")
    assert "Secret visit" in page(chief, visit, "internal")


def test_there_is_no_briefing_of_anything_else(chief):
    event = builders.event(builders.city())
    assert chief.get(place(event)).status_code == 404
    assert chief.get("/en/desk/briefings/tie/nothing/internal/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["public", "internal"])
def test_a_tie_of_which_nothing_is_recorded_makes_sense(chief, language, form):
    html = page(chief, builders.tie(), form, language)
    said = {
        "fa": ("توافقی ثبت نشده است.", "هدیه‌ای ثبت نشده است.", "تعهد بازی ثبت نشده است."),
        "en": ("No agreement recorded.", "No gift recorded.", "No open promise recorded."),
        "zh-hans": ("未记录任何协议。", "未记录任何礼品。", "未记录任何待落实的承诺。"),
    }
    assert all(sentence in html for sentence in said[language])


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("is_public", [True, False])
def test_contacts_show_to_those_to_whom_the_admin_shows_them(signed_in, role, is_public):
    tie, client = builders.tie(), signed_in(role)
    holder = mayor(tie, contact="+00 123 call me")
    builders.took_part(builders.event(tie.partner), person=holder, name_shown=is_public)
    form = client.get(f"/en/admin/registry/person/{holder.pk}/change/").content.decode()
    html = page(client, tie, "internal")
    assert ("+00 123 call me" in html) == ("+00 123 call me" in form)
    assert ("your role does not see them" in html) == ("+00 123 call me" not in form)


def test_the_internal_form_tells_the_next_steps(chief):
    tie = builders.tie()
    day = timezone.localdate() - timedelta(days=3)
    late = builders.commitment(tie.partner, due=day.isoformat(), publication="in_review")
    elsewhere = builders.commitment(builders.city(), due=day.isoformat())
    html = page(chief, tie, "internal")
    # Among the promises, the last entries, the next steps and the drafts.
    assert html.count(late.title_en) == 4
    assert elsewhere.title_en not in html
    assert late.title_en not in page(chief, tie)


def fill(tie, visit, rows: int) -> None:
    body = builders.organisation(city=tie.partner)
    for number in range(rows):
        person = builders.person(contact="x", staff_note="y")
        builders.term(person, body)
        builders.took_part(visit, person=person, side="partner")
        met = builders.event(tie.partner, type="gift", place=tie.partner)
        builders.took_part(met, person=person, side="partner")
        paper_made = builders.agreement(tie.partner, expires="2026-12-01")
        paper_made.documents.create(
            kind="minutes", access="public", file=builders.upload(content=b"%d" % number)
        )
        promise = builders.commitment(tie.partner, due="2020-01-01")
        promise.reviews.create(verdict="stalled", on="2025-01-01", words_en="Seen.")
        builders.took_part(promise, person=person, role="owes", side="partner")
        EntryLink.objects.create(entry=met.entry_ptr, kind="delivers", to=promise.entry_ptr)
        builders.difference(met)
        builders.question(met)
        builders.event(tie.partner, publication="draft")
        visit.programme.create(text_en="A stop", place=tie.partner)


def test_a_briefing_costs_the_same_however_much_it_says(chief):
    tie = builders.tie()
    visit = builders.delegation(tie.partner)
    spent = []
    for rows in (5, 45):
        fill(tie, visit, rows)
        for record, form in product((tie, visit), ("public", "internal")):
            with CaptureQueriesContext(connection) as counted:
                page(chief, record, form)
            spent.append(len(counted))
    assert spent[:4] == spent[4:]
    assert max(spent) <= 30
