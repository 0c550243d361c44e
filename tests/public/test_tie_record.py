"""Who took part in a tie, what is kept with it, its history as a page and how it is cited."""

from datetime import date

import pytest

from diplomacy.accounts.models import User
from diplomacy.registry.models import (
    ChangeNote,
    CommitmentReview,
    Document,
    EntryLink,
    ProgrammeLine,
)
from diplomacy.registry.queries.standing.shown import MOST_WHOLE
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


def html_of(client, city, language="en"):
    page = client.get(f"/{language}/cities/{city.key}/")
    assert page.status_code == 200
    return page.content.decode()


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


def test_an_inviting_body_is_a_link_where_it_has_a_page(client):
    partner = builders.tie().partner
    known, unknown = builders.organisation(), builders.organisation()
    builders.took_part(builders.event(partner), organisation=known)
    for body in (known, unknown):
        visit = builders.delegation(partner, invited_by=body)
        html = client.get(f"/en/delegations/{visit.key}/").content.decode()
        assert body.name in html
        assert (f"/en/organisations/{body.key}/" in html) is (body is known)


def test_what_came_of_a_visit_tells_the_state_of_each_paper_and_promise(client):
    partner = builders.tie().partner
    visit = builders.delegation(partner)
    paper = builders.agreement(partner, expires="2021-01-01")
    kept, open_one = builders.commitment(partner), builders.commitment(partner)
    project = builders.event(partner, type="project")
    for entry, kind in (
        (paper, "during"),
        (kept, "arises_from"),
        (open_one, "arises_from"),
        (project, "arises_from"),
    ):
        EntryLink.objects.create(entry=entry.entry_ptr, kind=kind, to=visit.entry_ptr)
    address = f"/en/delegations/{visit.key}/"
    assert "not yet assessed" in client.get(address).content.decode()
    CommitmentReview.objects.create(
        commitment=kept, verdict="delivered", words_en="It was done.", on="2024"
    )
    html = client.get(address).content.decode()
    signed, came = html.index("What was signed or promised"), html.index("What came of it")
    assert signed < html.index(paper.title) < html.index("expired") < html.index(kept.title) < came
    assert "Of 2 promises, 1 delivered, as last reviewed." in html
    assert came < html.index(project.title)


def test_a_visit_of_which_nothing_more_is_known_says_so(client):
    visit = builders.delegation(builders.tie().partner, progress="announced", start="2020-05-04")
    html = client.get(f"/en/delegations/{visit.key}/").content.decode()
    assert "Whether it took place is not recorded." in html
    assert "Nobody who took part is recorded." in html
    assert "No paper and no promise of this visit is recorded." in html
    assert "Nothing that came of it is recorded." in html


def test_a_programme_stands_by_day(client):
    visit = builders.delegation(builders.tie().partner)
    for day, text in (("2020-05-04", "Arrival"), ("2020-05-04", "Dinner"), ("", "Some stop")):
        ProgrammeLine.objects.create(delegation=visit, day=day, text_en=text)
    html = client.get(f"/en/delegations/{visit.key}/").content.decode()
    programme = html[html.index(">Programme<") :]
    assert programme.count('<h3 class="on-line">') == 1
    assert programme.index("Dinner") < programme.index("Day not recorded")
    assert programme.index("Day not recorded") < programme.index("Some stop")


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
    with django_assert_max_num_queries(12):
        client.get(f"/en/cities/{made.partner.key}/")
    with django_assert_max_num_queries(9):
        client.get(f"/en/delegations/{visit.key}/")


def test_a_page_on_which_more_bears_than_is_read_whole_shows_the_last_of_it(client):
    tie = builders.tie()
    for year in range(1920, 1920 + MOST_WHOLE + 5):
        builders.event(tie.partner, type="claim", start=str(year), title_en=f"Claim of {year}")
    pact = builders.agreement(tie.partner, instrument="sister", start="2001-02-03")
    html = html_of(client, tie.partner)
    said = html[html.index('id="said"') :]
    assert f"Claim of {1920 + MOST_WHOLE + 4}" in said
    assert "All events" in said
    assert pact.title_en in html
    assert "sister" in html
