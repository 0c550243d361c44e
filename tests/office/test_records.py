"""A record on its way to readers: drafted, sent, sent back, published, changed, withdrawn."""

import pytest
from django.urls import reverse

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import Snooze
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    Agreement,
    Delegation,
    Document,
    Relationship,
    Submission,
)
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

STATES = ("draft", "in_review", "published", "withdrawn")


def page(record) -> str:
    noun = "tie" if isinstance(record, Relationship) else record.kind
    return reverse("desk:record", args=[noun, record.key])


def act(client, record, name: str, **typed):
    given = {f"{name}-{field}": value for field, value in typed.items()}
    return client.post(page(record), {"act": name} | given)


def acts(client, record) -> set[str]:
    return {offer.act.name for offer in client.get(page(record)).context["offers"]}


def draft(**fields) -> Delegation:
    return builders.delegation(builders.city(), **({"publication": "draft"} | fields))


def stored(record):
    return type(record).objects.get(pk=record.pk)


def test_a_draft_is_sent_by_a_recorder_and_published_by_a_reviewer(recorder, reviewer):
    made = draft()
    assert act(recorder, made, "submit", message="Please look").status_code == 302
    assert stored(made).publication == "in_review"
    assert act(reviewer, made, "publish", note="fits the report").status_code == 302
    shown = stored(made)
    assert shown.is_published
    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.decided_by, submission.decision) == (
        member(Role.RECORDER),
        member(Role.REVIEWER),
        "published",
    )
    assert shown.history.first().history_change_reason == "published: fits the report"


@pytest.mark.parametrize("role", [Role.RECORDER, Role.REVIEWER])
def test_nobody_but_an_administrator_publishes_what_they_sent_themselves(signed_in, role):
    made, client = draft(), signed_in(role)
    act(client, made, "submit", message="")
    assert "publish" not in acts(client, made)
    assert act(client, made, "publish", note="").status_code in (403, 409)
    assert stored(made).publication == "in_review"


def test_publishing_without_review_is_recorded_as_such(chief):
    made = draft()
    act(chief, made, "publish", note="")
    assert stored(made).is_published
    assert made.history.first().history_change_reason == "published without review"


def test_a_draft_sent_back_carries_the_comment_to_its_author(recorder, reviewer):
    made = draft()
    act(recorder, made, "submit", message="")
    refused = act(reviewer, made, "send_back", comment="  ")
    assert refused.status_code == 422
    act(reviewer, made, "send_back", comment="Name the host, please.")
    assert stored(made).publication == "draft"
    assert "Name the host, please." in recorder.get(page(made)).content.decode()
    assert act(recorder, made, "submit", message="Done").status_code == 302


def test_a_line_that_was_put_off_is_seen_again_when_the_draft_is_sent_anew(recorder, reviewer):
    made = draft()
    act(recorder, made, "submit", message="")
    Snooze.objects.create(
        user=member(Role.REVIEWER), line=f"review:delegation:{made.key}", until="2999-01-01"
    )
    act(recorder, made, "take_back")
    act(recorder, made, "submit", message="Once more")
    assert not Snooze.objects.exists()


def test_who_sent_a_draft_takes_it_back_and_nobody_else_does(recorder, reviewer):
    made = draft()
    act(recorder, made, "submit", message="")
    assert "take_back" not in acts(reviewer, made)
    assert act(recorder, made, "take_back").status_code == 302
    assert (stored(made).publication, Submission.objects.get().decision) == ("draft", "taken_back")


def test_what_is_missing_is_listed_with_a_link_to_its_field(chief):
    bare = draft(title_fa="", start="", sources=[])
    answer = chief.get(page(bare))
    gaps = answer.context["missing"]
    assert [gap.label for gap in gaps] == ["Title (Persian)", "Date", "Sources"]
    assert [gap.url.partition("#")[2] for gap in gaps] == [
        "id_title_fa",
        "id_start",
        "citations-group",
    ]
    form = chief.get(gaps[0].url).content.decode()
    assert all(f'id="{gap.url.partition("#")[2]}"' in form for gap in gaps)
    refused = act(chief, bare, "publish", note="kept")
    assert refused.status_code == 422
    assert "kept" in refused.content.decode()
    assert stored(bare).publication == "draft"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_what_its_state_allows(signed_in, role, state):
    author = User.objects.create_user("author", role=Role.RECORDER)
    made = draft()
    if state != "draft":
        publishing.submit(made, author)
    if state in ("published", "withdrawn"):
        Delegation.objects.filter(pk=made.pk).update(publication=state)
    writes, reviews, alone = (
        role != Role.VIEWER,
        role in (Role.REVIEWER, Role.ADMINISTRATOR),
        role == Role.ADMINISTRATOR,
    )
    expected = {
        "draft": {"submit": writes, "publish": alone, "discard": alone},
        "in_review": {"publish": reviews, "send_back": reviews},
        "published": {
            "revise": writes,
            "tell": reviews,
            "untell": reviews,
            "withdraw": reviews,
        },
        "withdrawn": {"revise": writes},
    }[state]
    assert acts(signed_in(role), made) == {name for name, offered in expected.items() if offered}


def test_its_author_may_delete_a_draft_and_another_recorder_may_not(recorder, client):
    made = draft()
    first = made.history.earliest()
    first.history_user = member(Role.RECORDER)
    first.save()
    other = User.objects.create_user("other", role=Role.RECORDER)
    client.force_login(other)
    assert act(client, made, "discard").status_code == 409
    assert act(recorder, made, "discard").status_code == 302
    assert not Delegation.objects.filter(pk=made.pk).exists()
    assert Delegation.history.filter(key=made.key, history_type="-").count() == 1


def test_a_restricted_paper_is_told_only_to_who_may_read_it(signed_in):
    made = builders.agreement(builders.city(), publication="draft")
    Document.objects.create(
        entry=made, file=builders.upload(), kind="report", access="restricted", title_en="Sealed"
    )
    for role in Role:
        text = signed_in(role).get(page(made)).content.decode()
        assert ("Sealed" in text) == (role == Role.ADMINISTRATOR)


@pytest.mark.parametrize("address", ["delegation/none-such", "city/x", "entry/x"])
def test_an_address_of_no_record_is_not_found(recorder, address):
    assert recorder.get(f"/en/desk/records/{address}/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client):
    answer = client.get(page(draft()))
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_the_page_costs_the_same_however_many_rows(chief, django_assert_max_num_queries):
    made = builders.agreement(builders.city(), publication="draft")
    for _number in range(12):
        builders.cite(made)
    with django_assert_max_num_queries(40):
        chief.get(page(made))
    assert Agreement.objects.count() == 1
