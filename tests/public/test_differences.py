"""Where sources differ and what is not known: lists, pages, and what is kept out of them."""

import pytest

from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db

MAKERS = {"differences": builders.difference, "questions": builders.question}


def html_of(client, path, remark=None, query="", language="en"):
    key = f"{remark.key}/" if remark else ""
    return client.get(f"/{language}/{path}/{key}?{query}").content.decode()


def subjects():
    """Return one of each thing that can be in question, with the address of its page."""
    tie = builders.tie()
    entry = builders.agreement(tie.partner)
    home = f"/en/cities/{builders.home_city().key}/"
    return [
        (tie, f"/en/cities/{tie.partner.key}/"),
        (entry, f"/en/agreements/{entry.key}/"),
        (builders.home_city(), home),
    ]


@pytest.mark.parametrize("path", MAKERS)
def test_a_page_leads_to_what_it_is_about_and_back(client, path):
    for subject, address in subjects():
        remark = MAKERS[path](subject)
        page = client.get(f"/en/{path}/{remark.key}/")
        parse(page)
        assert address in addresses(page)
        back = addresses(client.get(address))
        assert f"/en/{path}/{remark.key}/" in back


@pytest.mark.parametrize("path", MAKERS)
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_pages_are_valid_in_every_language(client, path, language):
    made = [MAKERS[path](subject) for subject, _address in subjects()]
    for key in ("", *(f"{remark.key}/" for remark in made)):
        response = client.get(f"/{language}/{path}/{key}")
        assert response.status_code == 200
        parse(response)
        assert not response.cookies


@pytest.mark.parametrize("path", MAKERS)
def test_what_is_about_a_hidden_record_is_as_if_it_never_was(client, path):
    hidden = [
        builders.tie(publication="draft"),
        builders.event(builders.city(), publication="in_review"),
        builders.event(builders.city(), publication="withdrawn"),
        builders.city(),
    ]
    for subject in hidden:
        remark = MAKERS[path](subject)
        assert client.get(f"/en/{path}/{remark.key}/").status_code == 404
        assert client.get(f"/id/{remark.key}/").status_code == 404
        assert str(remark) not in html_of(client, path)


@pytest.mark.parametrize("path", MAKERS)
def test_a_list_is_narrowed_by_the_partner_whatever_the_subject(client, path):
    here, there = builders.tie(), builders.tie()
    make = MAKERS[path]
    entry = builders.event(here.partner)
    inside = [make(here), make(here.partner), make(entry)]
    outside = make(there)
    html = html_of(client, path, query=f"city={here.partner.key}")
    assert [one for one in inside if f">{one}<" not in html] == []
    assert f">{outside}<" not in html


def test_open_differences_come_first_and_each_state_alone(client):
    tie = builders.tie()
    settled = builders.difference(tie, state="settled", settled_on="2024-03-20", field="start")
    still_open = builders.difference(tie)
    html = html_of(client, "differences")
    assert html.index(f">{still_open}<") < html.index(f">{settled}<")
    for query in ("state=settled", "field=start"):
        html = html_of(client, "differences", query=query)
        assert f">{settled}<" in html
        assert f">{still_open}<" not in html
    assert "20 March 2024" in html_of(client, "differences", settled)


def test_a_difference_shows_each_word_with_its_source_and_what_we_follow(client):
    difference = builders.difference(builders.tie(), why_en="It is the signed text.")
    for html in (html_of(client, "differences"), html_of(client, "differences", difference)):
        for statement in difference.statements.all():
            assert statement.words in html
            assert f"/en/sources/{statement.source.key}/" in html
        assert "We follow:" in html
        assert "It is the signed text." in html


def test_a_question_is_answered_only_by_what_is_published(client):
    tie = builders.tie()
    public, hidden = (
        builders.event(tie.partner),
        builders.event(tie.partner, publication="draft"),
    )
    answered = builders.question(tie, answered_by=public.entry_ptr)
    unanswered = builders.question(tie, answered_by=hidden.entry_ptr)
    assert public.title in html_of(client, "questions", answered)
    page = html_of(client, "questions", unanswered)
    assert hidden.title not in page
    assert "Still open." in page
    for query, shown, kept_out in (
        ("state=answered", answered, unanswered),
        ("state=open", unanswered, answered),
    ):
        html = html_of(client, "questions", query=query)
        assert f">{shown}<" in html
        assert f">{kept_out}<" not in html


@pytest.mark.parametrize("path", MAKERS)
@pytest.mark.parametrize("query", ["city=x&state=x&field=x", "city=%00", "after=%00x", "state=%00"])
def test_a_list_ignores_what_it_cannot_read(client, path, query):
    remark = MAKERS[path](builders.tie())
    assert f">{remark}<" in html_of(client, path, query=query)


@pytest.mark.parametrize("path", MAKERS)
def test_an_empty_list_says_what_would_stand_there(client, path):
    assert "as soon as staff record one" in html_of(client, path)


@pytest.mark.parametrize("path", MAKERS)
def test_a_former_key_leads_to_the_new_address(client, path):
    remark = MAKERS[path](builders.tie())
    old = f"/en/{path}/{remark.key}/"
    remark.key = "renamed"
    remark.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, f"/en/{path}/renamed/")
    assert client.get("/id/renamed/")["Location"] == f"/fa/{path}/renamed/"


@pytest.mark.parametrize("path", MAKERS)
@pytest.mark.parametrize("length", [5, 50])
def test_the_pages_cost_the_same_however_many_there_are(
    client, path, length, django_assert_max_num_queries
):
    for number in range(length):
        tie = builders.tie()
        subject = [tie, tie.partner, builders.event(tie.partner)][number % 3]
        remark = MAKERS[path](subject)
        for _ in range(length if number == length - 1 and path == "differences" else 0):
            remark.statements.create(words_en="A word", source=builders.source())
    with django_assert_max_num_queries(8):
        assert client.get(f"/en/{path}/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(f"/en/{path}/{remark.key}/").status_code == 200
