"""The board of promises: what is open, whose it is, and a share that never stands alone."""

import pytest

from diplomacy.accounts.models import User
from diplomacy.registry.models import CommitmentReview, EntryLink, Participation
from diplomacy.registry.queries.promises import layers_of_promises
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db


def html_of(client, query="", language="en"):
    return " ".join(client.get(f"/{language}/commitments/?{query}").content.decode().split())


def rows_of(client, query=""):
    return {entry.key for entry in client.get(f"/en/commitments/?{query}").context["page"].rows}


def review(promise, verdict="delivered", **fields):
    given = {"words_en": "So it was.", "on": "2024-05-06"} | fields
    return CommitmentReview.objects.create(commitment=promise, verdict=verdict, **given)


def owes(promise, side, **fields):
    who = fields or {"organisation": builders.organisation()}
    return Participation.objects.create(entry=promise.entry_ptr, role="owes", side=side, **who)


def test_a_share_has_its_denominator_and_how_many_are_not_yet_assessed(client):
    place = builders.city()
    review(builders.commitment(place))
    builders.commitment(place, force="plan")
    builders.commitment(place)
    review(builders.commitment(place, force="proposal"))
    builders.commitment(place, force="readiness")
    html = html_of(client)
    assert "1 recorded as delivered, of 3 promised" in html
    assert "2 of them not yet assessed" in html
    assert "2 others promised nothing" in html
    assert "%" not in html.partition('<div class="share">')[2].partition("</div>")[0]


def test_the_share_is_that_of_what_is_chosen(client):
    here, there = builders.city(), builders.city()
    review(builders.commitment(here))
    builders.commitment(there)
    builders.commitment(there, force="possibility")
    assert "1 recorded as delivered, of 1 promised" in html_of(client, f"city={here.key}")
    assert "0 recorded as delivered, of 1 promised" in html_of(client, f"city={there.key}")
    assert "Nothing of this was promised" in html_of(client, "force=possibility")


def test_only_what_was_promised_and_is_not_closed_stands_as_open(client):
    place = builders.city()
    waiting = builders.commitment(place)
    moving = builders.commitment(place)
    review(moving, "in_progress")
    kept, dropped = builders.commitment(place), builders.commitment(place)
    review(kept, "delivered")
    review(dropped, "withdrawn")
    only_said = builders.commitment(place, force="proposal")
    board = client.get("/en/commitments/").context["board"]
    keys = [{one.entry.key for one in some} for some in (board.open, board.closed)]
    assert keys == [{waiting.key, moving.key}, {kept.key, dropped.key}]
    assert [one.entry.key for one in board.not_promised] == [only_said.key]


def test_a_promise_is_found_by_whose_it_is(client):
    made = {name: builders.commitment(builders.city()) for name in ("ours", "partner", "third")}
    for side, promise in made.items():
        owes(promise, side)
    made["both"] = builders.commitment(builders.city())
    for side in ("ours", "partner"):
        owes(made["both"], side)
    made["none"] = builders.commitment(builders.city())
    owes(made["none"], "")
    builders.took_part(made["none"], role="speaker", side="ours", words_en="somebody")
    for owner, promise in made.items():
        assert rows_of(client, f"owner={owner}") == {promise.key}


def test_a_promise_stands_under_a_layer_by_its_area_or_by_the_tie_of_its_city(client):
    for _ in range(7):
        builders.layer()  # so that no two records have one number by chance
    tie = builders.tie()
    by_tie = builders.commitment(tie.partner)
    layer = builders.layer(tie)
    by_area = builders.commitment(builders.city())
    builders.area(by_area, layer=layer)
    neither = builders.commitment(builders.city())
    hidden = builders.tie(publication="draft")
    builders.TieLayer.objects.create(relationship=hidden, layer=layer, source=builders.source())
    of_draft = builders.commitment(hidden.partner)
    assert rows_of(client, f"layer={layer.key}") == {by_tie.key, by_area.key}
    assert rows_of(client) == {by_tie.key, by_area.key, neither.key, of_draft.key}
    html = html_of(client, f"layer={layer.key}")
    assert "where one of its fields of work does" in html
    assert f"{layer.name_en} (2)</option>" in html
    assert [(one.key, one.number) for one in layers_of_promises()] == [(layer.key, 2)]


def test_a_row_tells_whence_it_was_cut_and_what_delivered_it(client):
    place = builders.city()
    promise = builders.commitment(place)
    paper, deed = builders.agreement(place), builders.event(place)
    hidden, undone = (
        builders.agreement(place, publication="draft"),
        builders.event(place, publication="draft"),
    )
    for to in (paper, hidden):
        EntryLink.objects.create(
            entry=promise.entry_ptr, kind="arises_from", to=to.entry_ptr, place="art. 3"
        )
    for done in (deed, undone):
        EntryLink.objects.create(entry=done.entry_ptr, kind="delivers", to=promise.entry_ptr)
    found = builders.source(publisher="The Evidence Post")
    review(promise, source=found)
    html = html_of(client)
    assert f'/en/agreements/{paper.key}/"' in html
    assert "art. 3" in html
    assert f'/en/events/{deed.key}/"' in html
    assert "The Evidence Post" in html
    assert "as last reviewed on 6 May 2024" in html
    assert hidden.title not in html
    assert undone.title not in html


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_board_is_valid_in_every_language(client, language):
    place = builders.tie().partner
    promise = builders.commitment(place, due="2001", due_words_en="soon")
    owes(promise, "ours")
    Participation.objects.create(
        entry=promise.entry_ptr, role="party", organisation=builders.organisation()
    )
    review(promise, "partly")
    builders.commitment(place, force="answer_awaited")
    parse(client.get(f"/{language}/commitments/"))
    page = client.get(f"/{language}/commitments/{promise.key}/")
    parse(page)
    assert not page.cookies


def test_the_page_of_a_promise_names_the_office_that_reviewed_and_no_account(client):
    chief = User.objects.create_user("the-reviewer", role="reviewer")
    promise = builders.commitment(builders.city())
    review(promise, "stalled", on="2023", words_en="It waited.", reviewer=chief)
    review(promise, "partly", on="2024-05-06", words_en="One of two.", reviewer=chief)
    html = " ".join(client.get(f"/en/commitments/{promise.key}/").content.decode().split())
    assert html.index("One of two.") < html.index("It waited.")
    assert html.count("reviewed by the municipality’s staff") == 2
    assert "17 Ordibehesht 1403" in html
    assert chief.get_username() not in html


def test_a_review_that_assessed_nothing_says_what_no_review_says(client):
    promise = builders.commitment(builders.city())
    review(promise, "not_assessed", words_en="", on="")
    html = client.get(f"/en/commitments/{promise.key}/").content.decode()
    assert "Not yet assessed. That says nothing about whether it was kept." in html
    assert "Day of the review not recorded" in html


@pytest.mark.parametrize("kind", ["arises_from", "during"])
def test_a_paper_or_a_visit_lists_the_promises_cut_from_it_with_their_place(client, kind):
    place = builders.city()
    visit, promise = builders.delegation(place), builders.commitment(place)
    EntryLink.objects.create(
        entry=promise.entry_ptr, kind=kind, to=visit.entry_ptr, place="minute 12"
    )
    html = client.get(f"/en/delegations/{visit.key}/").content.decode()
    assert promise.title in html
    assert "minute 12" in html
    assert "not yet assessed" in html
