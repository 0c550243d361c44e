"""A tie's page at the desk: both standings side by side, and who may write its sentence."""

import re
from datetime import date

import pytest

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Relationship
from tests import builders

from .screens import address, change_page, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def tie():
    made = builders.tie()
    builders.agreement(made.partner)
    builders.agreement(made.partner, instrument="sister", publication="draft")
    return made


def lines(page) -> dict[str, tuple[str, str]]:
    """Return what each axis says, for readers and with drafts."""
    body = page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")]
    return {row[0]: tuple(re.sub("<[^>]*>", "", cell) for cell in row[1:]) for row in rows if row}


def test_staff_see_both_standings_side_by_side(chief, tie):
    told = lines(chief.get(change_page(tie)))
    assert told["Form"] == ("Memorandum of understanding", "Sister city")
    assert told["Restriction"] == ("–", "–")


@pytest.mark.parametrize("role", Role)
def test_everybody_at_the_desk_sees_them_even_where_they_may_not_write(signed_in, tie, role):
    assert lines(signed_in(role).get(change_page(tie)))["Form"][1] == "Sister city"


def test_a_new_tie_has_no_standing_yet(recorder):
    html = recorder.get(address("relationship", "add")).content.decode()
    assert "With drafts and reviews" not in html


def test_a_stale_sentence_is_marked(chief, tie):
    Relationship.objects.filter(pk=tie.pk).update(sentence_en="Ours", sentence_on="2020-06-01")
    assert "is stale" not in chief.get(change_page(tie)).content.decode()
    builders.agreement(tie.partner, instrument="friendship", start="2021-01-01")
    assert "is stale" in chief.get(change_page(tie)).content.decode()


def test_an_administrator_writes_the_sentence_and_a_recorder_does_not(chief, recorder):
    tie = builders.tie(publication="draft")
    typed = {"sentence_en": "Ours", "sentence_on": "2020-06-01"}
    for client, expected in ((recorder, ""), (chief, "Ours")):
        form = client.get(change_page(tie))
        assert client.post(change_page(tie), sent(form, **typed)).status_code == 302
        tie.refresh_from_db()
        assert tie.sentence_en == expected
    assert tie.sentence_on == date(2020, 6, 1)


def test_the_page_costs_the_same_however_long_the_history(
    chief, tie, django_assert_max_num_queries
):
    for _ in range(5):
        builders.agreement(tie.partner, instrument="project")
    with django_assert_max_num_queries(40):
        chief.get(change_page(tie))
