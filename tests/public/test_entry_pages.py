"""Pages of entries, and the files kept with them."""

import pytest

from diplomacy.registry.models import (
    Citation,
    CommitmentReview,
    Document,
    EntryLink,
    Participation,
    Person,
    ProgrammeLine,
)
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db

MAKERS = {
    "agreement": builders.agreement,
    "delegation": builders.delegation,
    "event": builders.event,
    "commitment": builders.commitment,
    "restriction": builders.restriction,
}


def address(entry, language="en"):
    return f"/{language}/{entry.kind}s/{entry.key}/"


def html_of(client, entry, language="en"):
    return client.get(address(entry, language)).content.decode()


def link(entry, kind, to):
    EntryLink.objects.create(entry=entry.entry_ptr, kind=kind, to=to.entry_ptr)


def document(entry, **fields):
    given = {"kind": "report", "access": "public", "file": builders.upload()} | fields
    return Document.objects.create(entry=entry.entry_ptr, **given)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_every_kind_has_a_valid_page_in_every_language(client, kind, language):
    partner = builders.tie().partner
    entry = MAKERS[kind](partner)
    builders.area(entry)
    response = client.get(address(entry, language))
    assert response.status_code == 200
    parse(response)
    assert not response.cookies


def test_an_entry_lives_under_its_own_kind_only(client):
    entry = builders.event(builders.city())
    assert client.get(f"/en/agreements/{entry.key}/").status_code == 404


def test_a_withdrawn_entry_answers_410_and_tells_nothing_else(client):
    entry = builders.event(
        builders.city(), publication="withdrawn", withdrawn_reason_en="Entered twice"
    )
    response = client.get(address(entry))
    assert response.status_code == 410
    assert "Entered twice" in response.content.decode()
    assert entry.title not in response.content.decode()


def test_a_former_key_of_an_entry_leads_to_its_new_address(client):
    entry = builders.event(builders.city())
    old = address(entry)
    entry.key = "renamed"
    entry.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/en/events/renamed/")


def test_a_draft_that_takes_a_former_key_does_not_close_the_way_to_the_new_address(client):
    entry = builders.event(builders.city(), key="once")
    entry.key = "now"
    entry.save()
    builders.event(builders.city(), key="once", publication="draft")
    assert client.get("/en/events/once/").headers["Location"] == "/en/events/now/"


def test_a_draft_answers_as_a_key_that_never_was(client):
    draft = builders.event(builders.city(), publication="draft")
    hidden, never = client.get(address(draft)), client.get("/en/events/never-was/")
    assert hidden.status_code == never.status_code == 404
    assert hidden.content.replace(draft.key.encode(), b"never-was") == never.content


def test_a_name_that_is_not_public_gives_way_to_the_office(client):
    visit = builders.delegation(builders.city())
    for shown, name in ((True, "Open Name"), (False, "Closed Name")):
        Participation.objects.create(
            entry=visit.entry_ptr,
            role="member",
            person=Person.objects.create(name_en=name),
            office_en=f"office of {name[:4]}",
            name_shown=shown,
        )
    html = html_of(client, visit)
    assert "Open Name" in html
    assert "Closed Name" not in html
    assert "office of Clos" in html


def test_links_are_read_from_both_ends_and_only_to_what_is_published(client):
    place = builders.city()
    visit, paper = builders.delegation(place), builders.agreement(place)
    hidden = builders.event(place, publication="draft")
    promise = builders.commitment(place)
    link(paper, "during", visit)
    link(promise, "arises_from", visit)
    link(hidden, "during", visit)
    html = html_of(client, visit)
    assert "What was signed or promised" in html
    assert paper.title in html
    assert promise.title in html
    assert hidden.title not in html
    assert "Took place during" in html_of(client, paper)


def test_where_sources_state_different_things_each_word_stands_beside_its_source(client):
    paper = builders.agreement(builders.city(), sources=[])
    for value, wording in (("mou", "a memorandum"), ("loi", "a letter")):
        builders.cite(paper, about=Citation.About.CLASS, value=value, wording=wording)
    builders.cite(paper, about=Citation.About.DATE, value="2020-05-04", wording="that day")
    html = html_of(client, paper)
    assert "Sources differ" in html
    assert "letter of intent" in html
    assert "a memorandum" in html
    assert html.count("<h3>") == 1


def test_what_a_recorded_difference_tells_is_not_told_again(client):
    event = builders.event(sources=[])
    for name in ("Ada Lu", "Ida Lu"):
        builders.cite(event, about="head", value=name)
    assert "Ada Lu" in html_of(client, event)
    builders.difference(event, point_en="Name of the head")
    html = html_of(client, event)
    assert "Name of the head" in html
    assert "Ada Lu" not in html.partition("Sources differ")[2].partition("<h2>")[0]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"paper_state": "draft"}, "draft, not signed"),
        ({}, "in force as reported; term not known"),
        ({"in_force": "2020-06"}, "in force"),
        ({"in_force": "2999-01"}, "signed, not yet in force"),
        ({"expires": "2021-01-01"}, "expired"),
        ({"terminated": "2021-01-01"}, "ended by a party"),
    ],
)
def test_a_paper_says_what_it_is_today(client, fields, word):
    html = html_of(client, builders.agreement(builders.city(), **fields))
    assert f">{word}<" in html


def test_an_announced_visit_whose_day_is_past_is_not_told_as_having_happened(client):
    visit = builders.delegation(builders.city(), progress="announced", start="2020-05-04")
    assert "whether it took place is not recorded" in html_of(client, visit)


def test_a_cost_shows_only_once_it_is_released(client):
    fields = {"cost": "123456.00", "currency": "IRR"}
    closed = builders.delegation(builders.city(), **fields)
    opened = builders.delegation(builders.city(), cost_shown=True, **fields)
    assert "IRR" not in html_of(client, closed)
    assert "123,456" in html_of(client, opened)


def test_a_promise_without_a_review_is_not_called_broken(client):
    promise = builders.commitment(builders.city())
    assert "Not yet assessed" in html_of(client, promise)
    CommitmentReview.objects.create(
        commitment=promise, verdict="delivered", words_en="It was built.", on="2024"
    )
    assert "It was built." in html_of(client, promise)


def test_a_claim_says_that_words_change_nothing(client):
    claim = builders.event(builders.city(), type="claim", claimed_form="sister")
    html = html_of(client, claim)
    assert "This records what was said." in html
    assert "What it says the tie is" in html


def test_a_published_document_is_a_download_that_runs_nothing(client):
    paper = builders.agreement(builders.city())
    shown = document(paper)
    assert f"/en/documents/{shown.key}/" in html_of(client, paper)
    response = client.get(f"/en/documents/{shown.key}/")
    assert b"".join(response.streaming_content) == builders.PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("hidden", ["staff", "restricted", "draft", "gone"])
def test_any_other_document_is_as_if_it_never_was(client, hidden):
    paper = builders.agreement(
        builders.city(), publication="draft" if hidden == "draft" else "published"
    )
    kept = document(paper, access="public" if hidden in ("draft", "gone") else hidden)
    if hidden == "gone":
        kept.file.storage.delete(kept.file.name)
    response = client.get(f"/en/documents/{kept.key}/")
    never = client.get("/en/documents/never-was/")
    assert response.status_code == never.status_code == 404
    assert response.content.replace(kept.key.encode(), b"never-was") == never.content


@pytest.mark.parametrize("length", [5, 50])
def test_a_page_of_one_entry_costs_the_same_however_much_it_holds(
    client, length, django_assert_max_num_queries
):
    visit = builders.delegation(builders.tie().partner)
    builders.area(visit)
    for number in range(length):
        builders.cite(visit)
        link(builders.commitment(), "arises_from", visit)
        ProgrammeLine.objects.create(delegation=visit, position=number, text_en="A stop")
        Participation.objects.create(entry=visit.entry_ptr, role="member", words_en="a guest")
    document(visit)
    with django_assert_max_num_queries(10):
        assert client.get(address(visit)).status_code == 200


def test_a_source_that_states_two_things_counts_once(client):
    paper = builders.agreement(builders.city(), sources=[])
    report, other = builders.source(), builders.source()
    for about in ("", Citation.About.CLASS):
        builders.cite(paper, report, about=about, value="mou" if about else "")
    builders.cite(paper, other)
    assert "and 1 more" in client.get("/en/agreements/").content.decode()
    assert html_of(client, paper).count(report.url) == 1
