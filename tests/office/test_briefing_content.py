"""What a briefing tells: people, papers, promises, entries, places."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Entry, EntryLink, TwinnedPlace, TwinningSource
from diplomacy.registry.queries.briefing import briefing_of_tie, briefing_of_visit
from diplomacy.registry.queries.briefing.names import pinyin
from tests import builders
from tests.registry.admin.conftest import member

from .test_briefing import mayor, page

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
CHINESE = {"own_name": "单伟", "own_language": "zh-Hans", "name_zh": "单伟", "name_fa": ""}


def test_a_visit_is_told_with_its_people_the_partners_first(chief):
    tie = builders.tie()
    visit = builders.delegation(
        tie.partner, direction="outgoing", purpose_en="To see the trams", start="2024-09-25"
    )
    ours, theirs = builders.person(), builders.person()
    builders.took_part(visit, person=ours, side="ours", role="head")
    builders.took_part(visit, person=theirs, side="partner", role="host", office_en="Mayor")
    told = briefing_of_visit(visit.key, TODAY)
    assert [(one.side, one.people[0].person) for one in told.groups] == [
        ("partner", theirs),
        ("ours", ours),
    ]
    html = page(chief, visit)
    assert "25 September 2024 · 4 Mehr 1403" in html
    assert "To see the trams" in html
    assert "No programme recorded." in html


def test_where_nobody_of_the_partner_is_recorded_those_in_office_are_told():
    tie = builders.tie()
    visit, holder = builders.delegation(tie.partner, start="2026-06-01"), mayor(tie)
    builders.took_part(builders.event(tie.partner), person=holder)
    (group,) = briefing_of_visit(visit.key, TODAY).groups
    assert (group.side, group.people[0].person) == ("in_office", holder)


def test_who_was_followed_in_an_office_is_met_no_more():
    tie = builders.tie()
    body = builders.organisation(city=tie.partner)
    old, new, gone = builders.person(), builders.person(), builders.person()
    builders.term(old, body, since="[..2010]", until="[2015..]")
    builders.term(new, body, since="[..2018]", until="[2020..]")
    builders.term(gone, body, since="2021", until="2023")
    for one in (old, new, gone):
        builders.took_part(builders.event(tie.partner), person=one)
    told = briefing_of_tie(tie.key, TODAY)
    assert told.are_in_office
    assert [one.person for one in told.groups[0].people] == [new]


def test_without_anybody_in_office_those_who_took_part_last_are_told():
    tie = builders.tie()
    first, last = builders.person(), builders.person()
    for one, day in ((first, "2019-01-01"), (last, "2021-01-01")):
        meeting = builders.event(tie.partner, start=day)
        builders.took_part(meeting, person=one, side="partner")
    told = briefing_of_tie(tie.key, TODAY)
    assert not told.are_in_office
    assert [one.person for one in told.groups[0].people] == [last, first]


def test_meetings_before_the_visit_are_told_and_no_later_ones(chief):
    tie, person = builders.tie(), builders.person()
    visit = builders.delegation(tie.partner, start="2022-05-01")
    builders.took_part(visit, person=person, side="partner")
    before = builders.event(tie.partner, start="2022-04-30", place=tie.partner)
    after = builders.event(tie.partner, start="2022-05-02")
    speech = builders.event(tie.partner, start="2021-01-01", type="claim", claimed_form="sister")
    others = builders.delegation(tie.partner, start="2021-01-01", direction="others")
    for entry in (before, after, speech, others):
        builders.took_part(entry, person=person)
    hidden = builders.event(tie.partner, start="2020-01-01")
    builders.took_part(hidden, person=person, name_shown=False)
    (group,) = briefing_of_visit(visit.key, TODAY).groups
    assert [entry.key for entry in group.people[0].met] == [before.key]
    reader = member(Role.VIEWER)
    (group,) = briefing_of_visit(visit.key, TODAY, reader).groups
    assert [entry.key for entry in group.people[0].met] == [before.key, hidden.key]
    stranger = builders.delegation(tie.partner)
    builders.took_part(stranger, person=builders.person(), side="partner")
    assert "no earlier meeting recorded" in page(chief, stranger)


def test_a_name_is_told_in_every_script_and_what_is_missing_is_said(chief):
    tie = builders.tie()
    holder = mayor(tie, name_en="Shan Wei", **CHINESE)
    builders.took_part(builders.event(tie.partner), person=holder)
    html = page(chief, tie)
    assert "Shàn Wěi" in html  # not Dān: a family name
    assert "(pinyin made by a program)" in html
    assert "Persian: not recorded" in html
    holder.pronunciation_en = "shahn way"
    holder.save()
    html = page(chief, tie)
    assert "shahn way" in html
    assert "Shàn Wěi" not in html
    assert "Shàn Wěi" in page(chief, tie, language="fa")


def test_agreements_come_with_their_terms_those_that_bind_first(chief):
    tie = builders.tie()
    ended = builders.agreement(tie.partner, start="2023-01-01", expires="2024-01-01")
    draft = builders.agreement(tie.partner, start="2025-01-01", paper_state="draft")
    held = builders.agreement(
        tie.partner,
        start="2020-01-01",
        in_force="2020-02-01",
        expires="2030-01-31",
        notice_months=6,
        renewal="automatic",
        languages="fa, zh",
    )
    held.documents.create(kind="translation", access="public", file=builders.upload())
    held.documents.create(kind="minutes", access="staff", file=builders.upload(content=b"x"))
    told = briefing_of_tie(tie.key, TODAY)
    assert [(one.entry.key, one.state) for one in told.papers] == [
        (held.key, "in_force"),
        (draft.key, "draft"),
        (ended.key, "expired"),
    ]
    assert [text.kind for text in told.papers[0].texts] == ["translation"]
    inside = briefing_of_tie(tie.key, TODAY, member(Role.VIEWER))
    assert [text.kind for text in inside.papers[0].texts] == ["translation", "minutes"]
    html = page(chief, tie)
    assert "Last day of its term: 31 January 2030" in html
    assert "automatic renewal" in html
    assert "term, notice and renewal not recorded" in html


def test_promises_stand_by_who_owes_them_and_what_came_of_them():
    tie = builders.tie()

    def promise(*sides, verdict="", **fields):
        made = builders.commitment(tie.partner, **fields)
        for side in sides:
            builders.took_part(made, organisation=builders.organisation(), role="owes", side=side)
        if verdict:
            made.reviews.create(verdict=verdict, on="2025-01-01", words_en="Seen.")
        return made.key

    ours = promise("ours", due="2026-05-03")
    theirs = promise("partner", verdict="stalled", due="2026-05-04")
    both, nobody = promise("ours", "partner"), promise()
    said = promise("partner", force="readiness")
    done, dropped = promise("ours", verdict="delivered"), promise(verdict="not_delivered")
    deed = builders.event(tie.partner)
    kept = Entry.objects.get(key=done)
    EntryLink.objects.create(entry=deed.entry_ptr, kind="delivers", to=kept)
    told = briefing_of_tie(tie.key, TODAY).promises
    assert [(side, [one.entry.key for one in found]) for side, found in told.by_side] == [
        ("ours", [ours]),
        ("partner", [theirs]),
        ("both", [both]),
        ("", [nobody]),
    ]
    assert [one.is_late for one in told.open[:2]] == [True, False]
    assert [one.entry.key for one in told.said] == [said]
    assert [one.entry.key for one in told.closed] == [dropped]
    (delivered,) = told.delivered
    assert [entry.key for entry in delivered.delivered_by] == [deed.key]


def test_ten_entries_gifts_visits_ahead_and_remarks_are_told(chief):
    tie = builders.tie()
    day = timezone.localdate()
    for back in range(12):
        start = (day - timedelta(days=400 + back)).isoformat()
        builders.event(tie.partner, start=start, title_en=f"Deed no. {back};")
    gift = builders.event(tie.partner, type="gift", start="2001-02-03", title_en="A carpet given")
    ahead = builders.delegation(
        tie.partner, start=(day + timedelta(days=9)).isoformat(), progress="planned"
    )
    builders.difference(tie, point_en="The year of the paper")
    builders.difference(tie, point_en="Old point", state="settled", settled_on=day)
    builders.question(tie.partner, question_en="Who held the pen?")
    html = page(chief, tie)
    assert "Deed no. 9;" in html
    assert "Deed no. 10;" not in html
    assert gift.title_en in html
    assert ahead.title_en in html
    assert "The year of the paper" in html
    assert "Old point" not in html
    assert "Who held the pen?" in html


def test_places_tied_with_both_stand_apart_from_the_partners_others():
    tie = builders.tie()
    made = TwinningSource.objects.create(
        key="list", name="A list", publisher="X", date=TODAY, url="https://x.test", licence="CC0"
    )

    def listed(name, city=None):
        return TwinnedPlace.objects.create(source=made, name=name, city=city)

    here, home = listed("Here", tie.partner), listed("Home", tie.home_end)
    shared, tied, far = listed("Shared"), listed("Tied", builders.tie().partner), listed("Far")
    here.twins.add(shared, tied, far, home)
    home.twins.add(shared)
    (partner,) = briefing_of_tie(tie.key, TODAY).partners
    assert [one.name for one in partner.in_common] == ["Shared", "Tied"]
    assert [one.name for one in partner.sisters] == ["Far"]


@pytest.mark.parametrize(
    ("han", "is_person", "said"),
    [
        ("单伟", True, "Shàn Wěi"),
        ("曾国藩", True, "Zēng Guófān"),
        ("欧阳修", True, "Ōuyáng Xiū"),
        ("张安恩", True, "Zhāng Ān’ēn"),
        ("重阳", False, "Chóngyáng"),
        ("阿里·格", True, ""),
        ("Ali", True, ""),
    ],
)
def test_a_chinese_name_is_read_with_its_tones_the_family_name_as_such(han, is_person, said):
    assert pinyin(han, is_person=is_person) == said
