"""The shipped register against the expected standing of each of its ties, day by day."""

from collections import Counter
from datetime import date

import pytest

from diplomacy.registry.models import Form, Relationship
from diplomacy.registry.queries.standing import Stage, standing, standings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_register")]

TODAY = date(2026, 11, 23)

# Tie: form, since, stage (waiting on), restriction, certainty.
EXPECTED = """
xian sister 1989-05-06 established none both_sides
hangzhou loi 2024-09-25 approval:unrecorded none disputed
shanghai mou 2025 established none press_only
kl sister 1997-06-23 established none one_side_ours
freiburg sister 2000-10-27 established official_political both_sides
florence sister 1998 established none both_sides
iasi sister 1999-05-10 established none one_side_ours
barcelona sister 2000-01-14 established none one_side_ours
yerevan sister [1995..2000-04-27] established none one_side_ours
kuwait sister 2000-06-19 established none one_side_ours
havana sister 2001-03-08 established none one_side_ours
lahore sister 2004-07-22 established none one_side_ours
spb sister 2004-11-10 established none both_sides
dakar sister 2009-11-25 established none one_side_ours
baalbek sister 2010-10-05 established none press_only
samarkand sister [..2021-07-02] established none disputed
porto sister 2021-07-27 established none one_side_ours
kazan sister 2025-04-09 established none both_sides
gyeongju friendship 2013-08-20 established none one_side_ours
issy friendship 2018-04-11 established none both_sides
hyderabad none - approval:unrecorded none one_side_ours
istanbul contact 2024 approval:home none disputed
hcmc none - approval:partner none one_side_ours
karbala none - approval:unrecorded none official_news
aleppo contact 2024 exploring none press_only
lanzhou none - none none press_only
kapan none - prospect none press_only
venice none - none none lists_only
cairo none - none none lists_only
beirut none - none none lists_only
maracaibo none - none none lists_only
kathmandu none - none none lists_only
kyoto none - none none press_only
"""

# Tie, day: the form on it, and a higher one that it perhaps already is.
ON_OTHER_DAYS = """
xian 1988-01-01 none -
xian 1989-05-05 none -
xian 1989-05-06 sister -
hangzhou 2023-09-04 none -
hangzhou 2023-09-05 contact -
hangzhou 2024-09-24 contact -
hangzhou 2024-09-25 loi -
shanghai 2019-07-12 none -
shanghai 2019-07-13 contact -
shanghai 2025-06-01 contact mou
shanghai 2025-12-31 mou -
florence 1997-12-31 none -
florence 1998-06-01 none sister
florence 1998-12-31 sister -
yerevan 1994-12-31 none -
yerevan 1997-01-01 none sister
yerevan 2000-04-27 sister -
kazan 2025-04-08 contact -
kazan 2025-04-09 sister -
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def axes_of(key: str, day: str | date = TODAY) -> list[str]:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    found = standing(Relationship.objects.get(key=f"r-{key}"), day)
    waiting = f":{found.stage.waiting_on}" if found.stage.waiting_on else ""
    return [
        found.form.value,
        found.form.since.text or "-",
        f"{found.stage.value}{waiting}",
        ",".join(restriction.scope for restriction in found.restrictions) or "none",
        found.certainty.value,
    ]


@pytest.mark.parametrize("row", rows(EXPECTED), ids=lambda row: row[0])
def test_each_tie_stands_where_the_rules_put_it(row):
    key, *expected = row
    assert axes_of(key) == expected


@pytest.mark.parametrize("row", rows(ON_OTHER_DAYS), ids="-".join)
def test_each_tie_stood_where_the_rules_put_it_on_other_days(row):
    key, day, form, perhaps = row
    found = standing(Relationship.objects.get(key=f"r-{key}"), date.fromisoformat(day)).form
    assert (found.value, found.perhaps or "-") == (form, perhaps)


@pytest.mark.parametrize(
    ("day", "restriction"),
    [
        ("2022-12-31", "none"),
        ("2023-01-30", "none"),
        ("2023-01-31", "official_political"),
        ("2024-06-01", "official_political"),
    ],
)
def test_suspended_contacts_end_no_pact(day, restriction):
    form, _, _, restricted, _ = axes_of("freiburg", day)
    assert (form, restricted) == (Form.SISTER, restriction)


def test_a_tie_on_the_eve_of_its_pact_is_perhaps_ready():
    tie = Relationship.objects.get(key="r-kazan")
    assert standing(tie, date(2025, 4, 8)).stage.perhaps == Stage.READY
    assert standing(tie, date(2025, 4, 9)).stage.value == Stage.ESTABLISHED


def test_the_sums_are_those_of_the_table():
    found = standings(Relationship.objects.published(), TODAY).values()
    assert len(found) == len(rows(EXPECTED)) == 33
    assert Counter(str(one.form.value) for one in found) == {
        "sister": 16, "friendship": 2, "mou": 1, "loi": 1, "contact": 2, "none": 11,
    }  # fmt: skip
    assert Counter(str(one.stage.value) for one in found) == {
        "established": 19, "approval": 5, "exploring": 1, "prospect": 1, "none": 7,
    }  # fmt: skip
    assert Counter(str(one.certainty.value) for one in found) == {
        "both_sides": 6, "one_side_ours": 12, "disputed": 3, "official_news": 1,
        "press_only": 6, "lists_only": 5,
    }  # fmt: skip
    assert sum(bool(one.restrictions) for one in found) == 1


def test_the_pact_of_a_quarter_is_in_no_count_of_the_citys():
    ours = standings(Relationship.objects.published().of_the_city(), TODAY).values()
    assert sum(one.form.value == Form.SISTER for one in ours) == 16
    assert sum(one.form.value == Form.FRIENDSHIP for one in ours) == 1
