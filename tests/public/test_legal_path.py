"""The legal path of a tie: done, waiting and since when, what can come next, not recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diplomacy.registry.models import Procedure, Relationship, StepLink
from diplomacy.registry.queries.legal_path import legal_paths
from diplomacy.registry.queries.standing import standing
from tests import builders
from tests.public.pages import addresses, parse

pytestmark = pytest.mark.django_db


def page_of(client, tie: Relationship, language: str = "en"):
    return client.get(f"/{language}/cities/{tie.partner.key}/path/")


def linked(*links: tuple[str, str, str], steps: str) -> Procedure:
    """Return a procedure of these steps, and these links between them."""
    made = builders.procedure(*steps.split())
    by_key = {step.key: step for step in made.steps.all()}
    for step, kind, other in links:
        StepLink.objects.create(step=by_key[step], kind=kind, other=by_key[other])
    return made


def places(tie: Relationship) -> dict[str, str]:
    today = timezone.localdate()
    found = Relationship.objects.select_related("home_end", "partner").get(pk=tie.pk)
    (path,) = legal_paths(found, standing(found, today), today)
    return {one.step.key: str(one.place) for one in path.steps}


def record(tie: Relationship, path: Procedure, key: str, **fields):
    return builders.step_record(tie, path.steps.get(key=key), **fields)


def test_a_step_can_come_next_once_all_that_it_requires_is_passed():
    links = [("signature", "requires", "vote"), ("signature", "requires", "text")]
    path = linked(*links, steps="vote text signature")
    tie = builders.aiming_tie()
    record(tie, path, "vote")
    assert places(tie) == {"vote": "done", "text": "next", "signature": "unrecorded"}
    record(tie, path, "text", state="not_needed")
    assert places(tie)["signature"] == "next"


def test_a_tie_that_is_on_no_way_to_more_has_no_next_step():
    builders.procedure("vote", "signature")
    assert set(places(builders.tie()).values()) == {"unrecorded"}


def test_a_refused_step_opens_nothing():
    path = linked(("signature", "requires", "vote"), steps="vote signature")
    tie = builders.aiming_tie()
    record(tie, path, "vote", state="refused")
    assert places(tie) == {"vote": "refused", "signature": "unrecorded"}


def test_what_lies_behind_a_recorded_step_is_not_recorded_rather_than_next():
    path = linked(("vote", "requires", "opinion"), steps="proposal opinion vote")
    tie = builders.aiming_tie()
    record(tie, path, "vote", state="waiting", waiting_on="home")
    assert places(tie) == {"proposal": "unrecorded", "opinion": "unrecorded", "vote": "waiting"}


def test_a_step_precluded_by_one_that_is_done_is_never_next():
    path = linked(("waiver", "precludes", "vote"), steps="waiver vote")
    tie = builders.aiming_tie()
    assert places(tie)["vote"] == "next"
    record(tie, path, "waiver")
    assert places(tie)["vote"] == "unrecorded"


def test_a_step_that_another_allows_waits_for_it_and_leads_up_to_it():
    links = [("signature", "requires", "vote"), ("permit", "allows", "signature")]
    path = linked(*links, steps="vote permit signature")
    tie = builders.aiming_tie()
    assert places(tie) == {"vote": "next", "permit": "unrecorded", "signature": "unrecorded"}
    record(tie, path, "vote")
    assert places(tie) == {"vote": "done", "permit": "next", "signature": "unrecorded"}
    record(tie, path, "permit")
    assert places(tie)["signature"] == "next"


def test_the_last_record_of_a_step_counts():
    path = builders.procedure("vote")
    tie = builders.aiming_tie()
    record(tie, path, "vote", on="2021-01-01")
    record(tie, path, "vote", state="refused", on="2020-01-01")
    assert places(tie) == {"vote": "done"}


def test_a_waiting_step_says_since_when_how_many_days_and_on_whom(client):
    path = builders.procedure("vote")
    tie = builders.aiming_tie()
    since = timezone.localdate() - timedelta(days=1200)
    record(tie, path, "vote", state="waiting", waiting_on="partner", on=since.isoformat())
    html = page_of(client, tie).content.decode()
    assert "1,200 days" in html
    assert "waiting on the partner" in html


def test_no_days_are_counted_from_a_month(client):
    path = builders.procedure("vote")
    tie = builders.aiming_tie()
    record(tie, path, "vote", state="waiting", on="2021-06")
    html = page_of(client, tie).content.decode()
    assert "June 2021" in html
    assert " days" not in html


def test_evidence_is_a_link_and_hidden_evidence_hides_its_step(client):
    path = builders.procedure("vote", "text")
    tie = builders.aiming_tie()
    shown = builders.event(tie.partner, type="decision")
    hidden = builders.event(tie.partner, type="decision", publication="draft")
    record(tie, path, "vote", evidence=shown.entry_ptr)
    record(tie, path, "text", evidence=hidden.entry_ptr)
    page = page_of(client, tie)
    assert f"/en/events/{shown.key}/" in addresses(page)
    assert hidden.title_en not in page.content.decode()
    assert places(tie) == {"vote": "done", "text": "next"}


def test_both_ends_have_their_path_our_side_first_and_others_none(client):
    partner = builders.city(country=builders.country("ax"))
    tie = builders.tie(partner)
    theirs = Procedure.objects.create(key="a-theirs", country=partner.country, name_en="Theirs")
    ours = builders.procedure("vote")
    Procedure.objects.create(key="b-foreign", country=builders.country("bx"), name_en="Foreign")
    found = page_of(client, tie).context["paths"]
    assert [path.procedure for path in found] == [ours, theirs]
    assert [path.side for path in found] == ["home", "partner"]


def test_the_page_of_the_tie_leads_there_and_back(client):
    tie = builders.tie()
    there = f"/en/cities/{tie.partner.key}/path/"
    assert there in addresses(client.get(f"/en/cities/{tie.partner.key}/"))
    assert f"/en/cities/{tie.partner.key}/" in addresses(client.get(there))


def test_without_a_procedure_the_page_says_what_would_stand_there(client):
    assert "No legal path is recorded" in page_of(client, builders.tie()).content.decode()


def test_a_city_without_a_public_tie_has_no_legal_path(client):
    place = builders.city()
    builders.event(place)
    assert client.get(f"/en/cities/{place.key}/path/").status_code == 404
    assert page_of(client, builders.tie(publication="draft")).status_code == 404
    gone = builders.tie(publication="withdrawn", withdrawn_on="2026-01-02")
    assert page_of(client, gone).status_code == 410


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_page_is_valid_html_with_no_cookie(client, language):
    path = linked(("text", "requires", "vote"), steps="vote text")
    tie = builders.aiming_tie()
    record(tie, path, "vote", state="waiting", waiting_on="home", body=builders.organisation())
    response = page_of(client, tie, language)
    parse(response)
    assert not response.cookies


@pytest.mark.parametrize("length", [5, 50])
def test_the_page_costs_the_same_however_many_steps(client, length, django_assert_max_num_queries):
    path = builders.procedure(*(f"step-{number}" for number in range(length)))
    tie = builders.aiming_tie()
    for step in path.steps.all():
        evidence = builders.event(tie.partner, type="decision").entry_ptr
        builders.step_record(tie, step, evidence=evidence, body=builders.organisation())
    with django_assert_max_num_queries(12):
        assert page_of(client, tie).status_code == 200


def test_a_body_and_a_source_of_a_step_are_links_where_they_have_a_page(client):
    path = builders.procedure("vote", "text")
    tie = builders.aiming_tie()
    known, unknown = builders.organisation(), builders.organisation()
    cited, uncited = builders.source(), builders.source()
    meeting = builders.event(tie.partner, sources=[cited])
    builders.took_part(meeting, organisation=known)
    record(tie, path, "vote", body=known, source=cited)
    record(tie, path, "text", body=unknown, source=uncited)
    response = page_of(client, tie)
    html = response.content.decode()
    assert {f"/en/organisations/{known.key}/", f"/en/sources/{cited.key}/"} <= addresses(response)
    for hidden in (unknown, uncited):
        assert f"/{hidden.key}/" not in html
    assert unknown.name in html
    assert uncited.title in html
