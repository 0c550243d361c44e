"""A record on its way to readers: drafted, sent, sent back, published, changed, withdrawn."""

import pytest
from django.urls import reverse

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import Snooze
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    Agreement,
    ChangeNote,
    Delegation,
    Document,
    Entry,
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


def test_a_change_to_what_is_published_is_a_draft_copy_until_it_is_accepted(
    recorder, reviewer, client
):
    shown = builders.delegation(builders.city(), title_en="As published")
    assert act(recorder, shown, "revise").status_code == 302
    copy = Delegation.objects.get(revises=shown.pk)
    assert (copy.publication, copy.title_en) == ("draft", "As published")
    assert copy.citations.count() == shown.citations.count() == 1
    copy.title_en = "As corrected"
    copy._history_user = member(Role.RECORDER)
    copy.save()
    builders.cite(copy)
    public = reverse("public:delegation", args=[shown.key])
    assert "As published" in client.get(public.replace("/en/", "/en/")).content.decode()
    act(recorder, copy, "submit", message="")
    assert "As corrected" not in client.get(public).content.decode()
    both = reviewer.get(page(copy))
    assert ("As published", "As corrected") in [(ln.old, ln.new) for ln in both.context["lines"]]
    assert act(reviewer, copy, "accept", significant="").status_code == 302
    after = stored(shown)
    assert (after.pk, after.key, after.title_en) == (shown.pk, shown.key, "As corrected")
    assert after.citations.count() == 2
    assert not Delegation.objects.filter(pk=copy.pk).exists()
    newest = after.history.first()
    assert newest.history_user == member(Role.REVIEWER)
    assert "recorder" in newest.history_change_reason
    assert Submission.objects.get().entry_id == shown.pk
    assert "As corrected" in client.get(public).content.decode()


def test_a_draft_copy_is_found_at_no_public_address(recorder, client):
    shown = builders.delegation(builders.city())
    act(recorder, shown, "revise")
    copy = Delegation.objects.get(revises=shown.pk)
    for address in (
        reverse("public:delegation", args=[copy.key]),
        reverse("permanent", args=[copy.key]),
    ):
        assert client.get(address).status_code == 404


def test_only_one_change_to_a_record_is_written_at_a_time(recorder, reviewer):
    shown = builders.event(builders.city())
    act(recorder, shown, "revise")
    again = act(reviewer, shown, "revise")
    assert again.headers["Location"] == page(Entry.objects.get(revises=shown.pk))
    assert Entry.objects.filter(revises=shown.pk).count() == 1


def test_a_copy_is_not_written_over_what_changed_meanwhile_unseen(recorder, reviewer):
    shown = builders.event(builders.city(), reference="first")
    act(recorder, shown, "revise")
    copy = Entry.objects.get(revises=shown.pk).leaf
    act(recorder, copy, "submit", message="")
    shown.reference = "changed meanwhile"
    shown.save()
    seen = reviewer.get(page(copy))
    assert seen.context["was_changed_meanwhile"]
    assert act(reviewer, copy, "accept", significant="").status_code == 422
    assert stored(shown).reference == "changed meanwhile"
    offer = next(o for o in seen.context["offers"] if o.act.name == "accept")
    version = offer.form["version"].value()
    assert act(reviewer, copy, "accept", significant="", version=version).status_code == 302
    assert stored(shown).reference == "first"


def test_a_significant_change_is_told_to_readers_and_a_typo_is_not(recorder, reviewer, client):
    for significant, words in (("", ""), ("yes", "The year was wrong.")):
        shown = builders.event(builders.city())
        act(recorder, shown, "revise")
        copy = Entry.objects.get(revises=shown.pk).leaf
        act(recorder, copy, "submit", message="")
        if significant:
            refused = act(reviewer, copy, "accept", significant="yes", en="")
            assert refused.status_code == 422
        act(reviewer, copy, "accept", significant=significant, en=words)
        told = [note.words_en for note in ChangeNote.objects.of(shown)]
        assert told == ([words] if words else [])
        public = client.get(f"/en/events/{shown.key}/").content.decode()
        assert ("The year was wrong." in public) == bool(words)


def test_a_wrong_note_is_removed_from_the_public_page_and_the_history_says_so(reviewer, client):
    shown = builders.event(builders.city())
    act(reviewer, shown, "tell", en="A wrong word.")
    public = f"/en/events/{shown.key}/"
    assert "A wrong word." in client.get(public).content.decode()
    note = ChangeNote.objects.get()
    assert act(reviewer, shown, "untell", note=note.pk).status_code == 302
    assert "A wrong word." not in client.get(public).content.decode()
    assert shown.history.first().history_change_reason == "a note to readers was removed"
    assert act(reviewer, shown, "untell", note=note.pk).status_code == 302
    assert act(reviewer, shown, "untell", note="10" * 40).status_code == 422


def test_a_tie_is_changed_by_a_draft_copy_too(recorder, reviewer):
    tie = builders.tie(origin_en="Old reason")
    act(recorder, tie, "revise")
    copy = Relationship.objects.get(revises=tie.pk)
    copy.origin_en = "New reason"
    copy.save()
    act(recorder, copy, "submit", message="")
    act(reviewer, copy, "accept", significant="")
    assert stored(tie).origin_en == "New reason"
    assert Relationship.objects.count() == 1


def test_a_withdrawn_record_comes_back_by_a_reviewed_copy(recorder, reviewer, client):
    shown = builders.event(builders.city())
    act(reviewer, shown, "withdraw", en="It was a mistake.")
    assert client.get(f"/en/events/{shown.key}/").status_code == 410
    act(recorder, shown, "revise")
    copy = Entry.objects.get(revises=shown.pk).leaf
    act(recorder, copy, "submit", message="")
    assert client.get(f"/en/events/{shown.key}/").status_code == 410
    act(reviewer, copy, "accept", significant="")
    back = stored(shown)
    assert (back.is_published, back.withdrawn_on, back.withdrawn_reason_en) == (True, None, "")


def test_what_named_the_copy_names_the_original_afterwards(recorder, reviewer):
    shown, other = builders.event(builders.city()), builders.event(builders.city())
    act(recorder, shown, "revise")
    copy = Entry.objects.get(revises=shown.pk)
    link = other.links.create(kind="arises_from", to=copy)
    act(recorder, copy.leaf, "submit", message="")
    assert act(reviewer, copy.leaf, "accept", significant="").status_code == 302
    link.refresh_from_db()
    assert link.to_id == shown.pk


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
