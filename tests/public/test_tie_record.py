"""Who took part in a tie, what is kept with it, its history as a page and how it is cited."""

from datetime import date

import pytest

from diplomacy.accounts.models import User
from diplomacy.registry.models import ChangeNote, Document, ProgrammeLine
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


def html_of(client, city, language="en"):
    return client.get(f"/{language}/cities/{city.key}/").content.decode()


def document(entry, **fields):
    given = {"kind": "report", "access": "public", "file": builders.upload()} | fields
    return Document.objects.create(entry=entry.entry_ptr, **given)


def test_people_stand_with_their_office_then_the_latest_first(client):
    partner = builders.tie().partner
    for start, name, office in ((2001, "Early Mayor", "Mayor"), (2021, "Late Envoy", "Envoy")):
        visit = builders.delegation(partner, start=str(start))
        builders.took_part(
            visit, person=builders.person(name_en=name), office_en=office, role="head"
        )
    html = html_of(client, partner)
    section = html[html.index('id="people"') :]
    assert section.index("Late Envoy") < section.index("Early Mayor")
    assert "Envoy" in section
    assert "head of delegation" in section


@pytest.mark.parametrize("hidden", ["name", "entry"])
def test_nobody_is_shown_whom_the_entry_hides(client, hidden):
    partner = builders.tie().partner
    builders.event(partner)
    visit = builders.delegation(partner, publication="draft" if hidden == "entry" else "published")
    builders.took_part(
        visit, person=builders.person(name_en="Hidden Name"), name_shown=hidden != "name"
    )
    html = html_of(client, partner)
    assert "Hidden Name" not in html
    assert 'id="people"' not in html


def test_one_person_stands_once_with_what_shows_the_name(client):
    partner = builders.tie().partner
    mayor = builders.person(name_en="One Mayor")
    visits = [builders.delegation(partner) for _ in range(5)]
    for visit in visits:
        builders.took_part(visit, person=mayor)
    html = html_of(client, partner)
    section = html[html.index('id="people"') : html.index('id="cite"')]
    assert section.count("One Mayor") == 1
    assert sum(visit.title in section for visit in visits) == 3
    assert "all entries with this name" in section


def test_many_people_fold_behind_the_first_six(client):
    partner = builders.tie().partner
    visit = builders.delegation(partner)
    for _ in range(60):
        builders.took_part(visit, person=builders.person())
    html = html_of(client, partner)
    assert "54 more people" in html
    parse(client.get(f"/en/cities/{partner.key}/"))


def test_files_stand_on_the_tie_and_the_entry_only_while_they_are_public(client):
    partner = builders.tie().partner
    paper = builders.agreement(partner)
    shown = document(paper, title_en="The signed text", language="zh", authentic=True)
    document(paper, title_en="A secret paper", access="staff")
    draft = builders.agreement(partner, publication="draft")
    document(draft, title_en="An early draft")
    for html in (
        html_of(client, partner),
        client.get(f"/en/agreements/{paper.key}/").content.decode(),
    ):
        assert "The signed text" in html
        assert "authentic text" in html
        assert "PDF, 1 kB" in html
        assert "A secret paper" not in html
        assert "An early draft" not in html
    assert shown.sha256 in client.get(f"/en/agreements/{paper.key}/").content.decode()


def test_sections_with_nothing_in_them_are_absent(client):
    html = html_of(client, builders.tie().partner)
    for section in ("people", "documents", "photographs", "differences"):
        assert f'id="{section}"' not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fa", "«پیوند با یارشهر»، نسخهٔ ۱۸ مرداد ۱۴۰۵ · ۹ اوت ۲۰۲۶"),
        ("en", "“Tie with Twinville”, as changed on 9 August 2026 · 18 Mordad 1405"),
        ("zh-hans", "2026年8月9日 · 伊朗历1405年5月18日版"),
    ],
)
def test_a_page_tells_its_history_and_is_cited_by_its_last_change(client, language, words):
    made = builders.tie(builders.city("Twinville", "یارشهر", "伙伴市"))
    by = User.objects.create_user("reviewer")
    noted = builders.three("words", "متن", "Text received", "收到文本")
    ChangeNote.objects.create(relationship=made, day=date(2026, 8, 9), by=by, **noted)
    response = client.get(f"/{language}/cities/twinville/")
    said = " ".join("".join(parse(response).itertext()).split())
    assert words in said
    assert "/id/twinville/" in said


def test_long_words_and_many_people_leave_the_page_whole(client):
    partner = builders.tie().partner
    visit = builders.delegation(partner, title_en="W" * 300, invited_by=builders.organisation())
    for _ in range(60):
        builders.took_part(visit, person=builders.person(), role="member", side="ours")
    for address in (f"/en/cities/{partner.key}/", f"/en/delegations/{visit.key}/"):
        parse(client.get(address))


@pytest.mark.parametrize("rows", [5, 50])
def test_people_and_files_cost_the_same_however_many(client, rows, django_assert_max_num_queries):
    made = builders.tie(aim="sister", aim_said_by="both")
    visit = builders.delegation(made.partner, invited_by=builders.organisation())
    for _ in range(rows):
        builders.took_part(visit, person=builders.person(), organisation=builders.organisation())
        document(visit)
        ProgrammeLine.objects.create(delegation=visit, text_en="A stop", day="2020-05-04")
    with django_assert_max_num_queries(19):
        client.get(f"/en/cities/{made.partner.key}/")
    with django_assert_max_num_queries(12):
        client.get(f"/en/delegations/{visit.key}/")
